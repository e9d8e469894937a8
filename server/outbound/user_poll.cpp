#include "outbound/user_poll.h"

#include "base/log.h"
#include "model/limits.h"

namespace causeway::outbound {

UserPoll::UserPoll(store::Store& store, const base::Clock& clock)
    : store_(store), clock_(clock), thread_([this](std::stop_token stop) { run(stop); }) {}

void UserPoll::run(std::stop_token stop) {
  while (!stop.stop_requested()) {
    const auto looked = look();
    if (!looked.ok()) base::log::debug("user_poll_failed", looked.error().text);
    const base::MutexLock lock(mutex_);
    never_.wait_until(mutex_, stop, clock_.steady() + model::limits::user_poll_period, [] { return false; });
  }
}

base::Result<> UserPoll::look() {
  CAUSEWAY_TRY(newest, store_.newest_user_change());
  // A change is stamped before it shows, so a later one may have shown first: now and then all are looked at.
  const base::Steady now = clock_.steady();
  if (newest == seen_ && now < whole_) return base::ok();
  CAUSEWAY_TRY(remotes, store_.remotes(false));
  std::vector<model::TaskWish> wishes;
  for (const model::Remote& remote : remotes) {
    if (remote.state != model::RemoteState::connected) continue;
    wishes.push_back({remote.id, {}, model::TaskKind::users, {}});
    wishes.push_back({remote.id, {}, model::TaskKind::pictures, {}});
  }
  CAUSEWAY_CHECK(store_.enqueue(wishes, clock_.now()));
  seen_ = newest;
  whole_ = now + model::limits::user_whole_period;
  return base::ok();
}

}  // namespace causeway::outbound
