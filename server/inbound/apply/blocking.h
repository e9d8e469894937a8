#pragma once
// RIVER 2: what people write who are blocked here is left out of a message before it is applied. The peer is answered
// as if it had been taken: it keeps nothing back and tells nobody. Thread-safe.

#include "base/clock.h"
#include "model/state.h"
#include "model/wire.h"
#include "store/store.h"

namespace causeway::inbound {

class Blocking {
 public:
  Blocking(store::Store& store, const base::Clock& clock) : store_(store), clock_(clock) {}

  // Takes out of the message: posts, edits, reactions and acknowledgements of blocked people; and what hangs on a post
  // that was held back, by whomever: its replies, reactions and acknowledgements. What they take back stays: deletions,
  // removed reactions. A post that was held back is remembered as such, and comes if it is sent again once nobody is
  // blocked. `response` knows of the posts as taken ones.
  base::Result<> hold_back(const model::Remote& remote, model::SyncMsg& message, model::SyncResponse& response);

 private:
  store::Store& store_;
  const base::Clock& clock_;
};

}  // namespace causeway::inbound
