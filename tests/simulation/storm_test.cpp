// SIMULATION_SEEDS (200) bad days from SIMULATION_SEED (1) on; one seed is replayed with SIMULATION_SEEDS=1. Figures go
// to SIMULATION_JSON when it is given.
#include "simulation/storm.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "json/value.h"

namespace causeway::simulation {
namespace {

std::uint64_t number(const char* name, std::uint64_t otherwise) {
  const char* const given = std::getenv(name);
  return given == nullptr || *given == '\0' ? otherwise : std::strtoull(given, nullptr, 10);
}

// SIMULATION_FAULTS: the kinds, separated by commas; absent: all.
std::vector<std::string> wanted_faults() {
  const char* const given = std::getenv("SIMULATION_FAULTS");
  std::istringstream list(given == nullptr ? "" : given);
  std::vector<std::string> kinds;
  for (std::string kind; std::getline(list, kind, ',');) kinds.push_back(kind);
  return kinds;
}

// What all days together came to, in the words of lab/chaos.h.
class Sum {
 public:
  void add(const StormResult& day) {
    ++seeds_;
    for (const auto& [kind, times] : day.operations)
      operations_ += static_cast<std::int64_t>(kind == "missed" ? 0 : times);
    for (const auto& [kind, times] : day.faults) faults_[kind] += static_cast<std::int64_t>(times);
    lost_ += static_cast<std::int64_t>(day.comparison.lost);
    doubled_ += static_cast<std::int64_t>(day.comparison.doubled);
    for (const auto& [kind, times] : day.comparison.unequal) unequal_ += static_cast<std::int64_t>(times);
    dead_letters_ += static_cast<std::int64_t>(day.dead_letters);
  }
  std::string json() const {
    json::Object faults;
    for (const auto& [kind, times] : faults_) faults.emplace(kind, times);
    return json::dump(json::Object{{"seeds", seeds_},
                                   {"operations", operations_},
                                   {"faults", std::move(faults)},
                                   {"lost", lost_},
                                   {"doubled", doubled_},
                                   {"unequal", unequal_},
                                   {"dead_letters", dead_letters_}});
  }

 private:
  std::int64_t seeds_ = 0, operations_ = 0, lost_ = 0, doubled_ = 0, unequal_ = 0, dead_letters_ = 0;
  std::map<std::string, std::int64_t> faults_;
};

TEST(Simulation, BadDaysLoseAndDoubleNothing) {
  Sum sum;
  const std::uint64_t first = number("SIMULATION_SEED", 1);
  const std::uint64_t count = number("SIMULATION_SEEDS", 200);
  for (std::uint64_t seed = first; seed < first + count; ++seed) {
    StormOptions options;
    options.seed = seed;
    options.faults = wanted_faults();
    const StormResult result = Storm(options).run();
    sum.add(result);
    if (count == 1) {
      for (const auto& [kind, times] : result.operations) std::printf("%s %zu\n", kind.c_str(), times);
      for (const auto& [kind, times] : result.faults) std::printf("fault %s %zu\n", kind.c_str(), times);
      std::printf("posts %zu, equal after %lld ms, turns %zu\n", result.posts,
                  static_cast<long long>(result.equal_after.count()), result.turns);
    }
    EXPECT_TRUE(result.good()) << "seed " << seed << ": " << result.waiting << " tasks wait, " << result.held.size()
                               << " items are held";
    for (const std::string& line : result.held) ADD_FAILURE() << "seed " << seed << ": " << line;
    for (const std::string& line : result.comparison.lines) ADD_FAILURE() << "seed " << seed << ": " << line;
  }
  std::printf("%s\n", sum.json().c_str());
  if (const char* const file = std::getenv("SIMULATION_JSON"); file != nullptr)
    std::ofstream(file) << sum.json() << "\n";
}

}  // namespace
}  // namespace causeway::simulation
