#pragma once
// A world in which one thread runs at a time, chosen by a seed, and in which time passes only while everybody waits: an
// hour of it takes no longer than what happens in it, and a seed gives the same story again. The thread that makes it
// is the first of its threads; base::Thread makes the others. Everything of it is used by whoever has the turn, so
// there is no lock.

#include <cstdint>
#include <memory>
#include <random>
#include <semaphore>
#include <vector>

#include "base/clock.h"
#include "base/conductor.h"

namespace causeway::fakes {

class Simulation final : public base::Conductor, public base::Clock {
 public:
  explicit Simulation(std::uint64_t seed);
  ~Simulation() override;         // all other threads have ended
  static Simulation* current() {  // that the calling thread lives in; null in the real world
    return static_cast<Simulation*>(base::conductor);
  }

  base::Time now() const override { return begin + elapsed(); }
  base::Steady steady() const override { return time_; }
  base::Millis elapsed() const { return std::chrono::duration_cast<base::Millis>(time_ - base::Steady()) - head_start; }

  // The calling thread does nothing for so long.
  void sleep(base::Millis time);
  // The calling thread does something that takes a moment, in which others may go on.
  void breathe();
  std::size_t turns() const { return turns_; }  // how often another thread was chosen

  std::size_t announce() override;
  void enter(std::size_t thread) override;
  void leave(std::size_t thread) override;
  void join(std::size_t thread) override;
  bool wait(const void* what, base::Steady deadline) override;
  void notify(const void* what, bool all) override;
  void blocked() override;
  std::uint64_t random() override { return random_(); }

 private:
  struct Thread {
    enum class State { ready, waits, ended } state = State::ready;
    const void* what = nullptr;
    base::Steady until{};
    bool notified = false;
    std::binary_semaphore turn{0};
  };
  static constexpr base::Time begin{std::chrono::seconds(1'790'000'000)};
  static constexpr base::Millis head_start = std::chrono::hours(1);  // a moment of 0 means "never" in places

  void hand_over();  // to anybody who can go on, perhaps back at once
  void give_turn_away();
  std::size_t choose();

  std::mt19937_64 random_;
  base::Steady time_ = base::Steady() + head_start;
  std::vector<std::unique_ptr<Thread>> threads_;
  std::vector<std::size_t> alive_;  // those that have not ended, in the order in which they began
  std::vector<std::size_t> ready_;  // of these; used while one is chosen
  std::size_t running_ = 0;
  std::size_t turns_ = 0;
};

// Where a fake's call begins: in a simulation it takes a moment.
void breathe();

}  // namespace causeway::fakes
