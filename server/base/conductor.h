#pragma once
// Who runs, and when time passes, where it is not the kernel that decides: a simulation runs one thread at a time, in
// an order that comes from a seed, and lets hours pass in no time. Production has no conductor, and the seam costs it
// one look at a thread's own variable. Mutex, CondVar, Thread and new_id() ask; nobody else does.

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace causeway::base {

class Conductor {
 public:
  virtual ~Conductor() = default;

  // The life of a thread: by its parent before it begins, by itself first and last, and by whoever waits for its end.
  virtual std::size_t announce() = 0;
  virtual void enter(std::size_t thread) = 0;
  virtual void leave(std::size_t thread) = 0;
  virtual void join(std::size_t thread) = 0;

  // Until somebody notifies `what`; false when the time has come first.
  virtual bool wait(const void* what, std::chrono::steady_clock::time_point deadline) = 0;
  virtual void notify(const void* what, bool all) = 0;
  // A mutex is held by another thread: somebody else goes on.
  virtual void blocked() = 0;

  virtual std::uint64_t random() = 0;
};

// Of the calling thread; threads that it starts have the same. Null in production.
inline constinit thread_local Conductor* conductor = nullptr;

}  // namespace causeway::base
