#pragma once
// Synthetic users join and leave teams and channels without a word: while the applier adds one, the join message that
// the server makes for it is dismissed, and so are those that come some time after an add or a leave of our making. The
// message_will_be_posted event asks here; nothing but memory is touched. Thread-safe.

#include <map>
#include <set>
#include <string>
#include <tuple>

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

  // Before the user is added to the channel, or taken out of it: one message about it is dismissed, whenever it comes.
  void expect_add(const model::ChannelId& channel, const model::UserId& user) CAUSEWAY_EXCLUDES(mutex_);
  void expect_leave(const model::ChannelId& channel, const model::UserId& user) CAUSEWAY_EXCLUDES(mutex_);

  // True for a join or add message about a user whose guard lives, and for a message that was expected.
  bool dismisses(const model::Post& post) CAUSEWAY_EXCLUDES(mutex_);
  // Whether a guard of the user's lives.
  bool joining(const model::UserId& user) const CAUSEWAY_EXCLUDES(mutex_);

 private:
  mutable base::Mutex mutex_;
  // The message's type, and where and about whom it is.
  using Expected = std::tuple<std::string, model::ChannelId, model::UserId>;
  void expect(Expected message) CAUSEWAY_EXCLUDES(mutex_);
  std::set<Expected> expected_ CAUSEWAY_GUARDED_BY(mutex_);
  std::map<model::UserId, int> joining_ CAUSEWAY_GUARDED_BY(mutex_);
};

}  // namespace causeway::inbound
