#include <algorithm>

#include "fakes/fake_store_weather.h"

namespace causeway::fakes {

using base::Result;
using base::Unit;

Result<> FakeStore::save_shared_channel(const model::SharedChannel& channel) {
  return write<Unit>([&] {
    channels_[channel.id] = channel;
    return base::ok();
  });
}

Result<std::optional<model::SharedChannel>> FakeStore::shared_channel(const model::ChannelId& id) {
  return read<std::optional<model::SharedChannel>>([&] {
    const auto found = channels_.find(id);
    return found == channels_.end() ? std::nullopt : std::optional(found->second);
  });
}

Result<std::vector<model::SharedChannel>> FakeStore::shared_channels() {
  return read<std::vector<model::SharedChannel>>([&] {
    std::vector<model::SharedChannel> result;
    for (const auto& [id, channel] : channels_) result.push_back(channel);
    return result;
  });
}

Result<> FakeStore::delete_shared_channel(const model::ChannelId& id) {
  return write<Unit>([&] {
    channels_.erase(id);
    drop_tasks(&id, nullptr);
    std::erase_if(rows_, [&](const auto& item) { return item.first.first == id; });
    std::erase_if(members_sent_, [&](const auto& item) { return item.first.first == id; });
    return base::ok();
  });
}

Result<> FakeStore::save_channel_remote(const model::ChannelRemote& row) {
  return write<Unit>([&] {
    rows_[{row.channel_id, row.remote_id}] = row;
    partings_.erase({row.channel_id, row.remote_id});
    return base::ok();
  });
}

Result<bool> FakeStore::add_channel_remote(const model::ChannelRemote& row) {
  return write<bool>([&] {
    const bool added = rows_.emplace(std::pair(row.channel_id, row.remote_id), row).second;
    if (added) partings_.erase({row.channel_id, row.remote_id});
    return added;
  });
}

Result<std::optional<model::ChannelRemote>> FakeStore::channel_remote(const model::ChannelId& channel,
                                                                      const model::RemoteId& remote) {
  return read<std::optional<model::ChannelRemote>>([&] {
    const auto found = rows_.find({channel, remote});
    return found == rows_.end() ? std::nullopt : std::optional(found->second);
  });
}

Result<std::vector<model::ChannelRemote>> FakeStore::channel_remotes(const model::ChannelId& channel) {
  return read<std::vector<model::ChannelRemote>>([&] {
    std::vector<model::ChannelRemote> result;
    for (const auto& [pair, row] : rows_) {
      if (pair.first == channel) result.push_back(row);
    }
    return result;
  });
}

Result<std::vector<model::ChannelRemote>> FakeStore::remote_channels(const model::RemoteId& remote) {
  return read<std::vector<model::ChannelRemote>>([&] {
    std::vector<model::ChannelRemote> result;
    for (const auto& [pair, row] : rows_) {
      if (pair.second == remote) result.push_back(row);
    }
    return result;
  });
}

Result<bool> FakeStore::set_read_only(const model::ChannelId& channel, const model::RemoteId& remote, bool read_only) {
  return write<bool>([&] {
    const auto found = rows_.find({channel, remote});
    if (found == rows_.end() || found->second.invite != model::InviteState::confirmed) return false;
    found->second.read_only = read_only;
    found->second.invite = model::InviteState::waiting;
    return true;
  });
}

Result<> FakeStore::set_invite_state(const model::ChannelId& channel, const model::RemoteId& remote,
                                     model::InviteState state, const std::string& error) {
  return write<Unit>([&] {
    if (const auto found = rows_.find({channel, remote}); found != rows_.end()) {
      found->second.invite = state;
      found->second.last_error = error;
    }
    return base::ok();
  });
}

Result<std::vector<model::ReceivedVerdict>> FakeStore::ledger_begin(const model::RemoteId& remote,
                                                                    const std::vector<model::ReceivedItem>& items,
                                                                    base::Time now) {
  using model::ReceivedVerdict;
  return write<std::vector<ReceivedVerdict>>([&] {
    std::vector<ReceivedVerdict> verdicts;
    for (const model::ReceivedItem& item : items) {
      LedgerRow& row = ledger_[{remote, item.kind, item.item_id}];
      ReceivedVerdict verdict = ReceivedVerdict::fresh;
      if (!row.got.empty() && item.stamp < row.got_stamp) {
        verdict = ReceivedVerdict::late;
      } else if (row.got == item.version && !row.got.empty() && item.stamp == row.got_stamp) {
        verdict = ReceivedVerdict::had;
      } else {
        if (row.applying != item.local_version) row.applying_since = now;
        row.applying = item.local_version;
        row.at = now;
      }
      verdicts.push_back(verdict);
    }
    return verdicts;
  });
}

Result<> FakeStore::ledger_open(const model::RemoteId& remote, const std::vector<model::LedgerEntry>& items) {
  return write<Unit>([&] {
    for (const model::LedgerEntry& item : items) {
      const auto row = ledger_.find({remote, item.kind, item.item_id});
      if (row != ledger_.end() && !row->second.sent.empty()) row->second.sent = opened(row->second.sent);
    }
    return base::ok();
  });
}

Result<> FakeStore::ledger_finish(const model::RemoteId& remote, const std::vector<model::ReceivedItem>& items,
                                  base::Time now) {
  return write<Unit>([&] {
    for (const model::ReceivedItem& item : items) {
      LedgerRow& row = ledger_[{remote, item.kind, item.item_id}];
      if (!item.local_version.empty()) row.sent = item.local_version;
      row.looked_at = 0;
      ++row.heard;
      row.got = item.version;
      row.got_stamp = std::max(row.got_stamp, item.stamp);
      row.applying.clear();
      row.at = now;
    }
    return base::ok();
  });
}

Result<std::int64_t> FakeStore::prune_ledger(base::Time before) {
  return write<std::int64_t>([&] {
    return static_cast<std::int64_t>(std::erase_if(ledger_, [&](const auto& item) { return item.second.at < before; }));
  });
}

bool FakeRows::has_profile(const model::RemoteId& remote, const model::User& user) const {
  const auto synced = synced_.find({remote, user.id});
  const auto epoch = policy_epochs_.find(remote);
  return synced != synced_.end() && user.update_at <= synced->second.at &&
         synced->second.policy_epoch == (epoch == policy_epochs_.end() ? 0 : epoch->second);
}

Result<std::vector<model::UserId>> FakeStore::users_to_send(const model::RemoteId& remote,
                                                            const std::vector<model::UserId>& users) {
  return read<std::vector<model::UserId>>([&] {
    std::vector<model::UserId> result;
    for (const model::UserId& id : users) {
      const auto user = users_.find(id);
      const auto owner = owners_.find(id);
      if (user == users_.end() || (owner != owners_.end() && owner->second == remote)) continue;
      if (!has_profile(remote, user->second)) result.push_back(id);
    }
    return result;
  });
}

Result<std::vector<model::User>> FakeStore::changed_profiles(const model::RemoteId& remote, std::size_t most) {
  return read<std::vector<model::User>>([&] {
    std::vector<model::User> result;
    for (const auto& [key, synced] : synced_) {
      const auto user = users_.find(key.second);
      const auto owner = owners_.find(key.second);
      if (key.first != remote || user == users_.end() || (owner != owners_.end() && owner->second == remote)) continue;
      if (!has_profile(remote, user->second)) result.push_back(user->second);
    }
    std::sort(result.begin(), result.end(),
              [](const auto& a, const auto& b) { return std::tie(a.update_at, a.id) < std::tie(b.update_at, b.id); });
    if (result.size() > most) result.resize(most);
    return result;
  });
}

// Looks at no more than a few at a time, as the real one does, so that pages without anybody come about.
Result<FakeStore::UnknownPeople> FakeStore::unknown_people(const model::RemoteId& remote, const model::Cursor& behind,
                                                           std::size_t most) {
  constexpr std::size_t page = 8;
  return read<UnknownPeople>([&] {
    std::vector<model::User> later;
    for (const auto& [id, user] : users_) {
      if (std::tie(user.update_at, id.str()) > std::tie(behind.at, behind.id)) later.push_back(user);
    }
    std::sort(later.begin(), later.end(),
              [](const auto& a, const auto& b) { return std::tie(a.update_at, a.id) < std::tie(b.update_at, b.id); });
    UnknownPeople result;
    result.more = later.size() > page;
    if (result.more) later.resize(page);
    result.end = later.empty() ? behind : model::Cursor{later.back().update_at, later.back().id.str()};
    for (const model::User& user : later) {
      const bool local = (!user.remote_id || user.remote_id->empty()) && !owners_.contains(user.id);
      const bool person = !user.is_bot && !model::is_guest(user) && user.delete_at == base::Time();
      if (!local || !person || synced_.contains({remote, user.id})) continue;
      result.people.push_back(user);
      if (result.people.size() < most) continue;
      result.more = true;
      result.end = {user.update_at, user.id.str()};
      break;
    }
    return result;
  });
}

Result<> FakeStore::set_people_offered(const model::RemoteId& remote, base::Time until) {
  return write<Unit>([&] {
    const auto found = remotes_.find(remote);
    if (found != remotes_.end() && found->second.state != model::RemoteState::removed) {
      found->second.last_global_user_sync_at = until;
    }
    return base::ok();
  });
}

Result<std::vector<FakeStore::ChangedPicture>> FakeStore::changed_pictures(const model::RemoteId& remote,
                                                                           std::size_t most) {
  return read<std::vector<ChangedPicture>>([&] {
    std::vector<ChangedPicture> result;
    for (const auto& [key, synced] : synced_) {
      const auto user = users_.find(key.second);
      const auto owner = owners_.find(key.second);
      if (key.first != remote || user == users_.end() || (owner != owners_.end() && owner->second == remote)) continue;
      const base::Time at = user->second.last_picture_update;
      const auto sent = pictures_sent_.find(key);
      if (at != (sent == pictures_sent_.end() ? base::Time() : sent->second)) result.push_back({key.second, at});
    }
    if (result.size() > most) result.resize(most);
    return result;
  });
}

Result<base::Time> FakeStore::newest_user_change() {
  return read<base::Time>([&] {
    base::Time newest;
    for (const auto& [id, user] : users_) newest = std::max(newest, user.update_at);
    return newest;
  });
}

Result<std::optional<model::RemoteId>> FakeStore::owner_of(const model::UserId& user) {
  return read<std::optional<model::RemoteId>>([&] {
    const auto found = owners_.find(user);
    return found == owners_.end() ? std::nullopt : std::optional(found->second);
  });
}

Result<> FakeStore::claim_user(const model::UserId& user, const model::RemoteId& remote, base::Time) {
  return write<Unit>([&]() -> Result<> {
    if (owners_.emplace(user, remote).first->second == remote) return base::ok();
    return base::refused("user_belongs_elsewhere", "the user belongs to another connection");
  });
}

Result<std::vector<model::User>> FakeStore::users(const std::vector<model::UserId>& ids) {
  return read<std::vector<model::User>>([&] {
    std::vector<model::User> result;
    for (const model::UserId& id : ids) {
      if (const auto found = users_.find(id); found != users_.end()) result.push_back(found->second);
    }
    return result;
  });
}

}  // namespace causeway::fakes
