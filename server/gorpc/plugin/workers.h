#pragma once
// Threads that run hook calls, started when there is work and nobody idle. Thread-safe.

#include <cstddef>
#include <deque>
#include <functional>
#include <stop_token>
#include <thread>
#include <vector>

#include "base/mutex.h"

namespace causeway::gorpc::plugin {

class Workers {
 public:
  using Task = std::function<void(const std::stop_token&)>;

  Workers(std::size_t max_threads, std::size_t max_queued) : max_threads_(max_threads), max_queued_(max_queued) {}
  ~Workers();  // asks all tasks to stop and waits for them; tasks that had no turn are dropped
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  // False: too many are waiting, or stop() was called.
  bool submit(Task task);
  void stop();

 private:
  void work(const std::stop_token& stop);

  const std::size_t max_threads_;
  const std::size_t max_queued_;
  std::stop_source stop_;
  base::Mutex mutex_;
  base::CondVar changed_;
  std::deque<Task> queue_ CAUSEWAY_GUARDED_BY(mutex_);
  std::size_t idle_ CAUSEWAY_GUARDED_BY(mutex_) = 0;
  std::vector<std::jthread> threads_ CAUSEWAY_GUARDED_BY(mutex_);
};

}  // namespace causeway::gorpc::plugin
