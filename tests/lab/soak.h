#pragma once
// The soak: people of two servers do everything at random in channels that they share, for a while; afterwards both
// servers must hold the same. One seed gives each person the same wishes in the same order; what they hit depends on
// the time that things take.

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "lab/compare.h"
#include "lab/soak_people.h"

namespace causeway::lab {

struct SoakOptions {
  std::chrono::seconds time{180};
  double rate = 20;  // operations a second, of all people together
  std::uint64_t seed = 1;
  std::vector<std::string> kinds;  // of soak_kinds(); empty: all
};

struct SoakResult {
  SoakOptions options;
  std::map<std::string, std::size_t> operations;  // done, by kind
  std::size_t missed = 0;                         // refused because the thing was not there yet or not any more
  std::vector<std::string> failures;              // refused otherwise
  std::size_t shown_twice = 0;                    // `posted` events beyond the first, of one post on one server
  std::size_t posts = 0;
  double settled_after = 0;                // seconds from the last operation to rest
  std::vector<double> memory_a, memory_b;  // of the plugins, in MB: at the beginning, after each minute, at rest
  Comparison comparison;

  bool good() const { return failures.empty() && shown_twice == 0 && comparison.equal(); }
  std::string json() const;
  std::string text() const;  // for a person: the figures, then every difference
};

// SOAK_SECONDS, SOAK_RATE, SOAK_SEED, SOAK_KINDS (the kinds to do, separated by commas). Throws LabError.
SoakOptions soak_options_from_environment();

// Starts two servers with the bundle and runs. Throws LabError when the world does not come up.
SoakResult run_soak(const std::filesystem::path& bundle, const SoakOptions& options);

}  // namespace causeway::lab
