#include "lab/bench_words.h"

#include <algorithm>
#include <cmath>
#include <thread>

#include "lab/cpu_meter.h"

namespace causeway::lab {

using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

namespace {

constexpr seconds backlog_limit{600};
constexpr seconds quiet_window{4};
constexpr double quiet_cores = 0.04;  // of all processes together: two servers at rest need less

// Posts that are there as if people had written them while nobody listened. The servers hear of them with the next one.
void put_posts(BenchPair& pair, const std::string& channel, std::size_t count) {
  pair.world.postgres().run_sql(pair.a.database,
                                "INSERT INTO posts (id, createat, updateat, deleteat, userid, channelid, rootid, "
                                "originalid, message, type, props, "
                                "hashtags, filenames, fileids, hasreactions, editat, ispinned, remoteid) "
                                "SELECT substr(md5(random()::text), 1, 26), t, t, 0, '" +
                                    pair.a.person(bench_writer).user_id() + "', '" + channel +
                                    "', '', '', 'line ' || n || ' of a long story', '', '{}', '', "
                                    "'[]', '[]', false, 0, false, '' FROM (SELECT n, floor(extract(epoch FROM "
                                    "clock_timestamp()) * 1000)::bigint - (" +
                                    std::to_string(count) + " - n) / 100 AS t FROM generate_series(1, " +
                                    std::to_string(count) + ") AS n) AS rows");
}

}  // namespace

double percentile(std::vector<double> values, double share) {
  if (values.empty()) throw LabError("nothing was measured");
  std::sort(values.begin(), values.end());
  const auto place = static_cast<std::size_t>(std::ceil(share * static_cast<double>(values.size())));
  return values[std::max<std::size_t>(place, 1) - 1];
}

std::vector<pid_t> everything(BenchPair& pair) {
  return {pair.a.server->pid(), pair.b.server->pid(), pair.world.postgres().pid()};
}

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
  const std::string channel = pair.world.new_channel(pair.a, name, "O", {bench_writer});
  pair.world.share(pair.a, channel, pair.connection, pair.b);
  return channel;
}

std::size_t posts_in(BenchPair& pair, const Side& side, const std::vector<std::string>& channels) {
  std::string list;
  for (const std::string& channel : channels) list += (list.empty() ? "'" : ", '") + channel + "'";
  return std::stoul(pair.world.query(
      side, "SELECT count(*) FROM posts WHERE channelid IN (" + list + ") AND type = '' AND deleteat = 0"));
}

std::vector<std::string> new_channels(BenchPair& pair, int count) {
  std::vector<std::string> names;
  for (int i = 0; i < count; ++i) names.push_back(shared_channel(pair));
  return names;
}

Crossing backlog(BenchPair& pair, const std::vector<std::string>& channels, std::size_t count) {
  rest(pair);
  const std::size_t each = count / channels.size();
  const std::size_t all = posts_in(pair, pair.a, channels) + (each + 1) * channels.size();
  const double cpu_before = tree_cpu_seconds(everything(pair));
  const auto start = steady_clock::now();
  for (const std::string& channel : channels) put_posts(pair, channel, each);
  for (const std::string& channel : channels) pair.a.person(bench_writer).write(channel, "and the last one");
  while (posts_in(pair, pair.b, channels) < all) {
    if (seconds_since(start) > static_cast<double>(backlog_limit.count())) throw LabError("the backlog did not cross");
    std::this_thread::sleep_for(milliseconds(200));
  }
  const double taken = seconds_since(start);
  rest(pair);
  const double cpu = tree_cpu_seconds(everything(pair)) - cpu_before;
  const auto posts = static_cast<double>((each + 1) * channels.size());
  return {posts / taken, 1000 * cpu / posts};
}

}  // namespace causeway::lab
