#include "lab/catchup.h"

#include <algorithm>
#include <thread>
#include <vector>

#include "lab/pair.h"

namespace causeway::lab {

namespace fs = std::filesystem;
using std::chrono::duration;
using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

namespace {

constexpr seconds outage_patience{120};
constexpr seconds catch_up_patience{600};
constexpr seconds live_patience{60};
constexpr milliseconds live_pause{200};

PairOptions world(const fs::path& bundle) {
  PairOptions options;
  options.bundle = bundle;
  options.proxies = true;
  options.people_a = {"alice"};
  options.people_b = {"bob"};
  return options;
}

std::string shared_channel(Pair& pair, const std::string& name, const std::string& connection) {
  const std::string channel = pair.share_new_channel(name, "O", connection, {"alice"});
  pair.enter(pair.b, channel, {"bob"});
  return channel;
}

std::size_t posts_on(Pair& pair, Side& side, const std::string& channel, const std::string& like) {
  return std::stoul(pair.query(side, "SELECT count(*) FROM posts WHERE channelid = '" + channel +
                                         "' AND type = '' AND message LIKE '" + like + "'"));
}

// Rows of the last hour that no hook tells of, and a share that is as old.
void insert_backlog(Pair& pair, const std::string& channel, std::size_t count) {
  pair.query(pair.a,
             "UPDATE causeway.channel_remotes SET create_at = create_at - 7200000, last_post_update_at = 0, "
             "last_post_update_id = '' WHERE channel_id = '" +
                 channel + "'");
  pair.query(pair.a,
             "INSERT INTO posts (id, createat, updateat, editat, deleteat, ispinned, userid, channelid, rootid, "
             "originalid, message, type, props, hashtags, filenames, fileids, hasreactions, remoteid) "
             "SELECT lpad(i::text, 26, 'b'), t, t, 0, 0, false, '" +
                 pair.a.person("alice").user_id() + "', '" + channel +
                 "', '', '', 'backlog ' || i, '', '{}', '', '[]', '[]', false, '' FROM (SELECT i, (extract(epoch FROM "
                 "now()) * 1000)::bigint - 3600000 + i::bigint * 3000000 / " +
                 std::to_string(count) + " AS t FROM generate_series(1, " + std::to_string(count) + ") i) AS rows");
}

struct Latencies {
  std::vector<double> values;  // milliseconds
  double at(double part) {
    if (values.empty()) return 0;
    std::sort(values.begin(), values.end());
    return values[static_cast<std::size_t>(part * static_cast<double>(values.size() - 1))];
  }
};

double live_post(RestClient& writer, SocketClient& reader, const std::string& channel) {
  const auto reply = writer.call_json("POST", "/api/v4/posts", {{"channel_id", channel}, {"message", "live"}});
  if (!reply.ok()) throw LabError("a live post failed: " + reply.text);
  const auto event = reader.wait_for(SocketClient::posted(reply.body.at("id")), live_patience);
  if (!event) throw LabError("a live post never came");
  return std::max(0.0, duration<double, std::milli>(event->at - reply.at).count());
}

}  // namespace

OutageResult run_outage(const fs::path& bundle, const OutageOptions& options) {
  Pair pair(world(bundle));
  const std::string channel = shared_channel(pair, "outage", pair.connect());
  OutageResult result;
  result.options = options;
  SocketClient alice(pair.a.server->port(), pair.a.person("alice").token());
  pair.b.proxy->set_mode(FaultProxy::Mode::refuse);
  const auto begin = steady_clock::now();
  for (std::size_t i = 0; i < options.posts; ++i) {
    pair.a.person("alice").write(channel, "outage " + std::to_string(i));
  }
  const auto waiting_since = steady_clock::now();
  const auto before = plugin_process(*pair.a.server);
  std::this_thread::sleep_until(begin + options.time);
  const auto after = plugin_process(*pair.a.server);
  if (before && after)
    result.cpu_percent = 100 * (after->cpu_seconds - before->cpu_seconds) / seconds_since(waiting_since);
  pair.b.proxy->set_mode(FaultProxy::Mode::pass);
  const auto back = steady_clock::now();
  const bool equal =
      eventually(outage_patience, [&] { return posts_on(pair, pair.b, channel, "outage %") >= options.posts; });
  if (equal) result.equal_after = seconds_since(back);
  result.copies = posts_on(pair, pair.b, channel, "outage %");
  for (const auto& event : alice.events()) result.notices += event.event == "ephemeral_message" ? 1U : 0U;
  if (!equal) pair.keep_files();
  return result;
}

CatchUpResult run_catch_up(const fs::path& bundle, const CatchUpOptions& options) {
  Pair pair(world(bundle));
  const std::string connection = pair.connect();
  const std::string full = shared_channel(pair, "full", connection);
  const std::string quiet = shared_channel(pair, "quiet", connection);
  CatchUpResult result;
  result.options = options;
  SocketClient on_b(pair.b.server->port(), pair.b.admin->token());
  insert_backlog(pair, full, options.posts);
  const auto begin = steady_clock::now();
  Latencies other, same;
  while (seconds_since(begin) < duration<double>(catch_up_patience).count()) {
    other.values.push_back(live_post(pair.a.person("alice"), on_b, quiet));
    same.values.push_back(live_post(pair.a.person("alice"), on_b, full));
    result.live_posts += 2;
    if (posts_on(pair, pair.b, full, "backlog %") >= options.posts) {
      result.seconds = seconds_since(begin);
      break;
    }
    std::this_thread::sleep_for(live_pause);
  }
  result.other_p50 = other.at(0.5);
  result.other_max = other.at(1);
  result.same_p50 = same.at(0.5);
  result.same_max = same.at(1);
  if (result.seconds < 0) pair.keep_files();
  return result;
}

Json OutageResult::json() const {
  return {{"outage_seconds", options.time.count()},
          {"posts", options.posts},
          {"equal_after", equal_after},
          {"cpu_percent", cpu_percent},
          {"notices", notices},
          {"copies", copies}};
}

Json CatchUpResult::json() const {
  return {{"posts", options.posts},    {"seconds", seconds},        {"live_posts", live_posts},
          {"other_p50_ms", other_p50}, {"other_max_ms", other_max}, {"same_p50_ms", same_p50},
          {"same_max_ms", same_max}};
}

}  // namespace causeway::lab
