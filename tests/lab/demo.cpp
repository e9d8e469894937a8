#include "lab/demo.h"

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <fstream>

#include "lab/pair.h"

namespace causeway::lab {

namespace fs = std::filesystem;
using std::chrono::duration;
using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

namespace {

constexpr int posts_each_way = 20;
constexpr milliseconds cross_limit{20'000};

class Report {
 public:
  void step(const std::string& text) const {
    std::printf("%6.1f s  %s\n", elapsed(), text.c_str());
    std::fflush(stdout);
  }
  double elapsed() const { return duration<double>(steady_clock::now() - start_).count(); }

 private:
  steady_clock::time_point start_ = steady_clock::now();
};

struct Latency {
  double p50 = 0;
  double max = 0;
};

std::string in_ms(double value) {
  char text[32];
  std::snprintf(text, sizeof(text), "%.1f ms", value);
  return text;
}

std::string in_mb(double value) {
  char text[32];
  std::snprintf(text, sizeof(text), "%.1f MB", value);
  return text;
}

SocketEvent expect_post(SocketClient& socket, const std::string& id, const std::string& what) {
  auto event = socket.wait_for(SocketClient::posted(id), cross_limit);
  if (!event) throw LabError(what + " did not cross within " + std::to_string(cross_limit.count() / 1000) + " s");
  return *event;
}

// From the answer to the writer on one side to the event in a web socket of the other side.
Latency measure(RestClient& writer, SocketClient& reader, const std::string& channel, const std::string& where) {
  std::vector<double> times;
  for (int i = 1; i <= posts_each_way; ++i) {
    const std::string message = "post " + std::to_string(i) + " " + where;
    const Json post = writer.write(channel, message);
    const auto answered = steady_clock::now();
    const SocketEvent event = expect_post(reader, post.at("id"), message);
    if (event.post.value("message", "") != message ||
        event.post.value("create_at", 0LL) != post.value("create_at", 1LL)) {
      throw LabError("a post changed on its way: " + event.post.dump());
    }
    times.push_back(std::max(0.0, duration<double, std::milli>(event.at - answered).count()));
  }
  std::sort(times.begin(), times.end());
  return {times[times.size() / 2], times.back()};
}

void show_thread(Side& home, Side& remote, SocketClient& on_a, SocketClient& on_b, const std::string& channel) {
  RestClient& alice = home.person("alice");
  RestClient& bob = remote.person("bob");
  const std::string root = alice.write(channel, "a thread begins here").at("id");
  expect_post(on_b, root, "the thread's root");
  const std::string first = bob.write(channel, "an answer from b", root).at("id");
  expect_post(on_a, first, "the reply from b");
  const std::string second = alice.write(channel, "and one from a", root).at("id");
  expect_post(on_b, second, "the reply from a");
  const std::vector<std::string> expected{root, first, second};
  for (RestClient* reader : {&alice, &bob}) {
    const Json thread = reader->thread(root);
    std::vector<std::string> ids = thread.at("order").get<std::vector<std::string>>();
    std::sort(ids.begin(), ids.end(), [&](const auto& left, const auto& right) {
      return thread["posts"][left]["create_at"] < thread["posts"][right]["create_at"];
    });
    if (ids != expected) throw LabError("the thread differs on " + reader->base_url() + ": " + thread.dump());
  }
}

void wait_for_interrupt() {
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGINT);
  sigaddset(&ends, SIGTERM);
  int number = 0;
  sigwait(&ends, &number);
}

void print_logins(Pair& pair) {
  for (const Side* side : {&pair.a, &pair.b}) {
    std::printf("  server %s: %s  admin / %s", side->server->name().c_str(), side->server->url().c_str(), lab_password);
    for (const auto& person : side->people) std::printf(", %s / %s", person.first.c_str(), lab_password);
    std::printf("\n    log: %s\n", side->server->log().c_str());
  }
  std::printf("  until Ctrl-C\n");
  std::fflush(stdout);
}

std::string versions(Pair& pair, const fs::path& bundle) {
  std::string text = "Mattermost " + pair.a.admin->get("/api/v4/config/client?format=old").value("Version", "?");
  for (const auto& plugin : pair.a.admin->get("/api/v4/plugins").at("active")) {
    if (plugin.value("id", "") == plugin_id) text += ", causeway " + plugin.value("version", "?");
  }
  return text + ", bundle " + bundle.filename().string() + " of " +
         in_mb(static_cast<double>(fs::file_size(bundle)) / 1e6);
}

void write_figures(const Latency& ab, const Latency& ba, double rss_a, double rss_b, double taken) {
  const Json figures{{"posts", 2 * posts_each_way},
                     {"p50_ms", {{"ab", ab.p50}, {"ba", ba.p50}}},
                     {"max_ms", {{"ab", ab.max}, {"ba", ba.max}}},
                     {"rss_mb", {{"a", rss_a}, {"b", rss_b}}},
                     {"seconds", taken}};
  std::ofstream(source_folder() / "out" / "demo.json") << figures.dump(2) << "\n";
}

void show(Pair& pair, const fs::path& bundle, const Report& report) {
  report.step("plugin uploaded and running on both: " + versions(pair, bundle));
  const std::string connection = pair.connect();
  report.step("connected: /secure-connection create on a, accept on b; id " + connection);
  const std::string channel = pair.share_new_channel("causeway-demo", "O", connection, {"alice"});
  pair.b.admin->join_channel(channel, pair.b.admin->user_id());
  pair.b.admin->join_channel(channel, pair.b.person("bob").user_id());
  report.step("shared: channel " + channel + " exists on both with the same id");

  SocketClient on_a(pair.a.server->port(), pair.a.admin->token());
  SocketClient on_b(pair.b.server->port(), pair.b.admin->token());
  const Latency ab = measure(pair.a.person("alice"), on_b, channel, "from a");
  report.step("a to b, " + std::to_string(posts_each_way) + " posts: p50 " + in_ms(ab.p50) + ", max " + in_ms(ab.max));
  const Latency ba = measure(pair.b.person("bob"), on_a, channel, "from b");
  report.step("b to a, " + std::to_string(posts_each_way) + " posts: p50 " + in_ms(ba.p50) + ", max " + in_ms(ba.max));
  show_thread(pair.a, pair.b, on_a, on_b, channel);
  report.step("thread: root and two replies, same ids and order on both");

  const auto process_a = plugin_process(*pair.a.server);
  const auto process_b = plugin_process(*pair.b.server);
  if (!process_a || !process_b) throw LabError("a plugin process is gone");
  report.step("memory of the plugin: a " + in_mb(process_a->rss_mb) + ", b " + in_mb(process_b->rss_mb));
  write_figures(ab, ba, process_a->rss_mb, process_b->rss_mb, report.elapsed());
  report.step("figures: out/demo.json");
}

}  // namespace

void run_demo(const fs::path& bundle, bool keep) {
  const Report report;
  report.step("starting PostgreSQL and two Mattermost servers");
  PairOptions options;
  options.bundle = bundle;
  Pair pair(options);
  try {
    show(pair, bundle, report);
  } catch (const std::exception& error) {
    pair.keep_files();
    throw LabError(std::string(error.what()) + "\n" + pair.logs());
  }
  if (keep) {
    print_logins(pair);
    wait_for_interrupt();
  }
}

void run_servers(const fs::path& bundle) {
  const Report report;
  PairOptions options;
  options.bundle = bundle;
  Pair pair(options);
  report.step(bundle.empty() ? "two servers without a plugin" : "two servers with " + bundle.string());
  print_logins(pair);
  wait_for_interrupt();
}

}  // namespace causeway::lab
