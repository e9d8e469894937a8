#include "lab/bench.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <list>
#include <sstream>

#include "lab/cpu_meter.h"
#include "lab/fan_out.h"

namespace causeway::lab {

namespace fs = std::filesystem;
using std::chrono::steady_clock;

namespace {

constexpr const char* fan_out = "fan_out";  // a scenario with servers of its own

const std::vector<BenchRow>& rows() {
  static const std::vector<BenchRow> table{{"post_p50", "ms", false, false, 1.0 / 40},
                                           {"post_p99", "ms", false, false, 1.0 / 20},
                                           {"backlog_1000", "posts/s", true, false, 2.5},
                                           {"backlog_5000", "posts/s", true, false, 2.5},
                                           {"backlog_20000", "posts/s", true, false, 2.5},
                                           {"backlog_8x625", "posts/s", true, false, 3},
                                           {"cpu_per_post", "ms", false, false, 0.5},
                                           {"steady_p50", "ms", false, false, 1.0 / 20},
                                           {"steady_p99", "ms", false, false, 1.0 / 20},
                                           {"file_100mb", "s", false, false, 1.0 / 3},
                                           {"members_1000", "people/s", true, false, 12},
                                           {"fan_out_10", "ms", false, false, 1.0 / 5},
                                           {"peer_down_cpu", "cores", false, true, 0.01},
                                           {"heal", "s", false, true, 5},
                                           {"idle_cpu", "cores", false, true, 0.01},
                                           {"plugin_memory_peak", "MB", false, true, 64},
                                           {"bridge_calls_depth_64", "calls/s", true, false, 1.3},
                                           {"bridge_cpu_per_call", "µs", false, false, 0.6},
                                           {"bridge_memory", "MB", false, false, 0.25},
                                           {"bridge_http_requests", "requests/s", true, false, 1.3}};
  return table;
}

std::vector<std::string> words(const std::string& text) {
  std::vector<std::string> result;
  std::istringstream in(text);
  for (std::string word; std::getline(in, word, ',');) {
    if (!word.empty()) result.push_back(word);
  }
  return result;
}

std::string number(double value) {
  char text[32];
  std::snprintf(text, sizeof(text), value < 10 ? "%.3g" : "%.0f", value);
  return text;
}

std::string three(const BenchLine& line, const std::vector<double>& values) {
  if (values.empty()) return "-";
  if (values.size() == 1) return number(values.front());
  return number(values.front()) + " / " + number(line.median(values)) + " / " + number(values.back());
}

// By the row's name: the reference's values and Causeway's.
using Figures = std::map<std::string, std::pair<std::vector<double>, std::vector<double>>>;

void say(steady_clock::time_point start, const std::string& text) {
  std::printf("%7.1f s  %s\n", seconds_since(start), text.c_str());
  std::fflush(stdout);
}

bool wanted(const BenchOptions& options, const std::string& name) {
  const auto& list = options.scenarios;
  return list.empty() || std::find(list.begin(), list.end(), name) != list.end();
}

class Bench {
 public:
  Bench(const fs::path& bundle, const BenchOptions& options, steady_clock::time_point start)
      : start_(start), options_(options) {
    if (options.native) add_pair("native", bundle, true);
    add_pair("causeway", bundle, false);
  }

  Figures run() {
    for (int round = 0; round < options_.rounds; ++round) {
      for (const BenchScenario& scenario : bench_scenarios()) {
        if (round < scenario.rounds && wanted(options_, scenario.name)) measure(scenario, round);
      }
    }
    for (const auto& [side, peak] : peaks_) figures_["plugin_memory_peak"].second.push_back(peak);
    return std::move(figures_);
  }

  void keep_files() {
    for (World& world : worlds_) world.keep_files();
  }

 private:
  static WorldOptions wanted_world(const fs::path& bundle, bool native) {
    WorldOptions options;
    options.bundle = bundle;
    options.sides = {{"a", {"wanda"}, native}, {"b", {"bert"}, native}};
    // A hundred shared channels with one person each would otherwise fill nobody's day but the limiter's.
    options.settings = {{"MM_RATELIMITSETTINGS_ENABLE", "false"},
                        {"MM_TEAMSETTINGS_MAXCHANNELSPERTEAM", "10000"},
                        {"MM_TEAMSETTINGS_MAXUSERSPERTEAM", "10000"},
                        {"MM_FEATUREFLAGS_ENABLESHAREDCHANNELSMEMBERSYNC", "true"}};
    return options;
  }

  // With a PostgreSQL of its own: what its processes use is this pair's alone.
  void add_pair(const std::string& label, const fs::path& bundle, bool native) {
    World& world = worlds_.emplace_back(wanted_world(bundle, native));
    Side& a = world.side("a");
    Side& b = world.side("b");
    const BenchPair& pair = pairs_.emplace_back(BenchPair{world, a, b, world.connect(a, b), label});
    if (!eventually(ping_round, [&] { return world.see_each_other(a, b, pair.connection); })) {
      throw LabError(label + " is not connected");
    }
    say(start_, label + ": two servers, connected");
  }

  void measure(const BenchScenario& scenario, int round) {
    for (BenchPair& pair : pairs_) {
      const Measures measures = scenario.run(pair);
      std::string text = scenario.name + ", round " + std::to_string(round + 1) + ", " + pair.label + ":";
      for (const auto& [name, value] : measures) {
        auto& [reference, causeway] = figures_[name];
        (pair.label == "native" ? reference : causeway).push_back(value);
        text += " " + name + " " + number(value);
      }
      say(start_, text);
    }
    note_peaks();
  }

  // After every scenario: a process that one of them ends takes its peak with it.
  void note_peaks() {
    for (Side* side : {&pairs_.back().a, &pairs_.back().b}) {
      const auto plugin = plugin_process(*side->server);
      if (!plugin) throw LabError("the plugin of " + side->name() + " is gone");
      double& peak = peaks_[side->name()];
      peak = std::max(peak, peak_memory_mb(plugin->pid));
    }
  }

  const steady_clock::time_point start_;
  const BenchOptions options_;
  std::list<World> worlds_;  // one a pair
  std::vector<BenchPair> pairs_;
  Figures figures_;
  std::map<std::string, double> peaks_;  // MB, by side
};

// What build/bench.sh has measured of the bridge, beside Mattermost's Go SDK (tests/live/plugin_env/go/bench.go).
void take_bridge(const fs::path& file, Figures& figures) {
  std::ifstream stream(file);
  const Json measured = Json::parse(stream, nullptr, false);
  if (measured.is_discarded()) throw LabError(file.string() + " has no figures of the bridge");
  for (const auto& [name, values] : measured.at("go_sdk").items()) values.get_to(figures[name].first);
  for (const auto& [name, values] : measured.at("causeway_gorpc").items()) values.get_to(figures[name].second);
}

BenchResult in_rows(const Figures& figures) {
  BenchResult result;
  for (const BenchRow& row : rows()) {
    const auto found = figures.find(row.name);
    if (found == figures.end()) continue;
    BenchLine line{row, found->second.first, found->second.second};
    std::sort(line.reference.begin(), line.reference.end());
    std::sort(line.causeway.begin(), line.causeway.end());
    result.lines.push_back(std::move(line));
  }
  return result;
}

}  // namespace

BenchOptions bench_options_from_environment() {
  BenchOptions options;
  if (const char* rounds = std::getenv("BENCH_ROUNDS"); rounds != nullptr && *rounds != '\0') {
    options.rounds = std::atoi(rounds);
    if (options.rounds < 1 || options.rounds > 100) throw LabError("BENCH_ROUNDS must be a number from 1 to 100");
  }
  if (const char* native = std::getenv("BENCH_NATIVE"); native != nullptr) options.native = std::string(native) != "0";
  if (const char* file = std::getenv("BENCH_BRIDGE"); file != nullptr) options.bridge = file;
  if (const char* names = std::getenv("BENCH_SCENARIOS"); names != nullptr) options.scenarios = words(names);
  for (const std::string& name : options.scenarios) {
    const auto& all = bench_scenarios();
    if (name != fan_out &&
        std::none_of(all.begin(), all.end(), [&](const BenchScenario& one) { return one.name == name; })) {
      throw LabError("the benchmark has no scenario " + name);
    }
  }
  return options;
}

double BenchLine::median(const std::vector<double>& values) const {
  return values.empty() ? 0 : values[values.size() / 2];
}

double BenchLine::ratio() const {
  const double base = median(reference);
  return base > 0 ? median(causeway) / base : 0;
}

bool BenchLine::met() const {
  if (causeway.empty()) return false;
  if (row.absolute) return median(causeway) <= row.goal;
  return !reference.empty() && (row.higher_is_better ? ratio() >= row.goal : ratio() <= row.goal);
}

bool BenchResult::whole() const {
  const auto measured = [](const BenchLine& line) {
    return !line.causeway.empty() && (line.row.absolute || !line.reference.empty());
  };
  return lines.size() == rows().size() && std::all_of(lines.begin(), lines.end(), measured);
}

std::string BenchResult::json() const {
  Json list = Json::array();
  for (const BenchLine& line : lines) {
    list.push_back({{"scenario", line.row.name},
                    {"unit", line.row.unit},
                    {"reference", line.reference},
                    {"causeway", line.causeway},
                    {"ratio", line.ratio()},
                    {"goal", line.row.goal},
                    {"met", line.met()}});
  }
  return list.dump(2) + "\n";
}

std::string BenchResult::table() const {
  std::string text =
      "| scenario | unit | native: min / median / max | Causeway: min / median / max | ratio | goal | met |\n"
      "|---|---|---|---|---|---|---|\n";
  for (const BenchLine& line : lines) {
    const std::string goal = line.row.absolute
                                 ? "≤ " + number(line.row.goal) + " " + line.row.unit
                                 : (line.row.higher_is_better ? "≥ " : "≤ ") + number(line.row.goal) + "×";
    text += "| " + line.row.name + " | " + line.row.unit + " | " + three(line, line.reference) + " | " +
            three(line, line.causeway) + " | " + (line.reference.empty() ? "-" : number(line.ratio()) + "×") + " | " +
            goal + " | " + (line.met() ? "yes" : "no") + " |\n";
  }
  return text;
}

BenchResult run_bench(const fs::path& bundle, const BenchOptions& options) {
  const auto start = steady_clock::now();
  Figures figures;
  const bool pairs = options.scenarios != std::vector<std::string>{fan_out};
  if (pairs) {
    Bench bench(bundle, options, start);
    try {
      figures = bench.run();
    } catch (...) {
      bench.keep_files();
      throw;
    }
  }
  if (wanted(options, fan_out)) {
    // Eleven servers at a time: beside the pairs they would be in their way.
    auto& [reference, causeway] = figures["fan_out_10"];
    if (options.native) {
      reference = run_fan_out(bundle, {.native = true, .rounds = options.rounds});
      say(start, "fan_out, native: " + number(reference.front()));
    }
    causeway = run_fan_out(bundle, {.native = false, .rounds = options.rounds});
    say(start, "fan_out, causeway: " + number(causeway.front()));
  }
  if (!options.bridge.empty()) take_bridge(options.bridge, figures);
  return in_rows(figures);
}

}  // namespace causeway::lab
