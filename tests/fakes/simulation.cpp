#include "fakes/simulation.h"

#include <sched.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace causeway::fakes {

Simulation::Simulation(std::uint64_t seed) : random_(seed) {
  // Turns change hands faster where nobody has to wake another processor.
  cpu_set_t here;
  CPU_ZERO(&here);
  CPU_SET(static_cast<std::size_t>(std::max(0, ::sched_getcpu())), &here);
  static_cast<void>(::sched_setaffinity(0, sizeof here, &here));
  static_cast<void>(announce());
  base::conductor = this;
}

Simulation::~Simulation() {
  base::conductor = nullptr;
}

std::size_t Simulation::announce() {
  threads_.push_back(std::make_unique<Thread>());
  alive_.push_back(threads_.size() - 1);
  return alive_.back();
}

void Simulation::enter(std::size_t thread) {
  threads_[thread]->turn.acquire();
}

void Simulation::leave(std::size_t thread) {
  threads_[thread]->state = Thread::State::ended;
  std::erase(alive_, thread);
  notify(threads_[thread].get(), true);
  give_turn_away();
}

void Simulation::join(std::size_t thread) {
  while (threads_[thread]->state != Thread::State::ended) {
    static_cast<void>(wait(threads_[thread].get(), base::Steady::max()));
  }
}

bool Simulation::wait(const void* what, base::Steady deadline) {
  Thread& self = *threads_[running_];
  self.what = what;
  self.until = deadline;
  self.notified = false;
  self.state = Thread::State::waits;
  hand_over();
  return self.notified;
}

void Simulation::notify(const void* what, bool all) {
  ready_.clear();
  for (const std::size_t i : alive_) {
    if (threads_[i]->state == Thread::State::waits && threads_[i]->what == what) ready_.push_back(i);
  }
  if (ready_.empty()) return;
  if (!all) ready_ = {ready_[random_() % ready_.size()]};
  for (const std::size_t i : ready_) {
    threads_[i]->notified = true;
    threads_[i]->state = Thread::State::ready;
  }
}

void Simulation::blocked() {
  sleep(base::Millis(1));
}

void Simulation::sleep(base::Millis time) {
  static_cast<void>(wait(nullptr, time_ + time));
}

void Simulation::breathe() {
  const std::uint64_t roll = random_();
  if (roll % 8 == 0) return sleep(base::Millis((roll >> 8U) % 4));
  if (roll % 8 < 3) hand_over();
}

void Simulation::hand_over() {
  const std::size_t self = running_;
  const std::size_t next = choose();
  if (next == self) return;
  running_ = next;
  threads_[next]->turn.release();
  threads_[self]->turn.acquire();
}

void Simulation::give_turn_away() {
  running_ = choose();
  threads_[running_]->turn.release();
}

// When nobody can go on, time passes until somebody can.
std::size_t Simulation::choose() {
  ++turns_;
  while (true) {
    ready_.clear();
    base::Steady earliest = base::Steady::max();
    for (const std::size_t i : alive_) {
      Thread& thread = *threads_[i];
      if (thread.state == Thread::State::waits) {
        if (thread.until <= time_) thread.state = Thread::State::ready;
        earliest = std::min(earliest, thread.until);
      }
      if (thread.state == Thread::State::ready) ready_.push_back(i);
    }
    if (!ready_.empty()) return ready_[random_() % ready_.size()];
    if (earliest == base::Steady::max()) {
      std::fprintf(stderr, "simulation: everybody waits for somebody else\n");
      std::abort();
    }
    time_ = earliest;
  }
}

void breathe() {
  if (Simulation* const simulation = Simulation::current(); simulation != nullptr) simulation->breathe();
}

}  // namespace causeway::fakes
