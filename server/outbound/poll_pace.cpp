#include "outbound/poll_pace.h"

#include <utility>

#include "model/limits.h"

namespace causeway::outbound {
namespace {

constexpr int busy_streak = 5;

}  // namespace

std::optional<base::Time> PollPace::polled(std::optional<base::Time> moved, base::Steady now) {
  streak_ = moved ? streak_ + 1 : 0;
  if (moved && !waiting_) waiting_ = moved;
  if (!waiting_ || (streak_ > busy_streak && now - asked_ < model::limits::cursor_overlap)) return std::nullopt;
  asked_ = now;
  return std::exchange(waiting_, std::nullopt);
}

}  // namespace causeway::outbound
