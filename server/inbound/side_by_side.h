#pragma once
// Several calls of our server in flight at once, where each item needs more than one and the items do not depend on
// each other: one call at a time leaves half the machine idle.

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <vector>

#include "base/mutex.h"
#include "base/thread.h"

namespace causeway::inbound {

// deed(i) for every i below `count`, up to `most` at a time, on threads that have ended when this returns. The first
// exception comes out here, and nothing further is begun then.
template <class Deed>
void side_by_side(std::size_t count, std::size_t most, Deed deed) {
  std::atomic<std::size_t> next{0};
  base::Mutex mutex;
  std::exception_ptr failure;
  const auto work = [&] {
    try {
      for (std::size_t i = next++; i < count; i = next++) deed(i);
    } catch (...) {
      next = count;
      const base::MutexLock lock(mutex);
      if (!failure) failure = std::current_exception();
    }
  };
  {
    std::vector<base::Thread> helpers;
    for (std::size_t i = 1; i < std::min(count, most); ++i) helpers.emplace_back(work);
    work();
  }
  if (failure) std::rethrow_exception(failure);
}

}  // namespace causeway::inbound
