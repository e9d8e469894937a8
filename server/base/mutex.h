#pragma once
// A mutex that clang's -Wthread-safety understands (libstdc++ annotates none), its lock, and a condition variable whose
// waits end when a stop is asked. Any thread.

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>

#if defined(__clang__)
#define CAUSEWAY_ANNOTATE(x) __attribute__((x))
#else
#define CAUSEWAY_ANNOTATE(x)
#endif
#define CAUSEWAY_GUARDED_BY(x) CAUSEWAY_ANNOTATE(guarded_by(x))
#define CAUSEWAY_REQUIRES(...) CAUSEWAY_ANNOTATE(requires_capability(__VA_ARGS__))
#define CAUSEWAY_EXCLUDES(...) CAUSEWAY_ANNOTATE(locks_excluded(__VA_ARGS__))
#define CAUSEWAY_NO_THREAD_SAFETY_ANALYSIS CAUSEWAY_ANNOTATE(no_thread_safety_analysis)

namespace causeway::base {

class CAUSEWAY_ANNOTATE(capability("mutex")) Mutex {
 public:
  void lock() CAUSEWAY_ANNOTATE(acquire_capability()) { mutex_.lock(); }
  void unlock() CAUSEWAY_ANNOTATE(release_capability()) { mutex_.unlock(); }

 private:
  friend class CondVar;
  std::mutex mutex_;
};

class CAUSEWAY_ANNOTATE(scoped_lockable) MutexLock {
 public:
  explicit MutexLock(Mutex& mutex) CAUSEWAY_ANNOTATE(acquire_capability(mutex)) : mutex_(mutex) { mutex_.lock(); }
  ~MutexLock() CAUSEWAY_ANNOTATE(release_capability()) { mutex_.unlock(); }
  MutexLock(const MutexLock&) = delete;
  MutexLock& operator=(const MutexLock&) = delete;

 private:
  Mutex& mutex_;
};

// Waits release the mutex, which the caller holds, and take it again. Spurious wake-ups happen: loop on the condition.
class CondVar {
 public:
  void notify_one() { condition_.notify_one(); }
  void notify_all() { condition_.notify_all(); }

  void wait(Mutex& mutex) CAUSEWAY_REQUIRES(mutex) { condition_.wait(mutex.mutex_); }

  // False when the time has come without a notification.
  bool wait_until(Mutex& mutex, std::chrono::steady_clock::time_point deadline) CAUSEWAY_REQUIRES(mutex) {
    return condition_.wait_until(mutex.mutex_, deadline) == std::cv_status::no_timeout;
  }

  // Returns when ready() holds (true), or when a stop is asked or the deadline passes (the value of ready()).
  template <class Ready>
  bool wait_until(Mutex& mutex, std::stop_token stop, std::chrono::steady_clock::time_point deadline, Ready ready)
      CAUSEWAY_REQUIRES(mutex) CAUSEWAY_NO_THREAD_SAFETY_ANALYSIS {
    return condition_.wait_until(mutex.mutex_, std::move(stop), deadline, ready);
  }
  template <class Ready>
  bool wait(Mutex& mutex, std::stop_token stop, Ready ready)
      CAUSEWAY_REQUIRES(mutex) CAUSEWAY_NO_THREAD_SAFETY_ANALYSIS {
    return condition_.wait(mutex.mutex_, std::move(stop), ready);
  }

 private:
  std::condition_variable_any condition_;
};

}  // namespace causeway::base
