#pragma once
// What the benchmark does on a pair of servers, native or Causeway, and measures there. Each scenario brings its own
// channels and leaves the pair at rest.

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "lab/world.h"

namespace causeway::lab {

// A pair of servers that are connected; A is the home of what is shared. `a` and `b` have a person each.
struct BenchPair {
  World& world;
  Side& a;
  Side& b;
  std::string connection;
  std::string label;     // native or causeway
  int next_channel = 0;  // for names
};

using Measures = std::map<std::string, double>;  // by the row's name (lab/bench.h)

struct BenchScenario {
  std::string name;
  int rounds = 3;  // at most; what takes minutes is done less often
  std::function<Measures(BenchPair&)> run;
};

const std::vector<BenchScenario>& bench_scenarios();

}  // namespace causeway::lab
