#include "fakes/fake_store.h"

#include <algorithm>
#include <utility>

#include "fakes/fake_store_weather.h"

namespace causeway::fakes {
namespace {

bool is_over(const model::Remote& remote) {
  return remote.state == model::RemoteState::ended || remote.state == model::RemoteState::removed;
}

}  // namespace

using base::Result;
using base::Unit;
using model::RemoteState;

void FakeStore::set_away(bool away) {
  const base::MutexLock lock(mutex_);
  away_ = away;
}

FakeRows FakeStore::leave_behind() {
  const base::MutexLock lock(mutex_);
  away_ = true;
  return std::exchange(static_cast<FakeRows&>(*this), FakeRows());
}

void FakeStore::doubt_next_writes(int count) {
  const base::MutexLock lock(mutex_);
  doubts_ = count;
}

Result<> FakeStore::migrate() {
  return write<Unit>([] { return base::ok(); });
}

Result<> FakeStore::purge() {
  return write<Unit>([&] {
    purged_ = true;
    return base::ok();
  });
}

Result<> FakeStore::add_remote(const model::Remote& remote) {
  return write<Unit>([&]() -> Result<> {
    for (const auto& [id, other] : remotes_) {
      if (id == remote.id || (other.name == remote.name && other.state != RemoteState::removed)) {
        return base::refused("remote_exists", "id or name taken");
      }
    }
    remotes_[remote.id] = remote;
    return base::ok();
  });
}

Result<std::optional<model::Remote>> FakeStore::remote(const model::RemoteId& id) {
  return read<std::optional<model::Remote>>([&] {
    const auto found = remotes_.find(id);
    return found == remotes_.end() ? std::nullopt : std::optional(found->second);
  });
}

Result<std::vector<model::Remote>> FakeStore::remotes(bool with_removed) {
  return read<std::vector<model::Remote>>([&] {
    std::vector<model::Remote> result;
    for (const auto& [id, remote] : remotes_) {
      if (with_removed || remote.state != RemoteState::removed) result.push_back(remote);
    }
    std::sort(result.begin(), result.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    return result;
  });
}

Result<bool> FakeStore::confirm_remote(const model::RemoteId& id, const std::string& site_url,
                                       const std::string& incoming_digest, const std::string& outgoing_token,
                                       base::Time now) {
  return write<bool>([&] {
    const auto found = remotes_.find(id);
    if (found == remotes_.end() || found->second.state != RemoteState::pending) return false;
    model::Remote& remote = found->second;
    remote.state = RemoteState::connected;
    remote.site_url = site_url;
    remote.incoming_digest = incoming_digest;
    remote.outgoing_token = outgoing_token;
    remote.last_ping_at = now;
    remote.last_error.clear();
    return true;
  });
}

Result<> FakeStore::replace_remote(const model::Remote& remote) {
  return write<Unit>([&]() -> Result<> {
    const auto found = remotes_.find(remote.id);
    const bool removed = found != remotes_.end() && found->second.state == RemoteState::removed;
    const bool named = std::any_of(remotes_.begin(), remotes_.end(), [&](const auto& item) {
      return item.first != remote.id && item.second.name == remote.name && item.second.state != RemoteState::removed;
    });
    if (!removed || named) return base::refused("remote_exists", "not removed, or the name is taken");
    found->second = remote;
    return base::ok();
  });
}

Result<> FakeStore::set_remote_state(const model::RemoteId& id, RemoteState state, const std::string& error) {
  return write<Unit>([&] {
    const auto found = remotes_.find(id);
    if (found == remotes_.end() || is_over(found->second)) return base::ok();
    if (found->second.state != RemoteState::paused || state == RemoteState::ended) {
      found->second.state = state;
      found->second.last_error = error;
    }
    return base::ok();
  });
}

Result<bool> FakeStore::pause_remote(const model::RemoteId& id, bool paused) {
  return write<bool>([&] {
    const auto found = remotes_.find(id);
    if (found == remotes_.end()) return false;
    RemoteState& state = found->second.state;
    const bool running = state == RemoteState::connected || state == RemoteState::stopped;
    if (paused ? !running : state != RemoteState::paused) return false;
    state = paused ? RemoteState::paused : RemoteState::connected;
    return true;
  });
}

Result<bool> FakeStore::renew_invite(const model::RemoteId& id, const std::string& incoming_digest, base::Time now) {
  return write<bool>([&] {
    const auto found = remotes_.find(id);
    if (found == remotes_.end() || found->second.state != RemoteState::pending) return false;
    found->second.incoming_digest = incoming_digest;
    found->second.create_at = now;
    invite_attempts_.erase(id);
    return true;
  });
}

Result<> FakeStore::record_ping(const model::RemoteId& id, bool causeway, base::Time at) {
  return write<Unit>([&] {
    if (const auto found = remotes_.find(id); found != remotes_.end()) {
      found->second.last_ping_at = std::max(found->second.last_ping_at, at);
      if (!is_over(found->second)) found->second.last_error.clear();
      found->second.causeway = causeway;
    }
    return base::ok();
  });
}

Result<> FakeStore::record_remote_error(const model::RemoteId& id, const std::string& error) {
  return write<Unit>([&] {
    const auto found = remotes_.find(id);
    if (found != remotes_.end() && !is_over(found->second)) found->second.last_error = error;
    return base::ok();
  });
}

Result<> FakeStore::patch_remote(const model::RemoteId& id, const std::string& display_name,
                                 const model::TeamId& default_team) {
  return write<Unit>([&] {
    if (const auto found = remotes_.find(id); found != remotes_.end()) {
      found->second.display_name = display_name;
      found->second.default_team_id = default_team;
    }
    return base::ok();
  });
}

Result<> FakeStore::set_policy(const model::RemoteId& id, const model::RemotePolicy& policy,
                               std::optional<base::Time> profiles_due) {
  return write<Unit>([&] {
    if (const auto found = remotes_.find(id); found != remotes_.end()) found->second.policy = policy;
    if (profiles_due) {
      ++policy_epochs_[id];
      ask(id, {}, model::TaskKind::users, {}, *profiles_due);
    }
    return base::ok();
  });
}

Result<std::vector<model::ChannelId>> FakeStore::remove_remote(const model::RemoteId& id, base::Time now) {
  return write<std::vector<model::ChannelId>>([&] {
    const auto before = remotes_.find(id);
    const bool tell = before != remotes_.end() && before->second.causeway &&
                      before->second.state != RemoteState::pending && !is_over(before->second);
    if (const auto found = remotes_.find(id); found != remotes_.end() && found->second.state != RemoteState::removed) {
      found->second.state = RemoteState::removed;
      found->second.delete_at = now;
      found->second.incoming_digest.clear();
      if (!tell) found->second.outgoing_token.clear();
      found->second.change = {};
      invite_attempts_.erase(id);
    }
    drop_tasks(nullptr, &id);
    if (tell) ask(id, {}, model::TaskKind::leave, {}, now);
    for (const auto& [pair, row] : rows_) {
      const auto channel = channels_.find(pair.first);
      const bool home = channel == channels_.end() || channel->second.home;
      if (pair.second == id) partings_.insert({pair, {pair.first, id, home, row.shared_at, now, true}});
    }
    std::erase_if(synced_, [&](const auto& item) { return item.first.first == id; });
    std::erase_if(pictures_sent_, [&](const auto& item) { return item.first.first == id; });
    marks_.erase(id);
    std::erase_if(offers_, [&](const auto& offer) { return offer.first.first == id; });
    std::set<model::ChannelId> touched;
    for (const auto& [channel_id, channel] : channels_) {
      if (channel.remote_id == id) touched.insert(channel_id);
    }
    for (const auto& [pair, row] : rows_) {
      if (pair.second == id) touched.insert(pair.first);
    }
    std::erase_if(rows_, [&](const auto& item) { return item.first.second == id; });
    std::erase_if(members_sent_, [&](const auto& item) { return item.first.second == id; });
    std::erase_if(erased_, [&](const auto& item) { return item.first.second == id; });
    std::erase_if(retention_at_, [&](const auto& item) { return item.first.second == id; });
    for (const auto& [pair, row] : rows_) touched.erase(pair.first);
    std::vector<model::ChannelId> result;
    for (const model::ChannelId& channel : touched) {
      if (channels_.erase(channel) > 0) result.push_back(channel);
    }
    return result;
  });
}

}  // namespace causeway::fakes
