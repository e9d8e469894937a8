#pragma once
// RIVER 1, the rain gauge: on activation, and every limits::members_look_period for members and what is known of files,
// every limits::catch_up_period every channel of every remote is looked at again, a stretch behind the cursor, so that
// what no hook told us (a crash, a late commit, an import) is found. Owns its thread; owned by plugin.

#include "base/clock.h"
#include "base/mutex.h"
#include "base/thread.h"
#include "config/current.h"
#include "store/store.h"

namespace causeway::outbound {

class CatchUp {
 public:
  CatchUp(store::Store& store, const config::Current& current, const base::Clock& clock);

 private:
  void run(std::stop_token stop);
  void look_at_members();
  void prune_attachments(base::Time now);
  void look_for_erasures(base::Time now);
  void wait(const std::stop_token& stop, base::Millis pause);

  store::Store& store_;
  const config::Current& current_;
  const base::Clock& clock_;
  base::Mutex mutex_;
  base::CondVar never_;
  base::Thread thread_;  // last
};

}  // namespace causeway::outbound
