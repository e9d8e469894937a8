#include "outbound/status_poll.h"

#include "base/log.h"
#include "model/limits.h"

namespace causeway::outbound {

StatusPoll::StatusPoll(store::Store& store, const base::Clock& clock)
    : store_(store), clock_(clock), thread_([this](std::stop_token stop) { run(stop); }) {}

void StatusPoll::run(std::stop_token stop) {
  while (!stop.stop_requested()) {
    look();
    const base::MutexLock lock(mutex_);
    never_.wait_until(mutex_, stop, clock_.steady() + model::limits::status_poll_period, [] { return false; });
  }
}

void StatusPoll::look() {
  auto written = store_.written_statuses(horizon_);
  if (!written.ok()) return base::log::debug("status_poll_failed", written.error().text);
  horizon_ = written->horizon;
  if (seen_.size() >= model::limits::remembered_statuses) seen_.clear();
  for (auto& [user, look] : written->looks) {
    std::string& before = seen_[user];
    owed_ = owed_ || before != look;
    before = std::move(look);
  }
  if (!owed_) return;
  const auto asked = ask();
  owed_ = !asked.ok();
  if (owed_) base::log::debug("status_poll_failed", asked.error().text);
}

base::Result<> StatusPoll::ask() {
  CAUSEWAY_TRY(remotes, store_.remotes(false));
  std::vector<model::TaskWish> wishes;
  for (const model::Remote& remote : remotes) {
    if (remote.state == model::RemoteState::connected) wishes.push_back({remote.id, {}, model::TaskKind::statuses, {}});
  }
  return store_.enqueue(wishes, clock_.now());
}

}  // namespace causeway::outbound
