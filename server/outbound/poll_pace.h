#pragma once
// How often the poll asks for a look at one channel. Where the newest change moves with every poll, people write all
// the time or a backlog arrives; each look walks over model::limits::cursor_overlap of posts again, and what has hooks
// asks for itself: there the poll asks once in that time. Anywhere else at once. Pure; one owner.

#include <optional>

#include "base/clock.h"

namespace causeway::outbound {

class PollPace {
 public:
  // With each poll: the newest change, if it is another than at the last. From which change on a look is to be asked
  // for now; absent when not now.
  std::optional<base::Time> polled(std::optional<base::Time> moved, base::Steady now);
  // Nothing is waiting, and the next change is asked for at once.
  bool rests() const { return !waiting_ && streak_ == 0; }

 private:
  int streak_ = 0;                     // polls with a change, one after the other
  std::optional<base::Time> waiting_;  // the first change that was not asked for yet
  base::Steady asked_{};
};

}  // namespace causeway::outbound
