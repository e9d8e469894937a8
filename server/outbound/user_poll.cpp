#include "outbound/user_poll.h"

#include "base/log.h"
#include "config/crossing.h"
#include "model/limits.h"

namespace causeway::outbound {

UserPoll::UserPoll(store::Store& store, const config::Current& current, const base::Clock& clock)
    : store_(store), current_(current), clock_(clock), thread_([this](std::stop_token stop) { run(stop); }) {}

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
  const bool all = newest != seen_ || now >= whole_;
  CAUSEWAY_TRY(remotes, store_.remotes(false));
  std::vector<model::TaskWish> wishes;
  std::set<model::RemoteId> told_all;
  for (const model::Remote& remote : remotes) {
    if (remote.state != model::RemoteState::connected) continue;
    if (all) wishes.push_back({remote.id, {}, model::TaskKind::users, {}});
    if (all) wishes.push_back({remote.id, {}, model::TaskKind::pictures, {}});
    if (!config::global_users_cross(current_.get()->settings, remote.policy)) continue;
    told_all.insert(remote.id);
    // At once also when the connection is new, or was switched on.
    if (all || told_all_.count(remote.id) == 0) wishes.push_back({remote.id, {}, model::TaskKind::people, {}});
  }
  if (!wishes.empty()) CAUSEWAY_CHECK(store_.enqueue(wishes, clock_.now()));
  told_all_ = std::move(told_all);
  seen_ = newest;
  if (all) whole_ = now + model::limits::user_whole_period;
  return base::ok();
}

}  // namespace causeway::outbound
