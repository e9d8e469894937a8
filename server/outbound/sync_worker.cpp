#include "outbound/sync_worker.h"

#include <algorithm>
#include <exception>

#include "base/log.h"
#include "base/thread.h"
#include "model/limits.h"
#include "outbound/retry_policy.h"

namespace causeway::outbound {
namespace {
constexpr auto settle_pause = std::chrono::milliseconds(500);
}

SyncWorker::SyncWorker(store::Store& store, const base::Clock& clock, TaskHandlers handlers, std::size_t workers)
    : store_(store), clock_(clock), handlers_(std::move(handlers)), workers_(workers), idle_(workers) {
  for (std::size_t i = 0; i < workers_; ++i) {
    threads_.emplace_back([this](std::stop_token stop) { work(stop); });
  }
  dispatcher_.emplace([this](std::stop_token stop) { dispatch(stop); });
}

SyncWorker::~SyncWorker() {
  dispatcher_->request_stop();
  {
    const base::MutexLock lock(mutex_);
    for (base::Thread& thread : threads_) thread.request_stop();
  }
  dispatcher_->join();
  for (base::Thread& thread : threads_) thread.request_stop();  // one that was made meanwhile too
  threads_.clear();
}

std::size_t SyncWorker::free_places() {
  const base::Steady slow = clock_.steady() - model::limits::slow_conversation;
  const auto quick = static_cast<std::size_t>(
      std::count_if(held_.begin(), held_.end(), [&](const auto& one) { return one.second.began > slow; }));
  const std::size_t all = std::max(workers_, model::limits::conversations);
  return std::min(workers_ - std::min(workers_, quick), all - std::min(all, held_.size()));
}

// When one that is quick until now leaves its place, if nothing happens before.
base::Steady SyncWorker::next_place() {
  const base::Steady now = clock_.steady();
  base::Steady first = now + model::limits::worker_poll;
  for (const auto& [id, conversation] : held_) {
    const base::Steady slow = conversation.began + model::limits::slow_conversation;
    if (slow > now) first = std::min(first, slow);
  }
  return first;
}

std::vector<model::RemoteId> SyncWorker::busy_remotes() {
  const base::MutexLock lock(mutex_);
  std::vector<model::RemoteId> busy;
  std::map<model::RemoteId, std::size_t> counts;
  for (const auto& [id, conversation] : held_) {
    if (++counts[conversation.remote] == model::limits::conversations_with_remote) busy.push_back(conversation.remote);
  }
  return busy;
}

base::Result<std::vector<model::Task>> SyncWorker::claim(std::size_t most, const std::vector<model::RemoteId>& busy) {
  CAUSEWAY_TRY(tasks, store_.claim(most, clock_.now(), model::limits::task_lease, busy));
  const base::MutexLock lock(mutex_);
  for (const model::Task& task : tasks) held_[task.id] = {task.remote_id, clock_.steady()};
  return tasks;
}

// One thread asks the queue, so that a single new task does not wake every worker for nothing.
void SyncWorker::dispatch(std::stop_token stop) {
  while (!stop.stop_requested()) {
    std::size_t free = 0;
    {
      const base::MutexLock lock(mutex_);
      room_.wait_until(mutex_, stop, next_place(),
                       [this]() CAUSEWAY_NO_THREAD_SAFETY_ANALYSIS { return free_places() > 0; });
      free = free_places();
    }
    if (stop.stop_requested()) return;
    renew_leases();
    if (free == 0) continue;
    const std::vector<model::RemoteId> busy = busy_remotes();
    auto tasks = claim(free, busy);
    if (!tasks.ok() || tasks->empty()) {
      wait_for_work(stop, busy);
      continue;
    }
    const base::MutexLock lock(mutex_);
    for (model::Task& task : *tasks) ready_.push_back(std::move(task));
    // Whoever went on with a task of its own is not there for these.
    for (; idle_ < ready_.size(); ++idle_) {
      threads_.emplace_back([this](std::stop_token stopped) { work(stopped); });
    }
    changed_.notify_all();
  }
}

// With nothing in hand there is no lease to renew and nobody who leaves a place: the store's own looking is enough.
void SyncWorker::wait_for_work(std::stop_token stop, const std::vector<model::RemoteId>& busy) {
  bool idle = false;
  {
    const base::MutexLock lock(mutex_);
    idle = held_.empty();
  }
  const base::Millis longest =
      idle ? base::Millis(model::limits::lease_renewal) : base::Millis(model::limits::worker_poll);
  store_.wait_for_work(std::move(stop), longest, busy);
}

// A conversation may take longer than a lease; a process that is gone renews nothing, and another node goes on.
void SyncWorker::renew_leases() {
  std::vector<std::int64_t> ids;
  {
    const base::MutexLock lock(mutex_);
    const base::Steady now = clock_.steady();
    if (now - renewed_ < model::limits::lease_renewal) return;
    renewed_ = now;
    for (const auto& [id, conversation] : held_) ids.push_back(id);
  }
  if (ids.empty()) return;
  const auto renewed = store_.renew(ids, clock_.now() + model::limits::task_lease);
  if (!renewed.ok()) base::log::warn("leases_not_renewed", renewed.error().text);
}

void SyncWorker::work(std::stop_token stop) {
  while (!stop.stop_requested()) {
    model::Task task;
    {
      const base::MutexLock lock(mutex_);
      changed_.wait(mutex_, stop, [this]() CAUSEWAY_NO_THREAD_SAFETY_ANALYSIS { return !ready_.empty(); });
      if (ready_.empty()) return;
      task = std::move(ready_.front());
      ready_.pop_front();
      --idle_;
    }
    run(task, stop);
    const base::MutexLock lock(mutex_);
    ++idle_;
  }
}

// What was asked for while the task ran, or is left of a full batch, goes on in the same thread at once.
void SyncWorker::run(const model::Task& first, std::stop_token stop) {
  settle(first, outcome(first, stop), stop);
  while (!stop.stop_requested()) {
    {
      // While this one was slow others have taken its place.
      const base::MutexLock lock(mutex_);
      if (free_places() == 0) return;
    }
    auto next = claim(1, busy_remotes());
    if (!next.ok() || next->empty()) return;
    settle(next->front(), outcome(next->front(), stop), stop);
  }
}

store::Settlement SyncWorker::outcome(const model::Task& task, std::stop_token stop) {
  const auto handler = handlers_.find(task.kind);
  if (handler == handlers_.end()) return {};
  try {
    auto done = handler->second(task, stop);
    if (!done.ok()) return after_failure(task, done.error());
    if (done->broke_off) {
      store::Settlement rest = after_failure(task, *done->broke_off);
      done->kind = rest.kind;
      done->error = std::move(rest.error);
      done->not_before = rest.not_before;
      done->remote_pauses_until = rest.remote_pauses_until;
      return std::move(done).value();
    }
    if (done->kind == store::Settlement::Kind::retry && done->not_before == base::Time()) {
      done->not_before = retry_at(task, std::nullopt);
    }
    return std::move(done).value();
  } catch (const std::exception& e) {
    base::log::error("task_threw", e.what(), {{"remote_id", task.remote_id.str()}});
    return after_failure(task, base::retry_later("internal", "internal error, see the log"));
  }
}

store::Settlement SyncWorker::after_failure(const model::Task& task, const base::Error& error) {
  store::Settlement settlement;
  settlement.kind = store::Settlement::Kind::retry;
  settlement.error = error.code + ": " + error.text;
  settlement.message_id = task.message_id;
  settlement.not_before = retry_at(task, error.retry_after);
  if (error.retry_after) settlement.remote_pauses_until = clock_.now() + *error.retry_after;
  base::log::warn("task_failed", error.text,
                  {{"error", error.code},
                   {"remote_id", task.remote_id.str()},
                   {"channel_id", task.channel_id.str()},
                   {"attempts", task.attempts + 1}});
  if (error.code == "peer_unauthorized") {
    const auto stopped = store_.set_remote_state(task.remote_id, model::RemoteState::stopped, error.text);
    if (!stopped.ok()) base::log::warn("status_not_written", stopped.error().text);
  }
  return settlement;
}

base::Time SyncWorker::retry_at(const model::Task& task, std::optional<base::Millis> asked) {
  const base::MutexLock lock(mutex_);
  return clock_.now() + retry_wait(task.attempts + 1, asked, jitter_());
}

// The peer has said yes; without this row the batch goes again, which is harmless but wasteful. So try for a while.
void SyncWorker::settle(const model::Task& task, const store::Settlement& settlement, std::stop_token stop) {
  const base::Steady deadline = clock_.steady() + model::limits::settle_patience;
  while (!stop.stop_requested() && clock_.steady() < deadline) {
    const auto settled = store_.settle(task, settlement, clock_.now());
    if (settled.ok()) break;
    base::log::warn("task_not_settled", settled.error().text, {{"remote_id", task.remote_id.str()}});
    if (settled.error().next == base::Next::refused) break;
    const base::MutexLock lock(mutex_);
    changed_.wait_until(mutex_, stop, clock_.steady() + settle_pause, [] { return false; });
  }
  const base::MutexLock lock(mutex_);
  held_.erase(task.id);
  room_.notify_all();
}

}  // namespace causeway::outbound
