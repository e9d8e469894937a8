#include "outbound/poll.h"

#include "base/log.h"
#include "model/limits.h"

namespace causeway::outbound {

Poll::Poll(store::Store& store, ChangeListener& changes, const base::Clock& clock)
    : store_(store), changes_(changes), clock_(clock), thread_([this](std::stop_token stop) { run(stop); }) {}

void Poll::run(std::stop_token stop) {
  while (!stop.stop_requested()) {
    look();
    const base::MutexLock lock(mutex_);
    never_.wait_until(mutex_, stop, clock_.steady() + model::limits::poll_period, [] { return false; });
  }
}

// The first look only takes note: the catch-up scan of the activation has what came before.
void Poll::look() {
  auto latest = store_.latest_changes();
  if (!latest.ok()) {
    base::log::debug("poll_failed", latest.error().text);
    return;
  }
  for (const auto& [channel, at] : *latest) {
    const auto before = seen_.find(channel);
    if (before != seen_.end() && at > before->second) changes_.post_changed_in(channel);
  }
  seen_ = std::move(*latest);
}

}  // namespace causeway::outbound
