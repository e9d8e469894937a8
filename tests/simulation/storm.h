#pragma once
// A bad day between two servers: people on both sides write, edit, react and delete while the network, the peers, the
// databases, the clocks and the plugins themselves fail, all by one seed and in simulated time. Afterwards the weather
// is fine, and both sides must come to hold the same. One thread has the turn at a time (fakes/simulation.h).

#include <cstdint>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "fakes/simulation.h"
#include "lab/compare.h"
#include "stage/stage.h"

namespace causeway::simulation {

// A clock that is wrong by hours.
class SkewedClock final : public base::Clock {
 public:
  explicit SkewedClock(const base::Clock& right) : right_(right) {}
  base::Time now() const override { return right_.now() + skew_; }
  base::Steady steady() const override { return right_.steady(); }
  void set(base::Millis skew) { skew_ = skew; }

 private:
  const base::Clock& right_;
  base::Millis skew_{};
};

struct StormOptions {
  std::uint64_t seed = 1;
  base::Millis time = std::chrono::seconds(60);
  std::vector<std::string> faults;  // of fault_kinds(); empty: all
};

struct StormResult {
  std::map<std::string, std::size_t> operations;  // by kind
  std::map<std::string, std::size_t> faults;
  lab::Comparison comparison;
  std::size_t posts = 0;
  std::size_t waiting = 0;        // tasks left
  std::size_t dead_letters = 0;   // redriven
  std::vector<std::string> held;  // what one side does not take: what and why
  base::Millis equal_after{};     // from the end of the storm on
  std::size_t turns = 0;          // of threads
  bool good() const { return comparison.equal() && waiting == 0 && held.empty(); }
};

const std::vector<std::string>& fault_kinds();

// Makes them two servers that have paired, which costs half a second of a core for its keys otherwise.
model::RemoteId acquaint(scenario::Site& a, scenario::Site& b, base::Time now);

class Storm {
 public:
  explicit Storm(const StormOptions& options);
  ~Storm();
  StormResult run();

 private:
  struct Person {
    scenario::Site* site;
    model::User user;
    std::mt19937_64 random;
    std::size_t texts = 0;
  };

  void live(Person& person, std::stop_token stop);
  bool act(Person& person);
  bool act_on(Person& person, const std::string& deed, const model::Post& post);
  void rage();
  void fault(const std::string& kind, scenario::Site& site, scenario::Site& other);
  void start(scenario::Site& site);
  void mend(base::Steady due);  // what has been broken until then
  void redrive();
  void explain();
  void settle();
  lab::Snapshot snapshot(scenario::Site& site);
  std::size_t waiting(scenario::Site& site);
  void later(base::Millis pause, std::function<void()> deed);
  std::uint64_t below(std::uint64_t limit) { return random_() % limit; }

  const StormOptions options_;
  std::mt19937_64 random_;
  fakes::Simulation simulation_;
  SkewedClock home_clock_{simulation_};
  SkewedClock spoke_clock_{simulation_};
  scenario::Site home_;
  scenario::Site spoke_;
  model::RemoteId link_;
  model::ChannelId channel_;
  std::map<std::string, std::size_t> changes_;
  std::multimap<base::Steady, std::function<void()>> ends_;  // of what has been broken
  StormResult result_;
};

}  // namespace causeway::simulation
