#pragma once
// Whether a peer counts as being there: it has answered a ping within the online time-out. Pure.

#include "base/clock.h"
#include "config/settings.h"
#include "model/state.h"

namespace causeway::config {

inline bool online(const Settings& settings, const model::Remote& remote, base::Time now) {
  const bool pinged = remote.state == model::RemoteState::connected || remote.state == model::RemoteState::paused;
  return pinged && remote.last_ping_at != base::Time() && now - remote.last_ping_at <= settings.online_timeout;
}

}  // namespace causeway::config
