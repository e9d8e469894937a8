#include "admin/metrics.h"

#include <gtest/gtest.h>

#include "admin/report.h"
#include "fakes/fake_store.h"

namespace causeway::admin {
namespace {

using std::chrono::milliseconds;

TEST(ExpositionText, HasEveryFamilyOnceAndEscapesWhatPeopleWrite) {
  Exposition out;
  out.family("a_total", Exposition::Kind::counter, "Help.");
  out.sample({{"name", "x\"y\\z\n"}}, 3);
  out.sample({}, 0.25);
  out.family("b_seconds", Exposition::Kind::histogram, "More help.");
  out.histogram({{"r", "1"}}, {0.5, 1}, {2, 3, 5}, 7.5);
  EXPECT_EQ(out.take(),
            "# HELP a_total Help.\n# TYPE a_total counter\n"
            "a_total{name=\"x\\\"y\\\\z\\n\"} 3\na_total 0.25\n"
            "# HELP b_seconds More help.\n# TYPE b_seconds histogram\n"
            "b_seconds_bucket{r=\"1\",le=\"0.5\"} 2\nb_seconds_bucket{r=\"1\",le=\"1\"} 3\n"
            "b_seconds_bucket{r=\"1\",le=\"+Inf\"} 5\nb_seconds_sum{r=\"1\"} 7.5\nb_seconds_count{r=\"1\"} 5\n");
}

class MetricsTest : public testing::Test {
 protected:
  std::string text() {
    Exposition out;
    metrics_.write(out, {{r1_, "b"}});
    return out.take();
  }
  bool says(const std::string& line) { return text().find(line + "\n") != std::string::npos; }

  const model::RemoteId r1_{"r1"};
  Metrics metrics_;
};

TEST_F(MetricsTest, CountsByRemote) {
  const base::Error error = base::retry_later("peer_unreachable", "nobody");
  metrics_.sent(r1_, Metrics::Door::message, 100, milliseconds(3), nullptr);
  metrics_.sent(r1_, Metrics::Door::message, 50, milliseconds(700), &error);
  metrics_.sent(model::RemoteId("removed"), Metrics::Door::message, 1, milliseconds(1), nullptr);
  metrics_.synced(r1_, model::TaskKind::posts, false);
  metrics_.synced(r1_, model::TaskKind::posts, true);
  metrics_.synced(r1_, model::TaskKind::posts, false);
  metrics_.received(r1_, "sharedchannel_sync", true);
  const std::string of = "{remote=\"b\",remote_id=\"r1\"";
  EXPECT_TRUE(says("remote_cluster_msg_sent" + of + ",door=\"message\"} 2")) << text();
  EXPECT_TRUE(says("remote_cluster_msg_errors" + of + ",error=\"peer_unreachable\"} 1")) << text();
  EXPECT_TRUE(says("causeway_sent_bytes_total" + of + ",door=\"message\"} 150")) << text();
  EXPECT_TRUE(says("shared_channels_sync_counter" + of + ",kind=\"posts\",outcome=\"done\"} 2")) << text();
  EXPECT_TRUE(says("shared_channels_sync_counter" + of + ",kind=\"posts\",outcome=\"retried\"} 1")) << text();
  EXPECT_TRUE(says("causeway_messages_received_total" + of + ",topic=\"sharedchannel_sync\",answer=\"taken\"} 1"));
  EXPECT_EQ(text().find("removed"), std::string::npos);
}

TEST_F(MetricsTest, DurationsAreCumulative) {
  for (const int ms : {1, 5, 6, 400, 90'000}) metrics_.sent(r1_, Metrics::Door::ping, 0, milliseconds(ms), nullptr);
  const std::string bucket = "causeway_request_duration_seconds_bucket{remote=\"b\",remote_id=\"r1\",le=\"";
  EXPECT_TRUE(says(bucket + "0.005\"} 2")) << text();
  EXPECT_TRUE(says(bucket + "0.01\"} 3"));
  EXPECT_TRUE(says(bucket + "0.5\"} 4"));
  EXPECT_TRUE(says(bucket + "60\"} 4"));
  EXPECT_TRUE(says(bucket + "+Inf\"} 5"));
  EXPECT_TRUE(says("causeway_request_duration_seconds_count{remote=\"b\",remote_id=\"r1\"} 5"));
}

TEST(ReportFiles, HoldNoSecrets) {
  const base::RealClock clock;
  fakes::FakeStore store{clock, 1};
  config::Current current;
  config::Snapshot snapshot;
  snapshot.settings.data_source = "postgres://u:hidden-word@h/db";
  snapshot.settings.secret = "hidden-secret";
  current.set(snapshot);
  model::Remote remote;
  remote.id = model::RemoteId("r1");
  remote.name = "b";
  remote.state = model::RemoteState::connected;
  remote.outgoing_token = "hidden-token";
  remote.incoming_digest = "hidden-digest";
  ASSERT_TRUE(store.add_remote(remote).ok());
  Health health{store, current, clock};
  const Metrics metrics;
  Report report{store, health, metrics, current};
  const auto files = report.support();
  ASSERT_EQ(files.size(), 5U);
  std::string all;
  for (const auto& file : files) {
    EXPECT_EQ(file.name.rfind("causeway/", 0), 0U);
    EXPECT_FALSE(file.body.empty());
    all += file.body;
  }
  EXPECT_EQ(all.find("hidden"), std::string::npos) << all;
  EXPECT_NE(all.find("\"DataSource\":\"set\""), std::string::npos);
  EXPECT_NE(all.find("shared_channels_queue_size{remote=\"b\",remote_id=\"r1\"} 0"), std::string::npos) << all;
  EXPECT_NE(all.find("causeway_connection_state{remote=\"b\",remote_id=\"r1\",state=\"connected\"} 1"),
            std::string::npos);
  EXPECT_NE(all.find("process_resident_memory_bytes "), std::string::npos);
}

}  // namespace
}  // namespace causeway::admin
