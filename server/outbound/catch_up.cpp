#include "outbound/catch_up.h"

#include <algorithm>

#include "base/log.h"
#include "config/crossing.h"
#include "model/limits.h"
#include "peer/content_policy.h"

namespace causeway::outbound {

CatchUp::CatchUp(store::Store& store, const config::Current& current, const base::Clock& clock)
    : store_(store), current_(current), clock_(clock), thread_([this](std::stop_token stop) { run(stop); }) {}

void CatchUp::run(std::stop_token stop) {
  base::Steady members_due = clock_.steady();
  while (!stop.stop_requested()) {
    const base::Time now = clock_.now();
    const auto scanned = store_.enqueue_catch_up(model::limits::catch_up_overlap, peer::crossing_types(), now);
    if (!scanned.ok()) base::log::warn("catch_up_failed", scanned.error().text);
    const auto pruned = store_.prune_ledger(now - model::limits::ledger_retention);
    if (!pruned.ok()) base::log::warn("ledger_not_pruned", pruned.error().text);
    const auto forgotten = store_.prune_dead_letters(now - model::limits::dead_letter_retention);
    if (!forgotten.ok()) base::log::warn("dead_letters_not_pruned", forgotten.error().text);
    if (forgotten.ok() && *forgotten > 0) {
      base::log::warn("dead_letters_forgotten", "dead letters that nobody redrove are too old",
                      {{"count", *forgotten}});
    }
    if (scanned.ok() && clock_.steady() >= members_due) {
      look_at_members();
      prune_attachments(now);
      look_for_erasures(now);
      members_due = clock_.steady() + model::limits::members_look_period;
    }
    wait(stop, scanned.ok() ? base::Millis(model::limits::catch_up_period) : base::Millis(1000));
  }
}

// Shorter where our clock is set: what is written from now on is stamped before or long after what was.
void CatchUp::wait(const std::stop_token& stop, base::Millis pause) {
  const base::Steady begin = clock_.steady();
  const base::Time then = clock_.now();
  const base::Steady end = begin + pause;
  while (!stop.stop_requested() && clock_.steady() < end) {
    {
      const base::MutexLock lock(mutex_);
      never_.wait_until(mutex_, stop, std::min(end, clock_.steady() + model::limits::clock_look_period),
                        [] { return false; });
    }
    const base::Millis off = clock_.now() - then - std::chrono::duration_cast<base::Millis>(clock_.steady() - begin);
    if (off > model::limits::clock_step || off < -model::limits::clock_step) {
      return base::log::warn("clock_set", "this machine's clock was set; every channel is looked over",
                             {{"milliseconds", off.count()}});
    }
  }
}

// One pass over all of them: not with every round.
void CatchUp::prune_attachments(base::Time now) {
  const auto pruned =
      store_.prune_attachments(now - model::limits::ledger_retention, model::limits::attachments_pruned);
  if (!pruned.ok()) base::log::warn("attachments_not_pruned", pruned.error().text);
}

// No hook tells of them.
void CatchUp::look_for_erasures(base::Time now) {
  for (const auto& begun : {store_.begin_people_erasures(now), store_.begin_channel_erasures(now)}) {
    if (!begun.ok()) base::log::warn("catch_up_failed", begun.error().text);
  }
}

void CatchUp::look_at_members() {
  const auto remotes = store_.remotes(false);
  if (!remotes.ok()) return base::log::warn("catch_up_failed", remotes.error().text);
  for (const model::Remote& remote : *remotes) {
    if (!config::members_cross(current_.get()->settings, remote.policy)) continue;
    const auto asked = store_.enqueue_members(remote.id, clock_.now());
    if (!asked.ok()) return base::log::warn("catch_up_failed", asked.error().text);
  }
}

}  // namespace causeway::outbound
