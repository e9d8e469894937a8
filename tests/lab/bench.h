#pragma once
// The benchmark of shared channels: two native servers and two with Causeway in one world, the same scenarios on both
// pairs in turn, some rounds each. What a scenario measures is in bench_scenarios.h; here it is run, compared with the
// goals, and written down.

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "lab/bench_scenarios.h"

namespace causeway::lab {

// One line of the table. A goal is a ratio to native's median, or an absolute figure where native is no measure.
struct BenchRow {
  std::string name;
  std::string unit;
  bool higher_is_better = false;
  bool absolute = false;
  double goal = 0;
};

struct BenchOptions {
  int rounds = 3;
  std::vector<std::string> scenarios;  // of bench_scenarios(), or fan_out; empty: all
  bool native = true;                  // false: Causeway alone, for whoever looks for its time
  std::filesystem::path bridge;        // figures of build/bench.sh, which join the table; may be empty
};

// BENCH_ROUNDS, BENCH_SCENARIOS (names separated by commas), BENCH_NATIVE (0: without), BENCH_BRIDGE (a file). Throws
// LabError.
BenchOptions bench_options_from_environment();

struct BenchLine {
  BenchRow row;
  std::vector<double> reference, causeway;  // ascending; reference is empty where native was not measured

  double median(const std::vector<double>& values) const;
  double ratio() const;  // Causeway's median over native's; 0 without a reference
  bool met() const;
};

struct BenchResult {
  std::vector<BenchLine> lines;
  bool whole() const;         // every row is there, and both columns where native is a measure
  std::string json() const;   // a list of {scenario, unit, reference, causeway, ratio, goal, met}
  std::string table() const;  // Markdown: min, median and max of both, ratio, goal
};

// Starts four servers and runs; says on stdout how far it is. Throws LabError when the world does not come up.
BenchResult run_bench(const std::filesystem::path& bundle, const BenchOptions& options);

}  // namespace causeway::lab
