#pragma once
// A thread that is asked to stop and waited for when its owner goes. One owner.

#include <concepts>
#include <functional>
#include <stop_token>
#include <thread>
#include <type_traits>
#include <utility>

#include "base/conductor.h"

namespace causeway::base {

class Thread {
 public:
  Thread() = default;
  // Runs deed(std::stop_token) or deed() at once.
  template <class Deed>
    requires(!std::same_as<std::remove_cvref_t<Deed>, Thread>)
  explicit Thread(Deed deed) : conductor_(conductor), number_(conductor_ == nullptr ? 0 : conductor_->announce()) {
    thread_ = std::jthread([deed = std::move(deed), by = conductor_, number = number_](std::stop_token stop) mutable {
      conductor = by;
      if (by != nullptr) by->enter(number);
      if constexpr (std::invocable<Deed&, std::stop_token>) {
        deed(std::move(stop));
      } else {
        deed();
      }
      if (by != nullptr) by->leave(number);
    });
  }
  Thread(Thread&&) noexcept = default;
  Thread& operator=(Thread&&) = delete;
  ~Thread() {
    if (!thread_.joinable()) return;
    thread_.request_stop();
    join();
  }

  bool request_stop() { return thread_.request_stop(); }
  void join() {
    if (conductor_ != nullptr) conductor_->join(number_);
    thread_.join();
  }

 private:
  Conductor* conductor_ = nullptr;
  std::size_t number_ = 0;
  std::jthread thread_;
};

}  // namespace causeway::base
