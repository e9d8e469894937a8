#include "lab/growth.h"

#include <algorithm>
#include <cstdio>
#include <sstream>
#include <thread>

#include "lab/bench_words.h"

namespace causeway::lab {

using std::chrono::duration;
using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

namespace {

constexpr std::size_t sample = 1'000;  // posts of a backlog that is measured
constexpr int live_posts = 50;
constexpr milliseconds between{100};
constexpr seconds cross_limit{60};

WorldOptions wanted(const std::filesystem::path& bundle) {
  WorldOptions options;
  options.bundle = bundle;
  options.sides = {{"a", {bench_writer}}, {"b", {}}};
  options.settings = {{"MM_RATELIMITSETTINGS_ENABLE", "false"}, {"MM_TEAMSETTINGS_MAXCHANNELSPERTEAM", "10000"}};
  options.postgres_settings = {"shared_preload_libraries=pg_stat_statements"};
  return options;
}

class Growth {
 public:
  explicit Growth(const std::filesystem::path& bundle)
      : world_(wanted(bundle)), pair_{world_, world_.side("a"), world_.side("b"), "", "growth"} {
    pair_.connection = world_.connect(pair_.a, pair_.b);
    if (!eventually(ping_round, [&] { return world_.see_each_other(pair_.a, pair_.b, pair_.connection); })) {
      throw LabError("the servers do not see each other\n" + world_.logs());
    }
    world_.postgres().run_sql("postgres", "CREATE EXTENSION pg_stat_statements");
    channels_ = new_channels(pair_, 1);
  }

  // So many posts in the first channel when it begins.
  void fill(std::size_t posts) {
    const std::size_t there = posts_in(pair_, pair_.b, {channels_[0]});
    if (there + 1 < posts) backlog(pair_, {channels_[0]}, posts - there - 1);
  }
  void share(int channels) {
    for (auto missing = channels - static_cast<int>(channels_.size()); missing > 0; --missing) {
      channels_.push_back(shared_channel(pair_));
    }
  }

  GrowthStep measure() {
    GrowthStep step;
    step.posts = posts_in(pair_, pair_.b, {channels_[0]});
    step.channels = static_cast<int>(channels_.size());
    rest(pair_);
    world_.postgres().run_sql("postgres", "SELECT pg_stat_statements_reset()");
    const Crossing crossing = backlog(pair_, {channels_[0]}, sample);
    step.posts_per_second = crossing.posts_per_second;
    step.cpu_ms_per_post = crossing.cpu_ms_per_post;
    step.home = cost(pair_.a, "");
    step.home_own = cost(pair_.a, " AND query LIKE '%causeway.%'");
    step.spoke = cost(pair_.b, "");
    step.spoke_own = cost(pair_.b, " AND query LIKE '%causeway.%'");
    step.live_p50_ms = live();
    return step;
  }

 private:
  StatementCost cost(const Side& side, const std::string& which) {
    std::istringstream row(world_.postgres().query(
        "postgres",
        "SELECT COALESCE(sum(calls), 0), COALESCE(sum(rows), 0), COALESCE(sum(wal_bytes), 0) FROM "
        "pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid WHERE d.datname = '" +
            side.database + "'" + which));
    StatementCost all;
    char bar = 0;
    row >> all.statements >> bar >> all.rows >> bar >> all.wal_bytes;
    constexpr auto posts = static_cast<double>(sample + 1);
    return {all.statements / posts, all.rows / posts, all.wal_bytes / posts};
  }

  // Over all channels in turn.
  double live() {
    SocketClient socket = pair_.b.socket();
    std::vector<double> times;
    for (int i = 0; i < live_posts; ++i) {
      std::this_thread::sleep_for(between);
      const std::string& channel = channels_[static_cast<std::size_t>(i) % channels_.size()];
      const Json post = pair_.a.person(bench_writer).write(channel, "live " + std::to_string(i));
      const auto answered = steady_clock::now();
      const auto event = socket.wait_for(SocketClient::posted(post.at("id")), cross_limit);
      if (!event) throw LabError("a post did not cross\n" + world_.logs());
      times.push_back(std::max(0.0, duration<double, std::milli>(event->at - answered).count()));
    }
    return percentile(times, 0.5);
  }

  World world_;
  BenchPair pair_;
  std::vector<std::string> channels_;
};

Json in_json(const StatementCost& cost) {
  return {{"statements", cost.statements}, {"rows", cost.rows}, {"wal_bytes", cost.wal_bytes}};
}

std::string in_words(const StatementCost& cost) {
  char text[64];
  std::snprintf(text, sizeof(text), "%.1f / %.1f / %.0f", cost.statements, cost.rows, cost.wal_bytes);
  return text;
}

}  // namespace

Json GrowthResult::json() const {
  Json list = Json::array();
  for (const GrowthStep& step : steps) {
    list.push_back({{"posts", step.posts},
                    {"channels", step.channels},
                    {"posts_per_second", step.posts_per_second},
                    {"cpu_ms_per_post", step.cpu_ms_per_post},
                    {"live_p50_ms", step.live_p50_ms},
                    {"home", in_json(step.home)},
                    {"spoke", in_json(step.spoke)},
                    {"home_own", in_json(step.home_own)},
                    {"spoke_own", in_json(step.spoke_own)}});
  }
  return list;
}

std::string GrowthResult::table() const {
  std::string text =
      "| posts in the channel | shared channels | backlog, posts/s | CPU a post, ms | live p50, ms | home: statements "
      "/ "
      "rows / WAL bytes a post | of Causeway's tables | receiver: statements / rows / WAL bytes a post | of Causeway's "
      "tables |\n|---|---|---|---|---|---|---|---|---|\n";
  for (const GrowthStep& step : steps) {
    char figures[160];
    std::snprintf(figures, sizeof(figures), "| %zu | %d | %.0f | %.1f | %.1f | ", step.posts, step.channels,
                  step.posts_per_second, step.cpu_ms_per_post, step.live_p50_ms);
    text += figures + in_words(step.home) + " | " + in_words(step.home_own) + " | " + in_words(step.spoke) + " | " +
            in_words(step.spoke_own) + " |\n";
  }
  return text;
}

GrowthResult run_growth(const std::filesystem::path& bundle, const GrowthOptions& options) {
  Growth growth(bundle);
  GrowthResult result;
  const auto measure = [&] {
    result.steps.push_back(growth.measure());
    const GrowthStep& step = result.steps.back();
    std::printf("%zu posts, %d channels: %.0f posts/s, %.1f ms of CPU a post, p50 %.1f ms\n", step.posts, step.channels,
                step.posts_per_second, step.cpu_ms_per_post, step.live_p50_ms);
    std::fflush(stdout);
  };
  growth.fill(sample);  // what is cold the first time is nobody's growth
  // Channels first: they are measured beside few posts, and posts beside many channels.
  for (const int channels : options.channels) {
    growth.share(channels);
    measure();
  }
  for (const std::size_t posts : options.posts) {
    growth.fill(posts);
    measure();
  }
  return result;
}

}  // namespace causeway::lab
