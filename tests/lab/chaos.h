#pragma once
// Things are broken on purpose, on real servers: people of both sides write in channels that they share while plugins
// and servers are killed, the database stops, the network cuts and lies, and files cannot be stored. Afterwards
// everything is mended, and both sides must come to hold the same. A seed gives the same faults in the same order; what
// they hit depends on the time that things take.

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "lab/rest_client.h"

namespace causeway::lab {

struct ChaosOptions {
  std::uint64_t seed = 1;
  std::size_t seeds = 20;
  std::chrono::seconds time{20};  // of each
  double rate = 10;               // operations a second, of all people together
};

struct ChaosResult {
  std::size_t seeds = 0;
  std::size_t operations = 0;
  std::map<std::string, std::size_t> faults;
  std::size_t lost = 0, doubled = 0, unequal = 0;
  std::size_t waiting = 0;         // tasks that never ended
  std::size_t dead_letters = 0;    // redriven
  std::vector<double> rest_after;  // seconds, of each seed
  std::vector<std::string> wrong;  // for a person

  bool good() const { return lost + doubled + unequal + waiting == 0 && wrong.empty(); }
  Json json() const;
};

// CHAOS_SEED, CHAOS_SEEDS, CHAOS_SECONDS, CHAOS_RATE.
ChaosOptions chaos_options_from_environment();

// Throws LabError when the world does not come up, or does not come up again.
ChaosResult run_chaos(const std::filesystem::path& bundle, const ChaosOptions& options);

}  // namespace causeway::lab
