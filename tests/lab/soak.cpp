#include "lab/soak.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <sstream>
#include <thread>

#include "lab/environment.h"
#include "lab/pair.h"
#include "lab/rest.h"
#include "lab/soak_people.h"

namespace causeway::lab {

namespace fs = std::filesystem;
using std::chrono::seconds;
using std::chrono::steady_clock;

namespace {

constexpr int channel_count = 3;
constexpr seconds still_limit{20};
constexpr seconds weighing_period{60};

class Soak {
 public:
  Soak(const fs::path& bundle, const SoakOptions& options)
      : kinds_(weighted_kinds(options.kinds)), pair_(world(bundle)) {
    result_.options = options;
    const std::string connection = pair_.connect();
    std::vector<std::string> channels;
    for (int i = 1; i <= channel_count; ++i) {
      const auto everybody = names(pair_.a);
      channels.push_back(pair_.share_new_channel("soak-" + std::to_string(i), "O", connection, everybody));
      pair_.enter(pair_.b, channels.back(), names(pair_.b));
    }
    ground_ = std::make_unique<SoakGround>(channels);
  }

  SoakResult run() {
    SocketClient on_a = pair_.a.socket();
    SocketClient on_b = pair_.b.socket();
    weigh();
    live();
    Rest rest = come_to_rest(pair_, *ground_, still_limit);
    weigh();
    result_.comparison = std::move(rest.comparison);
    result_.posts = rest.posts;
    result_.settled_after = rest.after;
    result_.operations = ground_->operations();
    result_.missed = ground_->misses();
    result_.failures = ground_->failures();
    result_.shown_twice = shown_twice(on_a) + shown_twice(on_b);
    if (!result_.good()) pair_.keep_files();
    return result_;
  }

 private:
  static PairOptions world(const fs::path& bundle) {
    PairOptions options;
    options.bundle = bundle;
    options.people_a = {"alice", "anna", "arthur", "agnes", "albert"};
    options.people_b = {"bob", "berta", "boris", "bella", "bruno"};
    return options;
  }
  static std::vector<std::string> names(const Side& side) {
    std::vector<std::string> result;
    for (const auto& [name, client] : side.people) result.push_back(name);
    return result;
  }

  void live() {
    std::vector<std::unique_ptr<SoakPerson>> people;
    for (Side* side : {&pair_.a, &pair_.b}) {
      for (auto& [name, client] : side->people) {
        const std::uint64_t seed = result_.options.seed * 1000 + people.size();
        people.push_back(std::make_unique<SoakPerson>(*ground_, name, client.twin(), kinds_, seed));
      }
    }
    const auto until = steady_clock::now() + result_.options.time;
    const double rate = result_.options.rate / static_cast<double>(people.size());
    std::vector<std::jthread> threads;
    for (auto& person : people) threads.emplace_back([&person, rate, until, this] { one_life(*person, rate, until); });
    for (auto next = steady_clock::now() + weighing_period; next < until; next += weighing_period) {
      std::this_thread::sleep_until(next);
      weigh();
    }
  }
  void weigh() {
    const auto on_a = plugin_process(*pair_.a.server), on_b = plugin_process(*pair_.b.server);
    result_.memory_a.push_back(on_a ? on_a->rss_mb : 0);
    result_.memory_b.push_back(on_b ? on_b->rss_mb : 0);
  }
  void one_life(SoakPerson& person, double rate, steady_clock::time_point until) {
    try {
      person.live(rate, until);
    } catch (const std::exception& error) {
      ground_->failed(error.what());
    }
  }

  static std::size_t shown_twice(const SocketClient& socket) {
    std::map<std::string, std::size_t> times;
    std::size_t twice = 0;
    for (const auto& event : socket.events()) {
      if (event.event == "posted" && ++times[event.post.value("id", "")] > 1) ++twice;
    }
    return twice;
  }

  std::vector<std::string> kinds_;
  Pair pair_;
  std::unique_ptr<SoakGround> ground_;
  SoakResult result_;
};

}  // namespace

SoakOptions soak_options_from_environment() {
  SoakOptions options;
  options.time = seconds(whole_number_from_environment("SOAK_SECONDS", options.time.count()));
  options.rate = number_from_environment("SOAK_RATE", options.rate);
  options.seed = static_cast<std::uint64_t>(number_from_environment("SOAK_SEED", static_cast<double>(options.seed)));
  const char* kinds = std::getenv("SOAK_KINDS");
  std::istringstream list(kinds == nullptr ? "" : kinds);
  for (std::string kind; std::getline(list, kind, ',');) options.kinds.push_back(kind);
  (void)weighted_kinds(options.kinds);  // an unknown kind shows before the servers start
  return options;
}

SoakResult run_soak(const fs::path& bundle, const SoakOptions& options) {
  return Soak(bundle, options).run();
}

std::string SoakResult::json() const {
  const Json figures{{"seed", options.seed},
                     {"seconds", options.time.count()},
                     {"rate", options.rate},
                     {"operations", operations},
                     {"missed", missed},
                     {"failed", failures.size()},
                     {"posts", posts},
                     {"unequal", comparison.unequal},
                     {"lost", comparison.lost},
                     {"doubled", comparison.doubled + shown_twice},
                     {"settled_after", settled_after},
                     {"memory_mb", {{"a", memory_a}, {"b", memory_b}}},
                     {"equal", good()}};
  return figures.dump(2) + "\n";
}

std::string SoakResult::text() const {
  std::string result = json();
  for (const auto& line : failures) result += "failed: " + line + "\n";
  if (shown_twice > 0) result += std::to_string(shown_twice) + " posts were shown twice\n";
  for (const auto& line : comparison.lines) result += line + "\n";
  return result;
}

}  // namespace causeway::lab
