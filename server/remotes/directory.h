#pragma once
// THE BANKS: the people of this server are offered to connected servers once more, by an administrator's word. Any
// thread.

#include <functional>
#include <string>

#include "base/clock.h"
#include "config/current.h"
#include "mattermost/server.h"
#include "remotes/audit.h"
#include "remotes/permissions.h"
#include "store/store.h"

namespace causeway::remotes {

class Directory {
 public:
  // `ask_again`: whoever sends them forgets that the remote has said no.
  Directory(mattermost::Server& server, store::Store& store, Audit& audit, const config::Current& current,
            const base::Clock& clock, std::function<void(const model::RemoteId&)> ask_again)
      : store_(store),
        audit_(audit),
        current_(current),
        clock_(clock),
        ask_again_(std::move(ask_again)),
        permissions_(server) {}

  // Over this connection, or over all (empty) where everybody is told: how many. Refused: permission_denied,
  // remote_unknown, global_users_off.
  base::Result<std::size_t> offer(const model::UserId& actor, const model::RemoteId& connection);

 private:
  store::Store& store_;
  Audit& audit_;
  const config::Current& current_;
  const base::Clock& clock_;
  const std::function<void(const model::RemoteId&)> ask_again_;
  Permissions permissions_;
};

}  // namespace causeway::remotes
