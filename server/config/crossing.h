#pragma once
// What crosses between this server and one peer, both ways: the connection's policy says, else the settings. Pure.

#include "config/settings.h"
#include "model/policy.h"

namespace causeway::config {

inline bool members_cross(const Settings& settings, const model::RemotePolicy& policy) {
  return policy.members.value_or(settings.member_sync);
}

inline bool statuses_cross(const Settings& settings, const model::RemotePolicy& policy) {
  return policy.statuses.value_or(settings.status_sync);
}

}  // namespace causeway::config
