#pragma once
// RIVER 1: no hook tells of a changed profile. Every limits::user_poll_period the newest change of a person is looked
// at, by one look at an index; where there is a newer one every connected remote gets tasks, which find out for
// themselves whom it concerns. Owns its thread; owned by plugin.

#include <set>

#include "base/clock.h"
#include "base/mutex.h"
#include "base/thread.h"
#include "config/current.h"
#include "store/store.h"

namespace causeway::outbound {

class UserPoll {
 public:
  UserPoll(store::Store& store, const config::Current& current, const base::Clock& clock);

 private:
  void run(std::stop_token stop);
  base::Result<> look();

  store::Store& store_;
  const config::Current& current_;
  const base::Clock& clock_;
  base::Time seen_;                     // the thread's own; at first the remotes may have missed anything
  std::set<model::RemoteId> told_all_;  // whom everybody is told to; the thread's own
  base::Steady whole_{};                // when all are looked at again; the thread's own
  base::Mutex mutex_;
  base::CondVar never_;
  base::Thread thread_;  // last
};

}  // namespace causeway::outbound
