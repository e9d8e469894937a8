#pragma once
// A mutex that clang's -Wthread-safety understands (libstdc++ annotates none), its lock, and a condition variable whose
// waits end when a stop is asked. Any thread.

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>

#include "base/conductor.h"

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
  void lock() CAUSEWAY_ANNOTATE(acquire_capability()) CAUSEWAY_NO_THREAD_SAFETY_ANALYSIS {
    if (conductor == nullptr) return mutex_.lock();
    while (!mutex_.try_lock()) conductor->blocked();
  }
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

using Deadline = std::chrono::steady_clock::time_point;

// Waits release the mutex, which the caller holds, and take it again. Spurious wake-ups happen: loop on the condition.
class CondVar {
 public:
  void notify_one() { conductor == nullptr ? condition_.notify_one() : conductor->notify(this, false); }
  void notify_all() { conductor == nullptr ? condition_.notify_all() : conductor->notify(this, true); }

  void wait(Mutex& mutex) CAUSEWAY_REQUIRES(mutex) {
    if (conductor != nullptr) return static_cast<void>(conducted(mutex, never));
    condition_.wait(mutex.mutex_);
  }

  // False when the time has come without a notification.
  bool wait_until(Mutex& mutex, Deadline deadline) CAUSEWAY_REQUIRES(mutex) {
    if (conductor != nullptr) return conducted(mutex, deadline);
    return condition_.wait_until(mutex.mutex_, deadline) == std::cv_status::no_timeout;
  }

  // Returns when ready() holds (true), or when a stop is asked or the deadline passes (the value of ready()).
  template <class Ready>
  bool wait_until(Mutex& mutex, std::stop_token stop, Deadline deadline, Ready ready)
      CAUSEWAY_REQUIRES(mutex) CAUSEWAY_NO_THREAD_SAFETY_ANALYSIS {
    if (conductor != nullptr) return conducted(mutex, stop, deadline, ready);
    return condition_.wait_until(mutex.mutex_, std::move(stop), deadline, ready);
  }
  template <class Ready>
  bool wait(Mutex& mutex, std::stop_token stop, Ready ready)
      CAUSEWAY_REQUIRES(mutex) CAUSEWAY_NO_THREAD_SAFETY_ANALYSIS {
    if (conductor != nullptr) return conducted(mutex, stop, never, ready);
    return condition_.wait(mutex.mutex_, std::move(stop), ready);
  }

 private:
  static constexpr Deadline never = Deadline::max();

  // Nobody else runs between the unlocking and the waiting, so no notification is lost there.
  bool conducted(Mutex& mutex, Deadline deadline) CAUSEWAY_REQUIRES(mutex) CAUSEWAY_NO_THREAD_SAFETY_ANALYSIS {
    mutex.unlock();
    const bool notified = conductor->wait(this, deadline);
    mutex.lock();
    return notified;
  }
  template <class Ready>
  bool conducted(Mutex& mutex, const std::stop_token& stop, Deadline deadline, Ready& ready)
      CAUSEWAY_REQUIRES(mutex) CAUSEWAY_NO_THREAD_SAFETY_ANALYSIS {
    const std::stop_callback wakes(stop, [this] { notify_all(); });
    while (!ready()) {
      if (stop.stop_requested() || !conducted(mutex, deadline)) return ready();
    }
    return true;
  }

  std::condition_variable_any condition_;
};

}  // namespace causeway::base
