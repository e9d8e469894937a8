#include "remotes/leavers.h"

#include "base/log.h"
#include "model/limits.h"
#include "model/state.h"

namespace causeway::remotes {

Leavers::Leavers(mattermost::Server& server, store::Store& store, const base::Clock& clock)
    : server_(server), store_(store), clock_(clock), thread_([this](std::stop_token stop) { run(stop); }) {}

void Leavers::poke() {
  const base::MutexLock lock(mutex_);
  asked_ = true;
  poked_.notify_all();
}

void Leavers::run(std::stop_token stop) {
  while (!stop.stop_requested()) {
    look(stop);
    const base::MutexLock lock(mutex_);
    poked_.wait_until(mutex_, stop, clock_.steady() + model::limits::leavers_period,
                      [this]() CAUSEWAY_NO_THREAD_SAFETY_ANALYSIS { return asked_; });
    asked_ = false;
  }
}

void Leavers::look(const std::stop_token& stop) {
  model::UserId behind;
  std::size_t done = 0;
  for (bool more = true; more && !stop.stop_requested();) {
    const auto page = store_.stray_users(behind, model::limits::leavers_page);
    if (!page.ok()) return base::log::debug("leavers_not_read", page.error().text);
    for (const model::UserId& user : *page) {
      if (stop.stop_requested()) return;
      const auto gone = deactivate(user);
      done += gone.ok() ? 1 : 0;
      if (!gone.ok()) base::log::warn("leaver_not_deactivated", gone.error().text, {{"user_id", user.str()}});
    }
    more = page->size() == model::limits::leavers_page;
    if (more) behind = page->back();
  }
  if (done > 0) {
    base::log::info("leavers_deactivated", "people of a connection that has ended are deactivated", {{"count", done}});
  }
}

// First the note: without it nobody would bring them back.
base::Result<> Leavers::deactivate(const model::UserId& id) {
  CAUSEWAY_TRY(user, server_.get_user(id));
  if (user.delete_at != base::Time()) return base::ok();
  user.props[model::deactivated_there] = "true";
  CAUSEWAY_CHECK(server_.update_user(user));
  return server_.set_user_active(id, false);
}

}  // namespace causeway::remotes
