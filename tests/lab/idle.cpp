#include "lab/idle.h"

#include <thread>

#include "lab/pair.h"

namespace causeway::lab {
namespace {

using Clock = std::chrono::steady_clock;

// The catch-up scan after the last change, the first pings, the caches: what is not idleness yet.
constexpr std::chrono::seconds settling{15};

PluginProcess plugin_of(const Side& side) {
  const auto process = plugin_process(*side.server);
  if (!process) throw LabError("the plugin of " + side.name() + " does not run");
  return *process;
}

}  // namespace

IdleResult run_idle(const std::filesystem::path& bundle, const IdleOptions& options) {
  PairOptions world;
  world.bundle = bundle;
  Pair pair(world);
  const std::string connection = pair.connect();
  for (std::size_t i = 0; i < options.channels; ++i) {
    pair.share_new_channel("idle-" + std::to_string(i), "O", connection, {"alice"});
  }
  std::this_thread::sleep_for(settling);
  const std::array<Side*, 2> sides{&pair.a, &pair.b};
  IdleResult result{options, {}, {}};
  std::array<double, 2> before{};
  const auto began = Clock::now();
  for (std::size_t i = 0; i < sides.size(); ++i) before[i] = plugin_of(*sides[i]).cpu_seconds;
  std::this_thread::sleep_for(options.time);
  const double took = std::chrono::duration<double>(Clock::now() - began).count();
  for (std::size_t i = 0; i < sides.size(); ++i) {
    const PluginProcess now = plugin_of(*sides[i]);
    result.percent[i] = 100 * (now.cpu_seconds - before[i]) / took;
    result.rss_mb[i] = now.rss_mb;
  }
  return result;
}

Json IdleResult::json() const {
  return Json{{"channels", options.channels},
              {"seconds", options.time.count()},
              {"percent_of_a_core", {{"a", percent[0]}, {"b", percent[1]}}},
              {"rss_mb", {{"a", rss_mb[0]}, {"b", rss_mb[1]}}},
              {"good", good()}};
}

}  // namespace causeway::lab
