#include <algorithm>
#include <utility>

#include "fakes/fake_store_weather.h"
#include "model/limits.h"

namespace causeway::fakes {

using base::Result;
using base::Unit;
using model::InviteState;
using model::TaskKind;

namespace {

// Of two places to scan from; zero is none.
base::Time earlier(base::Time one, base::Time other) {
  if (one == base::Time() || other == base::Time()) return std::max(one, other);
  return std::min(one, other);
}

}  // namespace

void FakeStore::drop_tasks(const model::ChannelId* channel, const model::RemoteId* remote) {
  std::erase_if(held_, [&](const auto& row) {
    const model::HeldItem& item = row.second.item;
    return (channel == nullptr || item.channel_id == *channel) && (remote == nullptr || item.remote_id == *remote);
  });
  std::erase_if(tasks_, [&](const model::Task& task) {
    return (channel == nullptr || task.channel_id == *channel) && (remote == nullptr || task.remote_id == *remote);
  });
}

void FakeStore::ask(const model::RemoteId& remote, const model::ChannelId& channel, TaskKind kind, base::Time scan_from,
                    base::Time now) {
  for (model::Task& task : tasks_) {
    if (task.remote_id != remote || task.channel_id != channel || task.kind != kind) continue;
    ++task.wanted;
    task.scan_from = earlier(task.scan_from, scan_from);
    return;
  }
  model::Task task;
  task.id = ++last_task_;
  task.remote_id = remote;
  task.channel_id = channel;
  task.kind = kind;
  task.wanted = 1;
  task.scan_from = scan_from;
  task.not_before = now;
  tasks_.push_back(task);
}

Result<> FakeStore::enqueue(const std::vector<model::TaskWish>& wishes, base::Time now) {
  return write<Unit>([&] {
    for (const model::TaskWish& wish : wishes) ask(wish.remote_id, wish.channel_id, wish.kind, wish.scan_from, now);
    return base::ok();
  });
}

Result<std::int64_t> FakeStore::enqueue_posts(const model::ChannelId& channel, const model::RemoteId& except,
                                              base::Time scan_from, base::Time now) {
  return write<std::int64_t>([&] {
    std::int64_t count = 0;
    for (const auto& [pair, row] : rows_) {
      if (pair.first != channel || pair.second == except || row.invite == InviteState::refused) continue;
      const bool behind = scan_from < row.last_post_update.at - model::limits::cursor_overlap / 2;
      ask(pair.second, channel, TaskKind::posts, behind ? scan_from : base::Time(), now);
      ++count;
    }
    return count;
  });
}

Result<std::int64_t> FakeStore::enqueue_all(base::Time scan_from, base::Time now) {
  return write<std::int64_t>([&] { return ask_where([](const auto&) { return true; }, scan_from, now); });
}

Result<std::int64_t> FakeStore::enqueue_catch_up(base::Millis overlap, const std::vector<std::string>& types,
                                                 base::Time now) {
  return write<std::int64_t>([&] {
    const base::Time before = std::exchange(caught_up_at_, now);
    const base::Time since = (before == base::Time() ? now : std::min(before, now)) - overlap;
    const auto moved = [&](const model::ChannelRemote& row) {
      const base::Time from = std::min(since, row.last_post_update.at + base::Millis(1));
      return std::any_of(posts_.begin(), posts_.end(), [&](const auto& post) {
        return post.second.channel_id == row.channel_id && post.second.update_at >= from &&
               to_look_at(post.second, row.remote_id, types);
      });
    };
    return ask_where(moved, since, now);
  });
}

std::int64_t FakeStore::ask_where(const std::function<bool(const model::ChannelRemote&)>& wanted, base::Time scan_from,
                                  base::Time now) {
  std::int64_t count = 0;
  for (const auto& [pair, row] : rows_) {
    if (row.invite == InviteState::refused || !wanted(row)) continue;
    ask(pair.second, pair.first, TaskKind::posts, scan_from, now);
    ++count;
  }
  return count;
}

std::string FakeStore::opened(const std::string& version) {
  return std::string(model::open_version) + (version.ends_with('+') ? "+" : "");
}

bool FakeStore::claimable(const model::Task& task, base::Time now) {
  const Pair pair{task.channel_id, task.remote_id};
  const auto row = rows_.find(pair);
  const auto remote = remotes_.find(task.remote_id);
  if (remote == remotes_.end()) return false;
  const bool farewell = task.kind == TaskKind::leave && remote->second.state == model::RemoteState::removed;
  if (!farewell && remote->second.state != model::RemoteState::connected) return false;
  if (task.not_before > now || leases_[pair].first > now || paused_until_[task.remote_id] > now) return false;
  if (task.channel_id.empty()) return true;
  if (row == rows_.end()) return false;
  if (task.kind == TaskKind::channel_invite) return true;
  return row->second.invite == InviteState::confirmed &&
         std::none_of(tasks_.begin(), tasks_.end(), [&](const model::Task& other) {
           return other.kind == TaskKind::channel_invite && other.channel_id == task.channel_id &&
                  other.remote_id == task.remote_id && other.not_before <= now;
         });
}

Result<std::vector<model::Task>> FakeStore::claim(std::size_t most, base::Time now, base::Millis lease,
                                                  const std::vector<model::RemoteId>& busy) {
  const base::MutexLock lock(mutex_);
  if (away_) return base::retry_later("store_unavailable", "the fake database is away");
  std::vector<model::Task*> due;
  for (model::Task& task : tasks_) {
    const bool spared = std::find(busy.begin(), busy.end(), task.remote_id) != busy.end();
    if (!spared && claimable(task, now)) due.push_back(&task);
  }
  std::sort(due.begin(), due.end(), [](const model::Task* a, const model::Task* b) {
    return std::tie(a->not_before, a->id) < std::tie(b->not_before, b->id);
  });
  std::vector<model::Task> result;
  for (model::Task* task : due) {
    if (result.size() == most) break;
    if (!claimable(*task, now)) continue;                 // another task of the pair has just been claimed
    const auto before = scan_claimed_.extract(task->id);  // by a holder who has gone
    const base::Time asked = std::exchange(task->scan_from, base::Time());
    const base::Time from = before.empty() ? asked : earlier(asked, before.mapped());
    task->id = ++last_task_;  // a holder whose lease ran out cannot settle it any more
    scan_claimed_[task->id] = from;
    leases_[{task->channel_id, task->remote_id}] = {now + lease, task->id};
    task->policy_epoch = policy_epochs_[task->remote_id];
    result.push_back(*task);
    result.back().scan_from = from;
  }
  return result;
}

Result<> FakeStore::renew(const std::vector<std::int64_t>& task_ids, base::Time until) {
  return write<Unit>([&] {
    for (auto& [pair, lease] : leases_) {
      if (std::find(task_ids.begin(), task_ids.end(), lease.second) != task_ids.end()) lease.first = until;
    }
    return base::ok();
  });
}

Result<> FakeStore::settle(const model::Task& task, const store::Settlement& settlement, base::Time now) {
  using Kind = store::Settlement::Kind;
  return write<Unit>([&] {
    const auto mine =
        std::find_if(tasks_.begin(), tasks_.end(), [&](const auto& other) { return other.id == task.id; });
    if (mine != tasks_.end() && settlement.kind == Kind::done && mine->wanted == task.wanted) {
      tasks_.erase(mine);
    } else if (mine != tasks_.end()) {
      const bool retry = settlement.kind == Kind::retry;
      mine->attempts = retry ? mine->attempts + 1 : 0;
      mine->not_before = retry ? settlement.not_before : now;
      mine->last_error = retry ? settlement.error : "";
      mine->message_id = retry ? settlement.message_id : "";
      if (!retry) mine->resume = settlement.kind == Kind::more ? settlement.resume : model::Cursor{};
      if (retry) mine->scan_from = earlier(mine->scan_from, scan_claimed_[task.id]);
    }
    scan_claimed_.erase(task.id);
    const Pair pair{task.channel_id, task.remote_id};
    if (const auto lease = leases_.find(pair); lease != leases_.end() && lease->second.second == task.id)
      leases_.erase(lease);
    if (const auto row = rows_.find(pair); row != rows_.end()) {
      model::Cursor& created = row->second.last_post_create;
      model::Cursor& updated = row->second.last_post_update;
      created = std::max(created, settlement.last_post_create.value_or(model::Cursor{}));
      updated = std::max(updated, settlement.last_post_update.value_or(model::Cursor{}));
    }
    bool took_something = false;
    for (const model::LedgerEntry& entry : settlement.ledger) {
      took_something = took_something || !entry.version.empty();
      LedgerRow& row = ledger_[{task.remote_id, entry.kind, entry.item_id}];
      if (row.heard != entry.heard) {
        if (entry.kind == model::LedgerKind::post && !entry.version.empty() && entry.version != row.sent) {
          row.sent = opened(row.sent);
          row.looked_at = 0;
        }
        continue;
      }
      if (!entry.version.empty()) row.sent = entry.version;
      if (entry.looked_at != 0) row.looked_at = entry.looked_at;
      row.at = now;
    }
    for (auto& [key, held] : held_) {
      if (held.item.remote_id != task.remote_id || held.item.dead || held.item.proven || !took_something) continue;
      held.item.proven = true;
      held.item.tries = 0;
    }
    base::Time& paused_until = paused_until_[task.remote_id];
    paused_until = std::max(paused_until, settlement.remote_pauses_until);
    for (const auto& [user, update_at] : settlement.synced_users) {
      Synced& synced = synced_[{task.remote_id, user}];
      synced = {std::max(synced.at, update_at), task.policy_epoch};
    }
    for (const auto& [user, at] : settlement.sent_pictures) pictures_sent_[{task.remote_id, user}] = at;
    if (!settlement.synced_users.empty()) ask(task.remote_id, {}, TaskKind::pictures, {}, now);
    return base::ok();
  });
}

Result<std::int64_t> FakeStore::wake_remote(const model::RemoteId& remote, base::Time now) {
  return write<std::int64_t>([&] {
    std::int64_t count = 0;
    for (model::Task& task : tasks_) {
      if (task.remote_id != remote || task.not_before <= now) continue;
      task.not_before = now;
      ++count;
    }
    return count;
  });
}

Result<std::vector<model::Task>> FakeStore::tasks(const model::RemoteId& remote) {
  return read<std::vector<model::Task>>([&] {
    std::vector<model::Task> result;
    for (const model::Task& task : tasks_) {
      if (task.remote_id != remote) continue;
      result.push_back(task);
      const auto claimed = scan_claimed_.find(task.id);
      if (claimed != scan_claimed_.end()) result.back().scan_from = earlier(task.scan_from, claimed->second);
    }
    std::sort(result.begin(), result.end(),
              [](const auto& a, const auto& b) { return std::tie(a.not_before, a.id) < std::tie(b.not_before, b.id); });
    return result;
  });
}

void FakeStore::wait_for_work(std::stop_token stop, base::Millis longest, const std::vector<model::RemoteId>& busy) {
  const base::Steady end = clock_.steady() + longest;
  const base::MutexLock lock(mutex_);
  const std::uint64_t seen = signals_;
  while (!stop.stop_requested() && signals_ == seen && clock_.steady() < end) {
    const base::Steady look_again = std::min<base::Steady>(end, clock_.steady() + model::limits::worker_poll);
    const base::Steady wake = std::min(look_again, away_ ? end : next_due(busy));
    if (wake <= clock_.steady()) return;
    (void)work_.wait_until(mutex_, stop, wake, [&] { return signals_ != seen; });
  }
}

// When something that may be claimed then falls due, as things stand; far away if nothing does.
base::Steady FakeStore::next_due(const std::vector<model::RemoteId>& busy) {
  const base::Time now = clock_.now();
  base::Steady first = base::Steady::max();
  for (const model::Task& task : tasks_) {
    const base::Time due = std::max(
        {task.not_before, leases_[{task.channel_id, task.remote_id}].first, paused_until_[task.remote_id], now});
    const bool spared = std::find(busy.begin(), busy.end(), task.remote_id) != busy.end();
    if (!spared && claimable(task, due)) first = std::min(first, clock_.steady() + (due - now));
  }
  return first;
}

}  // namespace causeway::fakes
