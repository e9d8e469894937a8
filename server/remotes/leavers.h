#pragma once
// THE BANKS: no ghosts. The people of a connection that has ended, here or by the peer, are deactivated; what they
// wrote stays. They are found and active again when a connection to the same server speaks of them
// (inbound/apply/users.h). Owns its thread; owned by plugin.

#include "base/clock.h"
#include "base/mutex.h"
#include "base/thread.h"
#include "mattermost/server.h"
#include "store/store.h"

namespace causeway::remotes {

class Leavers {
 public:
  Leavers(mattermost::Server& server, store::Store& store, const base::Clock& clock);

  // A connection has ended: looks at once.
  void poke() CAUSEWAY_EXCLUDES(mutex_);

 private:
  void run(std::stop_token stop);
  void look(const std::stop_token& stop);
  base::Result<> deactivate(const model::UserId& user);

  mattermost::Server& server_;
  store::Store& store_;
  const base::Clock& clock_;
  base::Mutex mutex_;
  base::CondVar poked_;
  bool asked_ CAUSEWAY_GUARDED_BY(mutex_) = false;
  base::Thread thread_;  // last
};

}  // namespace causeway::remotes
