#pragma once
// RIVER 1: no hook tells of a status. Every limits::status_poll_period what was written to the statuses since the last
// look is compared with how they looked then; where others see a change every connected remote gets a task, which finds
// out for itself whom it concerns. Owns its thread; owned by plugin.

#include <map>
#include <string>

#include "base/clock.h"
#include "base/mutex.h"
#include "base/thread.h"
#include "store/store.h"

namespace causeway::outbound {

class StatusPoll {
 public:
  StatusPoll(store::Store& store, const base::Clock& clock);

 private:
  void run(std::stop_token stop);
  void look();
  base::Result<> ask();

  store::Store& store_;
  const base::Clock& clock_;
  // The thread's own:
  std::map<model::UserId, std::string> seen_;
  std::string horizon_;
  bool owed_ = true;  // tasks that could not be written down; at first the remotes may have missed anything
  base::Mutex mutex_;
  base::CondVar never_;
  base::Thread thread_;  // last
};

}  // namespace causeway::outbound
