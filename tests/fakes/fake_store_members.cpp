// Who is in a channel and how people's statuses look, as the lake reads them.
#include <algorithm>
#include <tuple>

#include "fakes/fake_store_weather.h"

namespace causeway::fakes {

using base::Result;
using base::Unit;

void FakeStore::put_member(const model::ChannelId& channel, const model::UserId& user) {
  const base::MutexLock lock(mutex_);
  members_[channel].insert(user);
}

void FakeStore::take_member(const model::ChannelId& channel, const model::UserId& user) {
  const base::MutexLock lock(mutex_);
  members_[channel].erase(user);
}

void FakeStore::put_status(const model::Status& status) {
  const base::MutexLock lock(mutex_);
  statuses_[status.user_id] = {status, ++status_writes_};
}

Result<std::vector<model::MembershipChange>> FakeStore::changed_members(const model::RemoteId& remote,
                                                                        const model::ChannelId& channel,
                                                                        std::size_t most) {
  return read<std::vector<model::MembershipChange>>([&] { return members_to_tell(remote, channel, most); });
}

std::vector<model::MembershipChange> FakeStore::members_to_tell(const model::RemoteId& remote,
                                                                const model::ChannelId& channel, std::size_t most) {
  const std::set<model::UserId>& told = members_sent_[{channel, remote}];
  const std::set<model::UserId>& here = members_[channel];
  std::set<model::UserId> either = told;
  either.insert(here.begin(), here.end());
  std::vector<model::MembershipChange> result;
  for (const model::UserId& id : either) {
    const auto user = users_.find(id);
    const bool ours = user != users_.end() && user->second.remote_id.value_or(model::RemoteId()).empty() &&
                      !user->second.is_bot && user->second.delete_at == base::Time();
    const bool in = here.contains(id);
    if (in == told.contains(id) || (in && !ours) || result.size() == most) continue;
    result.push_back({channel, id, in, {}, {}});
  }
  return result;
}

Result<std::int64_t> FakeStore::enqueue_members(const model::RemoteId& remote, base::Time now) {
  return write<std::int64_t>([&] {
    std::int64_t count = 0;
    for (const auto& [pair, row] : rows_) {
      const auto shared = channels_.find(pair.first);
      const bool direct = shared != channels_.end() && model::is_direct(shared->second.type);
      if (pair.second != remote || row.invite != model::InviteState::confirmed || direct) continue;
      if (members_to_tell(remote, pair.first, 1).empty()) continue;
      ask(remote, pair.first, model::TaskKind::members, {}, now);
      ++count;
    }
    return count;
  });
}

Result<> FakeStore::record_members(const model::RemoteId& remote, const model::ChannelId& channel,
                                   const std::vector<model::MembershipChange>& told) {
  return write<Unit>([&] {
    if (!rows_.contains({channel, remote})) return base::ok();
    for (const model::MembershipChange& change : told) {
      if (change.is_add) {
        members_sent_[{channel, remote}].insert(change.user_id);
      } else {
        members_sent_[{channel, remote}].erase(change.user_id);
      }
    }
    return base::ok();
  });
}

Result<store::Store::WrittenStatuses> FakeStore::written_statuses(const std::string& since) {
  return read<WrittenStatuses>([&] {
    WrittenStatuses result;
    result.horizon = std::to_string(status_writes_);
    for (const auto& [user, row] : statuses_) {
      if (!since.empty() && row.second < std::stoll(since)) continue;
      result.looks.emplace(user, row.first.status + ":" + std::to_string(row.first.dnd_end_time));
    }
    return result;
  });
}

Result<std::vector<store::Store::ChangedStatus>> FakeStore::changed_statuses(const model::RemoteId& remote,
                                                                             std::size_t most) {
  return read<std::vector<ChangedStatus>>([&] {
    std::vector<ChangedStatus> result;
    for (const auto& [user, row] : statuses_) {
      ChangedStatus changed{row.first, {}};
      if (changed.status.status != "dnd") changed.status.dnd_end_time = 0;
      const std::pair shown{changed.status.status, changed.status.dnd_end_time};
      const auto sent = statuses_sent_.find({remote, user});
      if (!synced_.contains({remote, user}) || (sent != statuses_sent_.end() && sent->second == shown)) continue;
      for (const auto& [pair, one] : rows_) {
        const bool there =
            pair.second == remote && one.invite == model::InviteState::confirmed && members_[pair.first].contains(user);
        if (there && changed.channel.empty()) changed.channel = one.wire_id();
      }
      if (!changed.channel.empty()) result.push_back(std::move(changed));
    }
    std::sort(result.begin(), result.end(), [](const ChangedStatus& a, const ChangedStatus& b) {
      return std::tie(a.channel, a.status.user_id) < std::tie(b.channel, b.status.user_id);
    });
    if (result.size() > most) result.resize(most);
    return result;
  });
}

Result<> FakeStore::record_statuses(const model::RemoteId& remote, const std::vector<model::Status>& sent, base::Time) {
  return write<Unit>([&] {
    for (const model::Status& status : sent) {
      statuses_sent_[{remote, status.user_id}] = {status.status, status.dnd_end_time};
    }
    return base::ok();
  });
}

}  // namespace causeway::fakes
