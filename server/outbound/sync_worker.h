#pragma once
// RIVER 1, the current: takes due tasks from the lake and has them done, several conversations at a time. A
// conversation that takes long leaves its place to others, and one remote holds few, so that a peer that does not
// answer holds nobody else up. Owns its threads; owned by plugin. What a task of a kind needs is in the handler table
// that plugin fills.

#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <random>
#include <vector>

#include "base/clock.h"
#include "base/mutex.h"
#include "base/thread.h"
#include "model/state.h"
#include "store/store.h"

namespace causeway::outbound {

// Does the task and says how it ends. An error is settled by its next move: tried again with back-off.
using TaskHandler = std::function<base::Result<store::Settlement>(const model::Task&, std::stop_token)>;
using TaskHandlers = std::map<model::TaskKind, TaskHandler>;

class SyncWorker {
 public:
  SyncWorker(store::Store& store, const base::Clock& clock, TaskHandlers handlers, std::size_t workers);
  ~SyncWorker();  // stops everything; conversations under way are cut and their leases run out

 private:
  struct Conversation {
    model::RemoteId remote;
    base::Steady began;
  };

  void dispatch(std::stop_token stop);
  void work(std::stop_token stop);
  std::size_t free_places() CAUSEWAY_REQUIRES(mutex_);
  base::Steady next_place() CAUSEWAY_REQUIRES(mutex_);
  std::vector<model::RemoteId> busy_remotes() CAUSEWAY_EXCLUDES(mutex_);
  base::Result<std::vector<model::Task>> claim(std::size_t most, const std::vector<model::RemoteId>& busy)
      CAUSEWAY_EXCLUDES(mutex_);
  void wait_for_work(std::stop_token stop, const std::vector<model::RemoteId>& busy) CAUSEWAY_EXCLUDES(mutex_);
  void renew_leases() CAUSEWAY_EXCLUDES(mutex_);
  void run(const model::Task& task, std::stop_token stop);
  store::Settlement outcome(const model::Task& task, std::stop_token stop);
  store::Settlement after_failure(const model::Task& task, const base::Error& error);
  void settle(const model::Task& task, const store::Settlement& settlement, std::stop_token stop);
  base::Time retry_at(const model::Task& task, std::optional<base::Millis> asked) CAUSEWAY_EXCLUDES(mutex_);

  store::Store& store_;
  const base::Clock& clock_;
  const TaskHandlers handlers_;
  const std::size_t workers_;
  base::Mutex mutex_;
  base::CondVar changed_;  // something is ready
  base::CondVar room_;     // a conversation has ended
  std::deque<model::Task> ready_ CAUSEWAY_GUARDED_BY(mutex_);
  std::size_t idle_ CAUSEWAY_GUARDED_BY(mutex_) = 0;                       // threads that wait for something ready
  std::map<std::int64_t, Conversation> held_ CAUSEWAY_GUARDED_BY(mutex_);  // claimed here and not settled yet
  base::Steady renewed_ CAUSEWAY_GUARDED_BY(mutex_){};
  std::minstd_rand jitter_ CAUSEWAY_GUARDED_BY(mutex_){static_cast<std::minstd_rand::result_type>(base::random_seed())};
  std::vector<base::Thread> threads_;       // the dispatcher makes them as they are needed
  std::optional<base::Thread> dispatcher_;  // last: they use all of the above
};

}  // namespace causeway::outbound
