// Direct channels, people whose connection ended, people who are blocked.
#include <algorithm>

#include "base/id.h"
#include "fakes/fake_store.h"
#include "fakes/fake_store_weather.h"
#include "model/limits.h"

namespace causeway::fakes {

using base::Result;
using base::Unit;
using model::RemoteState;

namespace {

std::vector<model::UserId> people_of(const model::DirectChannel& channel) {
  std::vector<model::UserId> people;
  for (const model::DirectChannel::Member& member : channel.members) people.push_back(member.id);
  return people;
}

std::vector<model::UserId> sorted(std::vector<model::UserId> people) {
  std::sort(people.begin(), people.end());
  return people;
}

}  // namespace

void FakeStore::put_direct_channel(const model::DirectChannel& channel) {
  const base::MutexLock lock(mutex_);
  direct_[channel.id] = channel;
}

void FakeStore::watch_direct_channels(std::function<void(const model::DirectChannel&)> watcher) {
  const base::MutexLock lock(mutex_);
  direct_watcher_ = std::move(watcher);
}

model::DirectChannel FakeStore::with_owners(model::DirectChannel channel) {
  for (model::DirectChannel::Member& member : channel.members) {
    const auto user = users_.find(member.id);
    if (user != users_.end()) {
      member.owner = user->second.remote_id.value_or(model::RemoteId());
      member.active = user->second.delete_at == base::Time();
    }
    if (const auto owner = owners_.find(member.id); owner != owners_.end()) member.owner = owner->second;
  }
  return channel;
}

Result<std::optional<model::DirectChannel>> FakeStore::direct_channel(const model::ChannelId& id) {
  return read<std::optional<model::DirectChannel>>([&] {
    const auto found = direct_.find(id);
    return found == direct_.end() ? std::nullopt : std::optional(with_owners(found->second));
  });
}

Result<std::optional<model::DirectChannel>> FakeStore::direct_channel_of(const std::vector<model::UserId>& people) {
  return read<std::optional<model::DirectChannel>>([&] {
    for (const auto& [id, channel] : direct_) {
      if (people_of(channel) == sorted(people)) return std::optional(with_owners(channel));
    }
    return std::optional<model::DirectChannel>();
  });
}

Result<std::vector<model::ChannelId>> FakeStore::untold_direct_channels(const std::vector<model::RemoteId>& remotes,
                                                                        base::Time since, std::size_t most) {
  return read<std::vector<model::ChannelId>>([&] {
    std::vector<std::pair<base::Time, model::ChannelId>> found;
    for (const auto& [id, channel] : direct_) {
      const bool told = std::any_of(rows_.begin(), rows_.end(), [&](const auto& row) { return row.first.first == id; });
      const bool of_peer = std::any_of(channel.members.begin(), channel.members.end(), [&](const auto& member) {
        const auto owner = owners_.find(member.id);
        return owner != owners_.end() && std::find(remotes.begin(), remotes.end(), owner->second) != remotes.end();
      });
      const bool of_ours = std::any_of(channel.members.begin(), channel.members.end(), [&](const auto& member) {
        const auto user = users_.find(member.id);
        return user != users_.end() && !user->second.is_bot && owners_.count(member.id) == 0;
      });
      if (!told && of_peer && of_ours && channel.create_at >= since) found.emplace_back(channel.create_at, id);
    }
    std::sort(found.rbegin(), found.rend());
    std::vector<model::ChannelId> result;
    for (const auto& [at, id] : found) {
      if (result.size() < most) result.push_back(id);
    }
    return result;
  });
}

Result<model::ChannelId> FakeStore::write_direct_channel(const std::vector<model::UserId>& people, base::Time now) {
  std::function<void()> tell = [] {};
  auto written = write<model::ChannelId>([&]() -> Result<model::ChannelId> {
    for (const model::UserId& user : people) {
      if (!users_.contains(user)) return base::refused("not_found", "no such user");
    }
    for (const auto& [id, channel] : direct_) {
      if (people_of(channel) == sorted(people)) return id;
    }
    model::DirectChannel channel{
        model::ChannelId(base::new_id()), people.size() == 2 ? "D" : "G", people.front(), now, {}};
    for (const model::UserId& user : sorted(people)) channel.members.push_back({user, {}, true});
    direct_[channel.id] = channel;
    if (direct_watcher_) tell = [watcher = direct_watcher_, channel] { watcher(channel); };
    return channel.id;
  });
  tell();
  return written;
}

Result<std::optional<model::ChannelRemote>> FakeStore::channel_by_wire_id(const model::RemoteId& remote,
                                                                          const model::ChannelId& wire_id) {
  return read<std::optional<model::ChannelRemote>>([&] {
    for (const auto& [pair, row] : rows_) {
      if (pair.second == remote && row.peer_channel_id == wire_id) return std::optional(row);
    }
    const auto found = rows_.find({wire_id, remote});
    return found == rows_.end() ? std::nullopt : std::optional(found->second);
  });
}

namespace {

bool has_ended(const model::Remote& remote) {
  return remote.state == RemoteState::removed || remote.state == RemoteState::ended;
}

}  // namespace

Result<std::int64_t> FakeStore::adopt_users(const model::RemoteId& id) {
  return write<std::int64_t>([&]() -> std::int64_t {
    const auto back = remotes_.find(id);
    if (back == remotes_.end() || has_ended(back->second) || back->second.state == RemoteState::pending) return 0;
    std::int64_t count = 0;
    for (auto& [user, owner] : owners_) {
      const auto gone = remotes_.find(owner);
      if (gone == remotes_.end() || !has_ended(gone->second) || owner == id ||
          gone->second.site_url != back->second.site_url || back->second.site_url.empty()) {
        continue;
      }
      owner = id;
      ++count;
    }
    return count;
  });
}

Result<std::vector<model::UserId>> FakeStore::stray_users(const model::UserId& behind, std::size_t most) {
  return read<std::vector<model::UserId>>([&] {
    std::vector<model::UserId> result;
    for (const auto& [id, owner] : owners_) {
      const auto user = users_.find(id);
      const auto remote = remotes_.find(owner);
      if (id <= behind || user == users_.end() || remote == remotes_.end() || result.size() == most) continue;
      if (has_ended(remote->second) && user->second.delete_at == base::Time()) result.push_back(id);
    }
    return result;
  });
}

Result<> FakeStore::block_user(const model::BlockedUser& blocked) {
  return write<Unit>([&]() -> Result<> {
    if (!blocked_.contains(blocked.user_id) && blocked_.size() >= model::limits::blocked_users) {
      return base::refused("too_many_blocked", "no more people can be blocked");
    }
    blocked_.emplace(blocked.user_id, blocked);
    return base::ok();
  });
}

Result<bool> FakeStore::unblock_user(const model::UserId& user) {
  return write<bool>([&] { return blocked_.erase(user) > 0; });
}

Result<std::vector<model::BlockedUser>> FakeStore::blocked_users() {
  return read<std::vector<model::BlockedUser>>([&] {
    std::vector<model::BlockedUser> result;
    for (const auto& [id, blocked] : blocked_) result.push_back(blocked);
    std::sort(result.begin(), result.end(), [](const auto& a, const auto& b) {
      return std::pair(a.create_at, a.user_id) < std::pair(b.create_at, b.user_id);
    });
    return result;
  });
}

Result<store::Store::HeldBack> FakeStore::held_back(const model::RemoteId& remote,
                                                    const std::vector<model::UserId>& users,
                                                    const std::vector<model::PostId>& posts) {
  return read<HeldBack>([&] {
    HeldBack held;
    for (const model::UserId& user : users) {
      if (blocked_.contains(user)) held.users.insert(user);
    }
    for (const model::PostId& post : posts) {
      const auto row = ledger_.find({remote, model::LedgerKind::post, post.str()});
      if (row != ledger_.end() && row->second.got == model::held_back_version) held.posts.insert(post);
    }
    return held;
  });
}

}  // namespace causeway::fakes
