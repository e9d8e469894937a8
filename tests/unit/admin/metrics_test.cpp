#include "admin/metrics.h"

#include <gtest/gtest.h>

#include "admin/metered_peer.h"
#include "fakes/fake_peer.h"

namespace causeway::admin {
namespace {

bool holds(const std::string& page, const std::string& line) {
  return page.find('\n' + line + '\n') != std::string::npos;
}

TEST(MetricsTest, PageHasTheAskedForNamesWithHelpAndKind) {
  Metrics metrics;
  EXPECT_EQ(metrics.page({}), "");
  metrics.add(Metric::sync_counter, {{"remote_id", "r1"}, {"kind", "posts"}});
  metrics.add(Metric::sync_counter, {{"remote_id", "r1"}, {"kind", "posts"}});
  metrics.add(Metric::msg_errors, {{"remote_id", "r1"}, {"timeout", "true"}});
  const std::string page = metrics.page({{Metric::queue_size, {{"remote_id", "r1"}}, 7}});
  EXPECT_TRUE(holds(page, "# TYPE remote_cluster_msg_errors counter"));
  EXPECT_TRUE(holds(page, "shared_channels_sync_counter{remote_id=\"r1\",kind=\"posts\"} 2"));
  EXPECT_TRUE(holds(page, "remote_cluster_msg_errors{remote_id=\"r1\",timeout=\"true\"} 1"));
  EXPECT_TRUE(holds(page, "shared_channels_queue_size{remote_id=\"r1\"} 7"));
  EXPECT_EQ(metrics.page({}).find("queue_size"), std::string::npos) << "a gauge is of one page";
}

TEST(MetricsTest, HistogramCountsUpwards) {
  Metrics metrics;
  for (const double seconds : {0.004, 0.2, 0.2, 100.0})
    metrics.observe(Metric::sync_seconds, {{"kind", "posts"}}, seconds);
  const std::string page = metrics.page({});
  EXPECT_TRUE(holds(page, "causeway_sync_seconds_bucket{kind=\"posts\",le=\"0.005\"} 1"));
  EXPECT_TRUE(holds(page, "causeway_sync_seconds_bucket{kind=\"posts\",le=\"0.1\"} 1"));
  EXPECT_TRUE(holds(page, "causeway_sync_seconds_bucket{kind=\"posts\",le=\"0.25\"} 3"));
  EXPECT_TRUE(holds(page, "causeway_sync_seconds_bucket{kind=\"posts\",le=\"60\"} 3"));
  EXPECT_TRUE(holds(page, "causeway_sync_seconds_bucket{kind=\"posts\",le=\"+Inf\"} 4"));
  EXPECT_TRUE(holds(page, "causeway_sync_seconds_sum{kind=\"posts\"} 100.404"));
  EXPECT_TRUE(holds(page, "causeway_sync_seconds_count{kind=\"posts\"} 4"));
}

TEST(MetricsTest, LabelsCannotBreakOut) {
  Metrics metrics;
  metrics.add(Metric::msg_sent, {{"topic", "a\"b\\c\nd"}});
  EXPECT_TRUE(holds(metrics.page({}), "remote_cluster_msg_sent{topic=\"a\\\"b\\\\c\\nd\"} 1"));
}

TEST(MeteredPeerTest, CountsWhatThePeerAnsweredAndWhatFailed) {
  Metrics metrics;
  base::RealClock clock;
  auto fake = std::make_unique<fakes::FakePeer>();
  fake->serve("https://b.example", [](const fakes::PeerRequest&) {
    return peer::Answer{200, R"({"status":"OK","err":"","payload":null})", {}};
  });
  MeteredPeer peer(std::move(fake), metrics, clock);
  model::RemoteClusterFrame frame;
  frame.msg.topic = "sharedchannel_sync";
  const model::RemoteId id("r1");
  EXPECT_TRUE(peer.send_message({id, "https://b.example", "t"}, frame, {}).ok());
  EXPECT_FALSE(peer.send_message({id, "https://nobody.example", "t"}, frame, {}).ok());
  const std::string page = metrics.page({});
  EXPECT_TRUE(holds(page, "remote_cluster_msg_sent{remote_id=\"r1\",topic=\"sharedchannel_sync\"} 1"));
  EXPECT_TRUE(holds(page, "remote_cluster_msg_errors{remote_id=\"r1\",timeout=\"false\"} 1"));
  EXPECT_TRUE(holds(page, "causeway_send_seconds_count{remote_id=\"r1\"} 1"));
}

}  // namespace
}  // namespace causeway::admin
