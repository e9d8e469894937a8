#pragma once
// RIVER 1: looks for new direct and group channels every limits::direct_poll_period, and at once when it is asked to;
// now and then for all that nobody was told of. Owns its thread; owned by plugin.

#include "base/clock.h"
#include "base/mutex.h"
#include "base/thread.h"
#include "outbound/direct_inviter.h"

namespace causeway::outbound {

class DirectPoll {
 public:
  DirectPoll(DirectInviter& inviter, const base::Clock& clock);

  void poke() CAUSEWAY_EXCLUDES(mutex_);  // any thread

 private:
  void run(std::stop_token stop) CAUSEWAY_EXCLUDES(mutex_);

  DirectInviter& inviter_;
  const base::Clock& clock_;
  base::Mutex mutex_;
  base::CondVar poked_;
  bool asked_ CAUSEWAY_GUARDED_BY(mutex_) = false;
  base::Thread thread_;  // last
};

}  // namespace causeway::outbound
