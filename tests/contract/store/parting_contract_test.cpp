#include "contract/store/store_suite.h"

namespace causeway::contract {
namespace {

using Ended = store::Store::Ended;
using model::RemoteState;

class PartingContract : public StoreContract {
 protected:
  void share(const std::string& channel, const std::string& remote, bool home = true) {
    model::SharedChannel shared;
    shared.id = ChannelId(channel);
    shared.home = home;
    ASSERT_TRUE(store().save_shared_channel(shared).ok());
    model::ChannelRemote row = make_row(channel, remote);
    row.shared_at = from_millis(7000);
    row.history_from = from_millis(5);
    ASSERT_TRUE(store().save_channel_remote(row).ok());
    EXPECT_EQ(store().channel_remote(row.channel_id, row.remote_id).value(), row);
  }
  std::vector<model::Task> claimed() { return store().claim(10, from_millis(9000), Millis(100), {}).value(); }
};

INSTANTIATE_TEST_SUITE_P(Both, PartingContract, testing::Values("fake", "postgres"),
                         [](const auto& param) { return std::string(param.param); });

TEST_P(PartingContract, AShareEndsWithItsTasksAndTheChannelWithItsLastShare) {
  for (const char* id : {"r1", "r2"}) {
    ASSERT_TRUE(store().add_remote(make_remote(id)).ok());
    share("c1", id);
  }
  ASSERT_EQ(store().enqueue_posts(ChannelId("c1"), {}, {}, from_millis(1000)).value(), 2);
  EXPECT_EQ(store().end_share(ChannelId("c1"), RemoteId("r1"), false, from_millis(2000)).value(),
            Ended::others_have_it);
  EXPECT_TRUE(store().tasks(RemoteId("r1")).value().empty());
  EXPECT_EQ(store().tasks(RemoteId("r2")).value().size(), 1U);
  EXPECT_TRUE(store().shared_channel(ChannelId("c1")).value().has_value());
  EXPECT_EQ(store().end_share(ChannelId("c1"), RemoteId("r1"), true, from_millis(2000)).value(), Ended::was_not_shared);
  EXPECT_TRUE(store().tasks(RemoteId("r1")).value().empty());
  EXPECT_EQ(store().end_share(ChannelId("c1"), RemoteId("r2"), false, from_millis(2000)).value(), Ended::nobody_has_it);
  EXPECT_FALSE(store().shared_channel(ChannelId("c1")).value().has_value());
}

TEST_P(PartingContract, WhatIsToBeToldIsATaskAndIsToldOnce) {
  ASSERT_TRUE(store().add_remote(make_remote("r1")).ok());
  for (const char* channel : {"c1", "c2"}) {
    share(channel, "r1", false);
    ASSERT_TRUE(store().end_share(ChannelId(channel), RemoteId("r1"), true, from_millis(2000)).ok());
  }
  const auto tasks = claimed();
  ASSERT_EQ(tasks.size(), 1U);
  EXPECT_EQ(tasks[0].kind, model::TaskKind::leave);
  EXPECT_TRUE(tasks[0].channel_id.empty());
  const auto untold = store().untold_partings(RemoteId("r1"), 1).value();
  ASSERT_EQ(untold.size(), 1U);
  const model::Parting first{ChannelId("c1"), RemoteId("r1"), false, from_millis(7000), from_millis(2000), false};
  EXPECT_EQ(untold[0], first);
  model::Parting another = first;
  another.left_at = from_millis(1);
  ASSERT_TRUE(store().partings_told({another}).ok());
  EXPECT_EQ(store().untold_partings(RemoteId("r1"), 10).value().size(), 2U) << "that was another share";
  ASSERT_TRUE(store().partings_told(untold).ok());
  EXPECT_EQ(store().untold_partings(RemoteId("r1"), 10).value().size(), 1U);
  EXPECT_TRUE(store().parting(ChannelId("c1"), RemoteId("r1")).value()->told);
}

TEST_P(PartingContract, AChannelThatIsSharedAgainHasNotParted) {
  ASSERT_TRUE(store().add_remote(make_remote("r1")).ok());
  share("c1", "r1");
  ASSERT_TRUE(store().end_share(ChannelId("c1"), RemoteId("r1"), true, from_millis(2000)).ok());
  share("c1", "r1");
  EXPECT_FALSE(store().parting(ChannelId("c1"), RemoteId("r1")).value().has_value());
}

TEST_P(PartingContract, ANewRowNeverTakesThePlaceOfOne) {
  ASSERT_TRUE(store().add_remote(make_remote("r1")).ok());
  model::ChannelRemote row = make_row("c1", "r1");
  row.peer_channel_id = ChannelId("theirs");
  EXPECT_TRUE(store().add_channel_remote(row).value());
  model::ChannelRemote late = make_row("c1", "r1");
  late.creator_id = UserId("somebody");
  EXPECT_FALSE(store().add_channel_remote(late).value());
  EXPECT_EQ(store().channel_remote(row.channel_id, row.remote_id).value(), row);
}

TEST_P(PartingContract, ARemovedCausewayIsStillToldAndThenItsTokenGoes) {
  ASSERT_TRUE(store().add_remote(make_remote("r1")).ok());
  ASSERT_TRUE(store().record_ping(RemoteId("r1"), true, from_millis(1000)).ok());
  share("c1", "r1");
  ASSERT_TRUE(store().end_share(ChannelId("c1"), RemoteId("r1"), true, from_millis(1500)).ok());
  ASSERT_TRUE(store().enqueue({{RemoteId("r1"), {}, model::TaskKind::users, {}}}, from_millis(1500)).ok());
  ASSERT_TRUE(store().remove_remote(RemoteId("r1"), from_millis(2000)).ok());
  const auto removed = store().remote(RemoteId("r1")).value().value();
  EXPECT_EQ(removed.outgoing_token, "token of r1");
  EXPECT_EQ(removed.incoming_digest, "");
  const auto tasks = claimed();
  ASSERT_EQ(tasks.size(), 1U);
  EXPECT_EQ(tasks[0].kind, model::TaskKind::leave);
  ASSERT_TRUE(store().settle(tasks[0], {}, from_millis(2000)).ok());
  EXPECT_EQ(store().tasks(RemoteId("r1")).value().size(), 0U);
  ASSERT_TRUE(store().enqueue({{RemoteId("r1"), {}, model::TaskKind::people, {}}}, from_millis(30)).ok());
  ASSERT_TRUE(store().forget_token(RemoteId("r1")).ok());
  for (const auto& task : store().tasks(RemoteId("r1")).value()) EXPECT_EQ(task.kind, model::TaskKind::leave);
  EXPECT_EQ(store().remote(RemoteId("r1")).value()->outgoing_token, "");
}

TEST_P(PartingContract, TheSharesOfARemovedConnectionAreKnownToTheNextOneToTheAddress) {
  for (const auto& [id, url] : {std::pair("r1", "https://one"), {"again", "https://one"}, {"other", "https://two"}}) {
    model::Remote remote = make_remote(id);
    remote.site_url = url;
    ASSERT_TRUE(store().add_remote(remote).ok());
  }
  share("c1", "r1", false);
  share("c2", "r1", true);
  const auto former = [&](const char* channel) {
    return store().former_share(ChannelId(channel), RemoteId("again")).value();
  };
  EXPECT_FALSE(former("c1")) << "r1 stands";
  ASSERT_TRUE(store().remove_remote(RemoteId("r1"), from_millis(2000)).ok());
  const model::Parting parting{ChannelId("c1"), RemoteId("r1"), false, from_millis(7000), from_millis(2000), true};
  EXPECT_EQ(former("c1"), parting);
  EXPECT_TRUE(former("c2")->home);
  EXPECT_FALSE(former("c3"));
  EXPECT_FALSE(store().parting(ChannelId("c1"), RemoteId("again")).value());
  EXPECT_TRUE(store().untold_partings(RemoteId("r1"), 10).value().empty());
  EXPECT_FALSE(store().former_share(ChannelId("c1"), RemoteId("other")).value());
}

TEST_P(PartingContract, WhatHasEndedStaysSoAndKeepsItsError) {
  ASSERT_TRUE(store().add_remote(make_remote("r1")).ok());
  ASSERT_TRUE(store().set_remote_state(RemoteId("r1"), RemoteState::ended, "over").ok());
  ASSERT_TRUE(store().set_remote_state(RemoteId("r1"), RemoteState::stopped, "401").ok());
  ASSERT_TRUE(store().record_remote_error(RemoteId("r1"), "401").ok());
  ASSERT_TRUE(store().record_ping(RemoteId("r1"), true, from_millis(1000)).ok());
  const auto remote = store().remote(RemoteId("r1")).value().value();
  EXPECT_EQ(remote.state, RemoteState::ended);
  EXPECT_EQ(remote.last_error, "over");
}

}  // namespace
}  // namespace causeway::contract
