#include "outbound/catch_up.h"

#include "base/log.h"
#include "model/limits.h"

namespace causeway::outbound {

CatchUp::CatchUp(store::Store& store, const base::Clock& clock)
    : store_(store), clock_(clock), thread_([this](std::stop_token stop) { run(stop); }) {}

void CatchUp::run(std::stop_token stop) {
  base::Steady members_due = clock_.steady();
  while (!stop.stop_requested()) {
    const base::Time now = clock_.now();
    const auto scanned = store_.enqueue_all(now - model::limits::catch_up_overlap, now);
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
      members_due = clock_.steady() + model::limits::members_look_period;
    }
    const base::Millis pause = scanned.ok() ? base::Millis(model::limits::catch_up_period) : base::Millis(1000);
    const base::MutexLock lock(mutex_);
    never_.wait_until(mutex_, stop, clock_.steady() + pause, [] { return false; });
  }
}

void CatchUp::look_at_members() {
  const auto remotes = store_.remotes(false);
  if (!remotes.ok()) return base::log::warn("catch_up_failed", remotes.error().text);
  for (const model::Remote& remote : *remotes) {
    const auto rows = store_.remote_channels(remote.id);
    if (!rows.ok()) return base::log::warn("catch_up_failed", rows.error().text);
    std::vector<model::TaskWish> wishes;
    for (const model::ChannelRemote& row : *rows) {
      if (row.invite == model::InviteState::confirmed) {
        wishes.push_back({remote.id, row.channel_id, model::TaskKind::members, {}});
      }
    }
    const auto asked = store_.enqueue(wishes, clock_.now());
    if (!asked.ok()) return base::log::warn("catch_up_failed", asked.error().text);
  }
}

}  // namespace causeway::outbound
