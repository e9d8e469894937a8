// Figures for operators, of real servers, as Prometheus' own tool reads them.
#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

#include "pair_suite.h"

namespace causeway::live {
namespace {

using lab::Json;
using lab::Reply;
using lab::RestClient;
using lab::Side;

constexpr std::chrono::seconds cross_limit{15};
const std::string page = "/plugins/causeway/api/v1/metrics";

class Metrics : public PairSuite {
 protected:
  static void SetUpTestSuite() {
    pair_ = start_pair({});
    connection_ = pair_->connect();
    channel_ = pair_->share_new_channel("figures", "O", connection_, {"alice"});
    pair_->enter(pair_->b, channel_, {"bob"});
  }
  static void TearDownTestSuite() { end_pair(pair_); }

  static std::string text(Side& side) {
    const Reply reply = side.admin->call("GET", page);
    EXPECT_EQ(reply.status, 200) << reply.text;
    return reply.text;
  }
  // The value of the sample that begins so; -1 when there is none.
  static double value(const std::string& text, const std::string& name, const std::string& label) {
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
      const bool named = line.rfind(name + "{", 0) == 0 && line.find(label) != std::string::npos;
      if (named) return std::stod(line.substr(line.rfind(' ') + 1));
    }
    return -1;
  }

  static inline std::unique_ptr<lab::Pair> pair_;
  static inline std::string connection_, channel_;
};

TEST_F(Metrics, CountWhatCrosses) {
  const double before = value(text(pair_->a), "remote_cluster_msg_sent", R"(door="message")");
  for (int i = 0; i < 5; ++i) {
    const std::string post = pair_->a.person("alice").write(channel_, "post " + std::to_string(i)).at("id");
    ASSERT_TRUE(
        lab::eventually(cross_limit, [&] { return pair_->b.admin->call("GET", "/api/v4/posts/" + post).ok(); }));
  }
  const std::string at_a = text(pair_->a), at_b = text(pair_->b);
  EXPECT_GE(value(at_a, "remote_cluster_msg_sent", R"(door="message")"), before + 5);
  EXPECT_GE(value(at_a, "shared_channels_sync_counter", R"(kind="posts",outcome="done")"), 5);
  EXPECT_GE(value(at_a, "causeway_request_duration_seconds_count", connection_), 6);
  EXPECT_GT(value(at_a, "causeway_sent_bytes_total", R"(door="message")"), 1000);
  EXPECT_GE(value(at_b, "causeway_messages_received_total", R"(topic="sharedchannel_sync",answer="taken")"), 5);
  EXPECT_EQ(value(at_a, "causeway_connection_online", connection_), 1);
  EXPECT_EQ(value(at_a, "causeway_connection_state", R"(state="connected")"), 1);
  EXPECT_EQ(value(at_a, "causeway_connection_state", R"(state="paused")"), 0);
  EXPECT_EQ(value(at_a, "causeway_shared_channels", connection_), 1);
  EXPECT_EQ(value(at_a, "causeway_dead_letters", connection_), 0);
  EXPECT_GE(value(at_a, "shared_channels_queue_size", connection_), 0);
}

TEST_F(Metrics, ShowWhatWaitsAndWhatFails) {
  ASSERT_TRUE(pair_->b.admin->call("POST", "/api/v4/plugins/causeway/disable").ok());
  pair_->a.person("alice").write(channel_, "this one waits");
  EXPECT_TRUE(lab::eventually(cross_limit, [&] {
    const std::string now = text(pair_->a);
    return value(now, "causeway_pending_posts", connection_) >= 1 &&
           value(now, "causeway_lag_seconds", connection_) > 0 &&
           value(now, "causeway_failed_attempts", connection_) >= 1 &&
           value(now, "remote_cluster_msg_errors", connection_) >= 1 &&
           value(now, "shared_channels_sync_counter", R"(outcome="retried")") >= 1;
  })) << text(pair_->a);
  ASSERT_TRUE(pair_->b.admin->call("POST", "/api/v4/plugins/causeway/enable").ok());
  EXPECT_TRUE(lab::eventually(std::chrono::seconds(60),
                              [&] { return value(text(pair_->a), "causeway_pending_posts", connection_) == 0; }));
}

TEST_F(Metrics, AreForAdministratorsAndNameNobody) {
  RestClient stranger(pair_->a.server->url());
  EXPECT_EQ(stranger.call("GET", page).status, 401);
  EXPECT_EQ(pair_->a.person("alice").call("GET", page).status, 403);
  const std::string all = text(pair_->a);
  for (const char* word : {"alice", "bob", "post 1", "token"}) EXPECT_EQ(all.find(word), std::string::npos) << word;
}

// The four names that were asked for have no ending for counters, and one has "counter" in it; nothing else is said.
TEST_F(Metrics, PromtoolHasNothingElseToSay) {
  const char* promtool = std::getenv("CAUSEWAY_PROMTOOL");
  ASSERT_TRUE(promtool != nullptr && *promtool != '\0') << "CAUSEWAY_PROMTOOL names no promtool (build/promtool.sh)";
  const auto folder = pair_->folder().files();
  std::ofstream(folder / "figures.txt") << text(pair_->a);
  const std::string line = std::string(promtool) + " check metrics < '" + (folder / "figures.txt").string() + "' > '" +
                           (folder / "lints.txt").string() + "' 2>&1";
  const int status = std::system(line.c_str());
  std::ifstream in(folder / "lints.txt");
  const std::set<std::string> accepted{"shared_channels_sync_counter", "remote_cluster_msg_sent",
                                       "remote_cluster_msg_errors"};
  int lints = 0;
  for (std::string lint; std::getline(in, lint); ++lints) {
    EXPECT_EQ(accepted.count(lint.substr(0, lint.find(' '))), 1U) << lint;
  }
  EXPECT_TRUE(status == 0 || lints > 0) << "promtool could not read it";
  EXPECT_GT(lints, 0) << "it is really asked";
}

}  // namespace
}  // namespace causeway::live
