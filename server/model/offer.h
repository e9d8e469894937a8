#pragma once
// A channel that a peer wants to share with this server and that an administrator here has to take in first. A value.

#include <string>

#include "base/clock.h"
#include "model/ids.h"
#include "model/wire.h"

namespace causeway::model {

struct OfferedChannel {
  RemoteId remote_id;
  ChannelInvite invite;  // the peer's latest word
  bool declined = false;
  // An administrator wants it, in this team and by this name (remotes::Landing), when the peer invites again.
  bool approved = false;
  TeamId team_id{};
  std::string name{};
  base::Time offered_at;  // first
  bool operator==(const OfferedChannel&) const = default;
};

}  // namespace causeway::model
