#pragma once
// THE BANKS: the last thing before the plugin is removed for good: its own tables go. Connections have to be removed
// first, so that nothing is left behind elsewhere. Any thread.

#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "mattermost/server.h"
#include "store/store.h"

namespace causeway::remotes {

class Purge {
 public:
  Purge(mattermost::Server& server, store::Store& store) : server_(server), store_(store) {}

  // For system administrators. `untold`: even if servers have not heard yet that their connection has ended. Refused:
  // permission_denied, connections_left, people_left (some of ended connections are still to be deactivated),
  // peers_untold. Afterwards the store answers nothing until the plugin is enabled anew.
  base::Result<> run(const model::UserId& actor, bool untold);

 private:
  base::Result<> nothing_is_left(bool untold);

  mattermost::Server& server_;
  store::Store& store_;
};

}  // namespace causeway::remotes
