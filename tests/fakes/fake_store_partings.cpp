#include "fakes/fake_store_weather.h"

namespace causeway::fakes {

using base::Result;
using base::Unit;

Result<store::Store::Ended> FakeStore::end_share(const model::ChannelId& channel, const model::RemoteId& remote,
                                                 bool tell, base::Time now) {
  return write<Ended>([&] {
    const Pair pair{channel, remote};
    const auto row = rows_.find(pair);
    drop_tasks(&channel, &remote);
    if (row == rows_.end()) return Ended::was_not_shared;
    const auto shared = channels_.find(channel);
    const bool home = shared == channels_.end() || shared->second.home;
    partings_[pair] = {channel, remote, home, row->second.shared_at, now, !tell};
    leases_.erase(pair);
    members_sent_.erase(pair);
    erased_.erase(pair);
    retention_at_.erase(pair);
    rows_.erase(row);
    if (tell) ask(remote, {}, model::TaskKind::leave, {}, now);
    for (const auto& [other, kept] : rows_) {
      if (other.first == channel) return Ended::others_have_it;
    }
    channels_.erase(channel);
    return Ended::nobody_has_it;
  });
}

Result<std::optional<model::Parting>> FakeStore::parting(const model::ChannelId& channel,
                                                         const model::RemoteId& remote) {
  return read<std::optional<model::Parting>>([&] {
    const auto found = partings_.find({channel, remote});
    return found == partings_.end() ? std::nullopt : std::optional(found->second);
  });
}

Result<std::optional<model::Parting>> FakeStore::former_share(const model::ChannelId& channel,
                                                              const model::RemoteId& remote) {
  return read<std::optional<model::Parting>>([&]() -> std::optional<model::Parting> {
    if (const auto own = partings_.find({channel, remote}); own != partings_.end()) return own->second;
    const auto back = remotes_.find(remote);
    std::optional<model::Parting> latest;
    for (const auto& [pair, parting] : partings_) {
      const auto gone = remotes_.find(pair.second);
      if (pair.first != channel || gone == remotes_.end() || back == remotes_.end()) continue;
      const bool same = !back->second.site_url.empty() && gone->second.site_url == back->second.site_url;
      if (!same || !model::has_ended(gone->second.state)) continue;
      if (!latest || latest->left_at < parting.left_at) latest = parting;
    }
    return latest;
  });
}

Result<std::vector<model::Parting>> FakeStore::untold_partings(const model::RemoteId& remote, std::size_t most) {
  return read<std::vector<model::Parting>>([&] {
    std::vector<model::Parting> result;
    for (const auto& [pair, parting] : partings_) {
      if (pair.second == remote && !parting.told && result.size() < most) result.push_back(parting);
    }
    return result;
  });
}

Result<> FakeStore::partings_told(const std::vector<model::Parting>& partings) {
  return write<Unit>([&] {
    for (const model::Parting& one : partings) {
      const auto found = partings_.find({one.channel_id, one.remote_id});
      if (found != partings_.end() && found->second.left_at == one.left_at) found->second.told = true;
    }
    return base::ok();
  });
}

Result<> FakeStore::forget_token(const model::RemoteId& removed) {
  return write<Unit>([&] {
    const auto found = remotes_.find(removed);
    if (found != remotes_.end() && found->second.state == model::RemoteState::removed) {
      found->second.outgoing_token.clear();
      std::erase_if(tasks_, [&](const model::Task& task) {
        return task.remote_id == removed && task.kind != model::TaskKind::leave;
      });
    }
    return base::ok();
  });
}

}  // namespace causeway::fakes
