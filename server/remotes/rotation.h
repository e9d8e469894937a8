#pragma once
// THE BANKS: new tokens for a connection that stands. Both are written down before the peer hears of them, and each
// side takes the old and the new one until the new one is used; so whatever gets lost on the way, the same command
// goes on where it stopped. Between Causeways; native exchanges tokens only when a connection is confirmed, and the
// same rules hold here: fresh, long, not the ones in use. Any thread.

#include <functional>
#include <stop_token>

#include "base/clock.h"
#include "base/result.h"
#include "json/value.h"
#include "mattermost/server.h"
#include "model/state.h"
#include "model/wire.h"
#include "peer/client.h"
#include "remotes/audit.h"
#include "remotes/permissions.h"
#include "store/store.h"

namespace causeway::remotes {

class Rotation {
 public:
  // `changed` is called once new tokens are in force, so that somebody uses them.
  Rotation(mattermost::Server& server, store::Store& store, peer::Client& peers, Audit& audit, const base::Clock& clock,
           std::function<void(const model::RemoteId&)> changed)
      : store_(store),
        peers_(peers),
        audit_(audit),
        clock_(clock),
        permissions_(server),
        changed_(std::move(changed)) {}

  // Refused: permission_denied, remote_unknown, rotation_not_possible (a native peer, or a Causeway too old),
  // rotation_unfinished (the peer has not used its last new token yet), rotation_refused (by the peer). Any other
  // error: the old tokens stay good, and the command may be given again.
  base::Result<> rotate(const model::UserId& actor, const model::RemoteId& id, std::stop_token stop);

  // The topic handler of causeway_tokens. Refused: tokens_invalid, rotation_busy.
  base::Result<json::Value> receive(const model::Remote& remote, const model::RemoteClusterMsg& message);

 private:
  base::Result<model::Remote> proposal(const model::RemoteId& id);
  base::Result<> offer(const model::Remote& remote, std::stop_token stop);

  store::Store& store_;
  peer::Client& peers_;
  Audit& audit_;
  const base::Clock& clock_;
  Permissions permissions_;
  const std::function<void(const model::RemoteId&)> changed_;
};

}  // namespace causeway::remotes
