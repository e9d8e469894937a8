#pragma once
// RIVER 1, the second rain gauge: every limits::poll_period the newest change of every shared channel is compared with
// the one seen before, by one look at an index a channel. It finds within seconds (PollPace) what has no hook:
// acknowledgements, imports, hooks that were missed, how a channel looks. Owns its thread; owned by plugin.

#include <map>

#include "base/clock.h"
#include "base/mutex.h"
#include "base/thread.h"
#include "outbound/change_listener.h"
#include "outbound/poll_pace.h"
#include "store/store.h"

namespace causeway::outbound {

class Poll {
 public:
  Poll(store::Store& store, ChangeListener& changes, const base::Clock& clock);

 private:
  void run(std::stop_token stop);
  void look();
  void look_at_posts(const model::ChannelId& channel, std::optional<base::Time> moved);
  void ask_for(const model::ChannelId& channel);

  store::Store& store_;
  ChangeListener& changes_;
  const base::Clock& clock_;
  std::map<model::ChannelId, store::Store::Latest> seen_;  // the thread's own
  std::map<model::ChannelId, PollPace> paces_;             // of channels whose pace does not rest; the thread's own
  base::Mutex mutex_;
  base::CondVar never_;
  base::Thread thread_;  // last
};

}  // namespace causeway::outbound
