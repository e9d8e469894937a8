#include "gorpc/plugin/workers.h"

#include <utility>

namespace causeway::gorpc::plugin {

Workers::~Workers() {
  stop();
  std::vector<std::jthread> threads;
  {
    base::MutexLock lock(mutex_);
    threads.swap(threads_);
    queue_.clear();
  }
}

void Workers::stop() {
  stop_.request_stop();
}

bool Workers::submit(Task task) {
  base::MutexLock lock(mutex_);
  if (stop_.stop_requested() || queue_.size() >= max_queued_) return false;
  queue_.push_back(std::move(task));
  if (queue_.size() > idle_ && threads_.size() < max_threads_) {
    threads_.emplace_back([this] { work(stop_.get_token()); });
  } else {
    changed_.notify_one();
  }
  return true;
}

void Workers::work(const std::stop_token& stop) {
  while (true) {
    Task task;
    {
      base::MutexLock lock(mutex_);
      ++idle_;
      const bool ready =
          changed_.wait(mutex_, stop, [this]() CAUSEWAY_NO_THREAD_SAFETY_ANALYSIS { return !queue_.empty(); });
      --idle_;
      if (!ready || stop.stop_requested()) return;
      task = std::move(queue_.front());
      queue_.pop_front();
    }
    task(stop);
  }
}

}  // namespace causeway::gorpc::plugin
