// Channels that peers offer.
#include <algorithm>

#include "fakes/fake_store_weather.h"

namespace causeway::fakes {

using base::Result;

Result<store::Store::KeptOffer> FakeStore::keep_offer(const model::OfferedChannel& offer) {
  return write<KeptOffer>([&] {
    const auto [known, fresh] = offers_.try_emplace({offer.remote_id, offer.invite.channel_id}, offer);
    known->second.invite = offer.invite;
    return KeptOffer{fresh, known->second};
  });
}

Result<std::vector<model::OfferedChannel>> FakeStore::offers() {
  return read<std::vector<model::OfferedChannel>>([&] {
    std::vector<model::OfferedChannel> result;
    for (const auto& [key, offer] : offers_) result.push_back(offer);
    std::stable_sort(result.begin(), result.end(),
                     [](const auto& a, const auto& b) { return a.offered_at < b.offered_at; });
    return result;
  });
}

Result<bool> FakeStore::approve_offer(const model::RemoteId& remote, const model::ChannelId& channel,
                                      const model::TeamId& team, const std::string& name) {
  return write<bool>([&] {
    const auto found = offers_.find({remote, channel});
    if (found == offers_.end()) return false;
    found->second.declined = false;
    found->second.approved = true;
    found->second.team_id = team;
    found->second.name = name;
    return true;
  });
}

Result<bool> FakeStore::decline_offer(const model::RemoteId& remote, const model::ChannelId& channel) {
  return write<bool>([&] {
    const auto found = offers_.find({remote, channel});
    if (found == offers_.end()) return false;
    found->second.declined = true;
    found->second.approved = false;
    return true;
  });
}

Result<bool> FakeStore::forget_offer(const model::RemoteId& remote, const model::ChannelId& channel) {
  return write<bool>([&] { return offers_.erase({remote, channel}) > 0; });
}

}  // namespace causeway::fakes
