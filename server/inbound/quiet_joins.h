#pragma once
// Synthetic users join teams and channels without a word: while the applier adds one, the join message that the server
// makes for it is dismissed. The message_will_be_posted event asks here; nothing but memory is touched. Thread-safe.

#include <map>

#include "base/mutex.h"
#include "model/content.h"

namespace causeway::inbound {

class QuietJoins {
 public:
  // Join messages about `user` are dismissed as long as this lives.
  class Guard {
   public:
    Guard(QuietJoins& joins, model::UserId user);
    ~Guard();
    Guard(const Guard&) = delete;
    Guard& operator=(const Guard&) = delete;

   private:
    QuietJoins& joins_;
    const model::UserId user_;
  };

  // True for a join or add message about a user whose guard lives.
  bool dismisses(const model::Post& post) const CAUSEWAY_EXCLUDES(mutex_);

 private:
  mutable base::Mutex mutex_;
  std::map<model::UserId, int> joining_ CAUSEWAY_GUARDED_BY(mutex_);
};

}  // namespace causeway::inbound
