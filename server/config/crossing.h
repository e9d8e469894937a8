#pragma once
// What crosses between this server and one peer, both ways: the connection's policy says, else the settings. Pure.

#include <algorithm>
#include <string_view>

#include "config/settings.h"
#include "model/policy.h"

namespace causeway::config {

inline bool members_cross(const Settings& settings, const model::RemotePolicy& policy) {
  return policy.members.value_or(settings.member_sync);
}

inline bool statuses_cross(const Settings& settings, const model::RemotePolicy& policy) {
  return policy.statuses.value_or(settings.status_sync);
}

inline bool direct_messages_cross(const Settings& settings, const mattermost::ServerFacts& facts,
                                  const model::RemotePolicy& policy) {
  return policy.direct_messages.value_or(settings.direct_messages || facts.direct_messages_flag);
}

inline bool global_users_cross(const Settings& settings, const model::RemotePolicy& policy) {
  return policy.global_users.value_or(settings.global_users);
}

// Whether @channel, @all and @here of the peer's people push and mail here.
inline bool channel_mentions_notify(const Settings& settings, const model::RemotePolicy& policy) {
  return policy.channel_mentions.value_or(settings.allow_channel_mentions);
}

inline bool field_crosses(const model::RemotePolicy& policy, std::string_view field) {
  if (!policy.profile_fields) return true;
  return std::find(policy.profile_fields->begin(), policy.profile_fields->end(), field) != policy.profile_fields->end();
}

}  // namespace causeway::config
