#include "lab/bench_scenarios.h"

#include <algorithm>
#include <thread>

#include "lab/bench_words.h"
#include "lab/cpu_meter.h"
#include "lab/crowd.h"

namespace causeway::lab {

using std::chrono::duration;
using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

namespace {

constexpr milliseconds cross_limit{60'000};
constexpr seconds members_limit{900};

Measures single_post(BenchPair& pair) {
  constexpr int count = 25;
  const std::string channel = shared_channel(pair);
  SocketClient socket = pair.b.socket();
  std::vector<double> times;
  for (int i = 0; i < count; ++i) {
    const Json post = pair.a.person(bench_writer).write(channel, "post " + std::to_string(i));
    const auto answered = steady_clock::now();
    const auto event = socket.wait_for(SocketClient::posted(post.at("id")), cross_limit);
    if (!event) throw LabError("a post did not cross");
    times.push_back(std::max(0.0, duration<double, std::milli>(event->at - answered).count()));
  }
  return {{"post_p50", percentile(times, 0.5)}, {"post_p99", percentile(times, 0.99)}};
}

Measures backlog_1000(BenchPair& pair) {
  return {{"backlog_1000", backlog(pair, new_channels(pair, 1), 1000).posts_per_second}};
}
Measures backlog_5000(BenchPair& pair) {
  const Crossing crossing = backlog(pair, new_channels(pair, 1), 5000);
  return {{"backlog_5000", crossing.posts_per_second}, {"cpu_per_post", crossing.cpu_ms_per_post}};
}
Measures backlog_20000(BenchPair& pair) {
  return {{"backlog_20000", backlog(pair, new_channels(pair, 1), 20'000).posts_per_second}};
}
Measures backlog_eight(BenchPair& pair) {
  return {{"backlog_8x625", backlog(pair, new_channels(pair, 8), 5000).posts_per_second}};
}

// 50 posts a second on ten channels for a minute: how far the other side is behind.
Measures steady(BenchPair& pair) {
  constexpr int channels = 10, writers = 5, per_writer = 10, minute = 60;
  const std::vector<std::string> names = new_channels(pair, channels);
  SocketClient socket = pair.b.socket();
  std::mutex mutex;
  std::map<std::string, steady_clock::time_point> answered;
  {
    std::vector<std::jthread> threads;
    for (int w = 0; w < writers; ++w) {
      threads.emplace_back([&, w] {
        RestClient client = pair.a.person(bench_writer).twin();
        auto next = steady_clock::now() + milliseconds(20 * w);
        for (int i = 0; i < per_writer * minute; ++i, next += milliseconds(1000 / per_writer)) {
          std::this_thread::sleep_until(next);
          const auto& channel = names[static_cast<std::size_t>((w + i * writers) % channels)];
          const std::string id = client.write(channel, "steady " + std::to_string(i)).at("id");
          const std::lock_guard lock(mutex);
          answered.emplace(id, steady_clock::now());
        }
      });
    }
  }
  const auto mine = [&](const SocketEvent& event) {
    return event.event == "posted" && answered.count(event.post.value("id", "")) != 0;
  };
  if (socket.wait_for_count(mine, answered.size(), cross_limit) < answered.size())
    throw LabError("posts did not cross");
  std::vector<double> lags;
  for (const SocketEvent& event : socket.events()) {
    if (!mine(event)) continue;
    const auto at = answered.at(event.post.at("id"));
    lags.push_back(std::max(0.0, duration<double, std::milli>(event.at - at).count()));
  }
  rest(pair);
  return {{"steady_p50", percentile(lags, 0.5)}, {"steady_p99", percentile(lags, 0.99)}};
}

Measures large_file(BenchPair& pair) {
  const std::string channel = shared_channel(pair);
  RestClient& person = pair.a.person(bench_writer);
  const std::string file = person.upload_file(channel, "large.bin", std::string(100'000'000, 'x'));
  rest(pair);
  const std::string post = person.write(channel, "a large file", {}, {file}).at("id");
  const auto start = steady_clock::now();
  const bool there = eventually(seconds(120), [&] {
    return pair.b.admin->call("GET", "/api/v4/files/" + file + "/info").ok() &&
           pair.b.admin->call("GET", "/api/v4/posts/" + post).ok();
  });
  if (!there) throw LabError("the file did not cross");
  return {{"file_100mb", seconds_since(start)}};
}

// The peer is gone, 200 posts wait: what that costs here. Then it comes back, and nobody writes anything.
Measures outage(BenchPair& pair) {
  constexpr seconds gone{20};
  constexpr seconds heal_limit{60};
  const std::string channel = shared_channel(pair);
  rest(pair);
  pair.b.server->stop();
  const auto stopped = steady_clock::now();
  for (int i = 0; i < 200; ++i) pair.a.person(bench_writer).write(channel, "waits " + std::to_string(i));
  std::this_thread::sleep_for(seconds(5));
  const std::vector<pid_t> here{pair.a.server->pid(), pair.world.postgres().pid()};
  const double before = tree_cpu_seconds(here);
  const auto start = steady_clock::now();
  std::this_thread::sleep_until(std::max(stopped + gone, start + seconds(10)));
  const double cores = (tree_cpu_seconds(here) - before) / seconds_since(start);
  pair.b.server->start();
  pair.b.server->wait_until_up();
  const auto back = steady_clock::now();
  while (posts_in(pair, pair.b, {channel}) < 200 && steady_clock::now() < back + heal_limit) {
    std::this_thread::sleep_for(milliseconds(100));
  }
  const double healed = seconds_since(back);
  pair.a.person(bench_writer).write(channel, "and so that it goes on");  // for native, which otherwise waits
  eventually(cross_limit, [&] { return posts_in(pair, pair.b, {channel}) >= 201; });
  rest(pair);
  return {{"peer_down_cpu", cores}, {"heal", healed}};
}

Measures idle(BenchPair& pair) {
  constexpr int wanted = 50;
  constexpr seconds watched{30};
  new_channels(pair, wanted);
  rest(pair);
  std::this_thread::sleep_for(seconds(10));
  const double before = tree_cpu_seconds(everything(pair));
  const auto start = steady_clock::now();
  std::this_thread::sleep_for(watched);
  return {{"idle_cpu", (tree_cpu_seconds(everything(pair)) - before) / seconds_since(start)}};
}

// A thousand people of a channel that is shared; they are new to the other side.
Measures members(BenchPair& pair) {
  constexpr int count = 1000;
  add_crowd(pair.world, pair.a, count);
  const std::string channel = pair.world.new_channel(pair.a, "bench-" + pair.label + "-members", "O", {bench_writer});
  enter_crowd(pair.world, pair.a, channel, count);
  rest(pair);
  const auto start = steady_clock::now();
  pair.world.share(pair.a, channel, pair.connection, pair.b);
  if (!eventually(members_limit, [&] { return crowd_in(pair.world, pair.b, channel) >= count; })) {
    throw LabError("the members did not cross: " + std::to_string(crowd_in(pair.world, pair.b, channel)));
  }
  const double taken = seconds_since(start);
  rest(pair);
  return {{"members_1000", count / taken}};
}

}  // namespace

const std::vector<BenchScenario>& bench_scenarios() {
  static const std::vector<BenchScenario> scenarios{{"post", 3, single_post},
                                                    {"backlog_1000", 3, backlog_1000},
                                                    {"backlog_5000", 3, backlog_5000},
                                                    {"backlog_8x625", 3, backlog_eight},
                                                    {"backlog_20000", 1, backlog_20000},
                                                    {"steady", 2, steady},
                                                    {"file", 3, large_file},
                                                    {"outage", 1, outage},
                                                    {"idle", 1, idle},
                                                    {"members", 1, members}};
  return scenarios;
}

}  // namespace causeway::lab
