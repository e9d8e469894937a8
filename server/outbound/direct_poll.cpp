#include "outbound/direct_poll.h"

#include "base/log.h"
#include "model/limits.h"

namespace causeway::outbound {

DirectPoll::DirectPoll(DirectInviter& inviter, const base::Clock& clock)
    : inviter_(inviter), clock_(clock), thread_([this](std::stop_token stop) { run(stop); }) {}

void DirectPoll::poke() {
  const base::MutexLock lock(mutex_);
  asked_ = true;
  poked_.notify_all();
}

void DirectPoll::run(std::stop_token stop) {
  base::Steady whole = clock_.steady();  // when all are looked for again
  while (!stop.stop_requested()) {
    const bool all = clock_.steady() >= whole;
    const auto looked = inviter_.look(all ? base::Time() : clock_.now() - model::limits::direct_poll_overlap);
    if (!looked.ok()) base::log::debug("direct_poll_failed", looked.error().text);
    if (looked.ok() && all) whole = clock_.steady() + model::limits::direct_whole_period;
    const base::Millis pause = looked.ok() && !*looked ? base::Millis(model::limits::direct_nobody_period)
                                                       : base::Millis(model::limits::direct_poll_period);
    const base::MutexLock lock(mutex_);
    poked_.wait_until(mutex_, stop, clock_.steady() + pause,
                      [this]() CAUSEWAY_NO_THREAD_SAFETY_ANALYSIS { return asked_; });
    asked_ = false;
  }
}

}  // namespace causeway::outbound
