#include "lab/bench_scenarios.h"

#include <algorithm>
#include <cmath>
#include <thread>

#include "lab/cpu_meter.h"

namespace causeway::lab {

using std::chrono::duration;
using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

namespace {

constexpr const char* writer = "wanda";  // of A
constexpr milliseconds cross_limit{60'000};
constexpr seconds backlog_limit{600};
constexpr seconds quiet_window{4};
constexpr double quiet_cores = 0.04;  // of all processes together: two servers at rest need less

double percentile(std::vector<double> values, double share) {
  if (values.empty()) throw LabError("nothing was measured");
  std::sort(values.begin(), values.end());
  const auto place = static_cast<std::size_t>(std::ceil(share * static_cast<double>(values.size())));
  return values[std::max<std::size_t>(place, 1) - 1];
}

std::vector<pid_t> everything(BenchPair& pair) {
  return {pair.a.server->pid(), pair.b.server->pid(), pair.world.postgres().pid()};
}

// Until all processes together do next to nothing.
void rest(BenchPair& pair) {
  const auto deadline = steady_clock::now() + seconds(120);
  while (steady_clock::now() < deadline) {
    const double before = tree_cpu_seconds(everything(pair));
    std::this_thread::sleep_for(quiet_window);
    const double used = tree_cpu_seconds(everything(pair)) - before;
    if (used < quiet_cores * static_cast<double>(quiet_window.count())) return;
  }
}

std::string shared_channel(BenchPair& pair) {
  const std::string name = "bench-" + pair.label + "-" + std::to_string(++pair.next_channel);
  const std::string channel = pair.world.new_channel(pair.a, name, "O", {writer});
  pair.world.share(pair.a, channel, pair.connection, pair.b);
  return channel;
}

std::size_t posts_in(BenchPair& pair, const Side& side, const std::vector<std::string>& channels) {
  std::string list;
  for (const std::string& channel : channels) list += (list.empty() ? "'" : ", '") + channel + "'";
  return std::stoul(pair.world.query(
      side, "SELECT count(*) FROM posts WHERE channelid IN (" + list + ") AND type = '' AND deleteat = 0"));
}

// Posts that are there as if people had written them while nobody listened. The servers hear of them with the next one.
void put_posts(BenchPair& pair, const std::string& channel, std::size_t count) {
  pair.world.postgres().run_sql(pair.a.database,
                                "INSERT INTO posts (id, createat, updateat, deleteat, userid, channelid, rootid, "
                                "originalid, message, type, props, "
                                "hashtags, filenames, fileids, hasreactions, editat, ispinned, remoteid) "
                                "SELECT substr(md5(random()::text), 1, 26), t, t, 0, '" +
                                    pair.a.person(writer).user_id() + "', '" + channel +
                                    "', '', '', 'line ' || n || ' of a long story', '', '{}', '', "
                                    "'[]', '[]', false, 0, false, '' FROM (SELECT n, floor(extract(epoch FROM "
                                    "clock_timestamp()) * 1000)::bigint - (" +
                                    std::to_string(count) + " - n) / 100 AS t FROM generate_series(1, " +
                                    std::to_string(count) + ") AS n) AS rows");
}

Measures single_post(BenchPair& pair) {
  constexpr int count = 25;
  const std::string channel = shared_channel(pair);
  SocketClient socket = pair.b.socket();
  std::vector<double> times;
  for (int i = 0; i < count; ++i) {
    const Json post = pair.a.person(writer).write(channel, "post " + std::to_string(i));
    const auto answered = steady_clock::now();
    const auto event = socket.wait_for(SocketClient::posted(post.at("id")), cross_limit);
    if (!event) throw LabError("a post did not cross");
    times.push_back(std::max(0.0, duration<double, std::milli>(event->at - answered).count()));
  }
  return {{"post_p50", percentile(times, 0.5)}, {"post_p99", percentile(times, 0.99)}};
}

// Posts a second until the last one is visible, and the CPU that all of it costs.
std::pair<double, double> backlog(BenchPair& pair, std::size_t count, int channels) {
  std::vector<std::string> names;
  for (int i = 0; i < channels; ++i) names.push_back(shared_channel(pair));
  rest(pair);
  const std::size_t each = count / static_cast<std::size_t>(channels);
  const double cpu_before = tree_cpu_seconds(everything(pair));
  const auto start = steady_clock::now();
  for (const std::string& name : names) put_posts(pair, name, each);
  for (const std::string& name : names) pair.a.person(writer).write(name, "and the last one");
  const std::size_t all = (each + 1) * names.size();
  while (posts_in(pair, pair.b, names) < all) {
    if (seconds_since(start) > static_cast<double>(backlog_limit.count())) throw LabError("the backlog did not cross");
    std::this_thread::sleep_for(milliseconds(200));
  }
  const double taken = seconds_since(start);
  rest(pair);
  const double cpu = tree_cpu_seconds(everything(pair)) - cpu_before;
  return {static_cast<double>(all) / taken, 1000 * cpu / static_cast<double>(all)};
}

Measures backlog_1000(BenchPair& pair) {
  return {{"backlog_1000", backlog(pair, 1000, 1).first}};
}
Measures backlog_5000(BenchPair& pair) {
  const auto [rate, cpu] = backlog(pair, 5000, 1);
  return {{"backlog_5000", rate}, {"cpu_per_post", cpu}};
}
Measures backlog_20000(BenchPair& pair) {
  return {{"backlog_20000", backlog(pair, 20'000, 1).first}};
}
Measures backlog_eight(BenchPair& pair) {
  return {{"backlog_8x625", backlog(pair, 5000, 8).first}};
}

// 50 posts a second on ten channels for a minute: how far the other side is behind.
Measures steady(BenchPair& pair) {
  constexpr int channels = 10, writers = 5, per_writer = 10, minute = 60;
  std::vector<std::string> names;
  for (int i = 0; i < channels; ++i) names.push_back(shared_channel(pair));
  SocketClient socket = pair.b.socket();
  std::mutex mutex;
  std::map<std::string, steady_clock::time_point> answered;
  {
    std::vector<std::jthread> threads;
    for (int w = 0; w < writers; ++w) {
      threads.emplace_back([&, w] {
        RestClient client = pair.a.person(writer).twin();
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
  RestClient& person = pair.a.person(writer);
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
  for (int i = 0; i < 200; ++i) pair.a.person(writer).write(channel, "waits " + std::to_string(i));
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
  pair.a.person(writer).write(channel, "and so that it goes on");  // for native, which otherwise waits
  eventually(cross_limit, [&] { return posts_in(pair, pair.b, {channel}) >= 201; });
  rest(pair);
  return {{"peer_down_cpu", cores}, {"heal", healed}};
}

Measures idle(BenchPair& pair) {
  constexpr int wanted = 50;
  constexpr seconds watched{30};
  for (int i = 0; i < wanted; ++i) shared_channel(pair);
  rest(pair);
  std::this_thread::sleep_for(seconds(10));
  const double before = tree_cpu_seconds(everything(pair));
  const auto start = steady_clock::now();
  std::this_thread::sleep_for(watched);
  return {{"idle_cpu", (tree_cpu_seconds(everything(pair)) - before) / seconds_since(start)}};
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
                                                    {"idle", 1, idle}};
  return scenarios;
}

}  // namespace causeway::lab
