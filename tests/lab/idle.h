#pragma once
// What Causeway costs when nobody does anything: two servers that share many channels, and the processor time that
// their plugins take meanwhile.

#include <array>
#include <chrono>
#include <filesystem>

#include "lab/rest_client.h"

namespace causeway::lab {

struct IdleOptions {
  std::size_t channels = 50;
  std::chrono::seconds time{60};
};

struct IdleResult {
  IdleOptions options;
  std::array<double, 2> percent{};  // of one core, on A and on B
  std::array<double, 2> rss_mb{};

  bool good() const { return percent[0] < 1 && percent[1] < 1; }
  Json json() const;
};

// Starts two servers with the bundle and measures. Throws LabError when the world does not come up.
IdleResult run_idle(const std::filesystem::path& bundle, const IdleOptions& options);

}  // namespace causeway::lab
