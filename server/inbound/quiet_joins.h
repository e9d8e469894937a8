#pragma once
// Synthetic users join and leave teams and channels without a word: while the applier adds one, the join message that
// the server makes for it is dismissed, and so is the message about a leave of our making, which comes some time after.
// The message_will_be_posted event asks here; nothing but memory is touched. Thread-safe.

#include <map>
#include <set>
#include <utility>

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

  // Before the user is taken out of the channel: one leave message is dismissed, whenever it comes.
  void expect_leave(const model::ChannelId& channel, const model::UserId& user) CAUSEWAY_EXCLUDES(mutex_);

  // True for a join or add message about a user whose guard lives, and for a leave message that was expected.
  bool dismisses(const model::Post& post) CAUSEWAY_EXCLUDES(mutex_);
  // Whether a guard of the user's lives.
  bool joining(const model::UserId& user) const CAUSEWAY_EXCLUDES(mutex_);

 private:
  mutable base::Mutex mutex_;
  std::set<std::pair<model::ChannelId, model::UserId>> leaving_ CAUSEWAY_GUARDED_BY(mutex_);
  std::map<model::UserId, int> joining_ CAUSEWAY_GUARDED_BY(mutex_);
};

}  // namespace causeway::inbound
