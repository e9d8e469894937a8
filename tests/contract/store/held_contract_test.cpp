// What store/store.h promises of items that a remote could not take, held against the lake in memory and the real one.

#include "contract/store/store_suite.h"

namespace causeway::contract {
namespace {

using model::HeldItem;
using model::LedgerKind;
using model::PostId;
using model::TaskKind;

class HeldContract : public StoreContract {
 protected:
  void SetUp() override {
    StoreContract::SetUp();
    ASSERT_TRUE(store().add_remote(make_remote("r1")).ok());
    for (const char* id : {"c1", "c2"}) ASSERT_TRUE(store().save_channel_remote(make_row(id, "r1")).ok());
  }
  static HeldItem item(const std::string& id, std::int64_t not_before, bool dead = false) {
    HeldItem held;
    held.remote_id = RemoteId("r1");
    held.channel_id = ChannelId("c1");
    held.item_id = id;
    held.post_id = PostId(id);
    held.version = "v-" + id;
    held.tries = 1;
    held.dead = dead;
    held.since = from_millis(500);
    held.not_before = from_millis(not_before);
    held.reason = "why";
    return held;
  }
  std::vector<HeldItem> listed(bool dead, std::size_t most = 10) {
    return store().held({RemoteId("r1"), {}, dead, most}).value();
  }
  std::vector<std::string> ids(bool dead, std::size_t most = 10) {
    std::vector<std::string> result;
    for (const HeldItem& one : listed(dead, most)) result.push_back(one.item_id);
    return result;
  }
  using Names = std::vector<std::string>;
};

TEST_P(HeldContract, WhatIsHeldKeepsItsNumberAndHasItsTaskInTime) {
  HeldItem one = item("p1", 3000);
  ASSERT_TRUE(store().hold({one, item("p2", 2000), item("p3", 1000, true)}, from_millis(900)).ok());
  EXPECT_EQ(ids(false), (Names{"p2", "p1"}));
  EXPECT_EQ(ids(false, 1), Names{"p2"});
  EXPECT_EQ(ids(true), Names{"p3"});
  auto tasks = store().tasks(RemoteId("r1")).value();
  ASSERT_EQ(tasks.size(), 1U);
  EXPECT_EQ(tasks[0].kind, TaskKind::held);
  EXPECT_EQ(tasks[0].not_before, from_millis(2000)) << "not that of the dead letter";
  EXPECT_TRUE(store().claim(5, from_millis(1999), Millis(100), {}).value().empty());
  EXPECT_EQ(store().claim(5, from_millis(2000), Millis(100), {}).value().size(), 1U);

  one.number = listed(false).at(1).number;
  EXPECT_GT(one.number, 0);
  EXPECT_EQ(listed(false).at(1), one);
  HeldItem again = one;
  again.number = 0;
  again.tries = 2;
  again.proven = true;
  again.not_before = from_millis(1500);
  ASSERT_TRUE(store().hold({again}, from_millis(1000)).ok());
  again.number = one.number;
  EXPECT_EQ(listed(false).at(0), again);
  EXPECT_EQ(store().tasks(RemoteId("r1"))->front().not_before, from_millis(1500));
  EXPECT_EQ(store().count_held(RemoteId("r1"), false).value(), 3);
  EXPECT_EQ(store().count_held(RemoteId("r1"), true).value(), 1);
}

TEST_P(HeldContract, ThePostsItemsAreFoundAndGoWithTheShare) {
  HeldItem reaction = item("p1:u1:tada", 1000);
  reaction.kind = LedgerKind::reaction;
  reaction.post_id = PostId("p1");
  ASSERT_TRUE(store().hold({item("p1", 1000), reaction, item("p2", 1000)}, from_millis(900)).ok());
  EXPECT_EQ(store().held_of(RemoteId("r1"), {PostId("p1"), PostId("p9")}).value().size(), 2U);
  EXPECT_TRUE(store().held_of(RemoteId("r2"), {PostId("p1")}).value().empty());
  EXPECT_TRUE(store().held_of(RemoteId("r1"), {}).value().empty());
  ASSERT_TRUE(store().end_share(ChannelId("c1"), RemoteId("r1"), false, from_millis(900)).ok());
  EXPECT_EQ(store().count_held(RemoteId("r1"), false).value(), 0);
  ASSERT_TRUE(store().hold({item("p1", 1000)}, from_millis(900)).ok()) << "too late, but no failure";
  EXPECT_EQ(store().count_held(RemoteId("r1"), false).value(), 0);
}

TEST_P(HeldContract, WhatTheRemoteTakesProvesThatTheRestIsHeldForItself) {
  HeldItem tried = item("p1", 1000);
  tried.tries = 7;
  ASSERT_TRUE(store().hold({tried}, from_millis(900)).ok());
  const auto settle = [&](const std::string& version) {
    ASSERT_TRUE(store().enqueue_posts(ChannelId("c2"), {}, {}, from_millis(900)).ok());
    const auto task = store().claim(1, from_millis(999), Millis(10), {}).value().at(0);
    store::Settlement done;
    done.ledger = {{LedgerKind::post, "other", version, 5, 0}};
    ASSERT_TRUE(store().settle(task, done, from_millis(999)).ok());
  };
  settle("");
  EXPECT_FALSE(listed(false).at(0).proven) << "it was only looked at";
  settle("version");
  EXPECT_TRUE(listed(false).at(0).proven);
  EXPECT_EQ(listed(false).at(0).tries, 0) << "what was tried before proves nothing";
  ASSERT_TRUE(store().hold({tried}, from_millis(1000)).ok());
  EXPECT_TRUE(listed(false).at(0).proven) << "once and for all";
}

TEST_P(HeldContract, AReleasedRootLetsItsRepliesTryAgain) {
  HeldItem reply = item("p2", 5000, true);
  reply.root_id = PostId("p1");
  ASSERT_TRUE(store().hold({item("p1", 5000), reply, item("p3", 1000, true)}, from_millis(900)).ok());
  ASSERT_TRUE(store().release(RemoteId("r1"), {}, from_millis(950)).ok());
  ASSERT_TRUE(store().release(RemoteId("r1"), {listed(false).at(0).number}, from_millis(1000)).ok());
  EXPECT_EQ(ids(false), Names{"p2"});
  EXPECT_EQ(ids(true), Names{"p3"});
  EXPECT_EQ(store().tasks(RemoteId("r1"))->at(0).not_before, from_millis(1000));
}

TEST_P(HeldContract, DeadLettersAreRedrivenOneOrAllOfAChannelOrAllOfARemote) {
  HeldItem elsewhere = item("p3", 1000, true);
  elsewhere.channel_id = ChannelId("c2");
  ASSERT_TRUE(store().hold({item("p1", 1000, true), item("p2", 1000, true), elsewhere}, from_millis(900)).ok());
  EXPECT_TRUE(store().tasks(RemoteId("r1")).value().empty());
  const std::int64_t second = store().held_of(RemoteId("r1"), {PostId("p2")})->front().number;
  EXPECT_EQ(store().redrive(RemoteId("r1"), ChannelId("c2"), second, from_millis(2000)).value(), 0);
  EXPECT_EQ(store().redrive(RemoteId("r1"), ChannelId("c1"), second, from_millis(2000)).value(), 1);
  EXPECT_EQ(ids(false), Names{"p2"});
  EXPECT_EQ(listed(false).at(0).tries, 0);
  const auto tasks = store().claim(5, from_millis(2000), Millis(100), {}).value();
  ASSERT_EQ(tasks.size(), 1U);
  EXPECT_EQ(tasks[0].kind, TaskKind::held);
  EXPECT_EQ(store().redrive(RemoteId("r1"), {}, 0, from_millis(2000)).value(), 2);
  EXPECT_TRUE(listed(true).empty());
}

TEST_P(HeldContract, ARedrivenFileMayBeCarriedAgain) {
  HeldItem file = item("f1", 1000, true);
  file.kind = LedgerKind::file;
  file.post_id = PostId("p1");
  model::Attachment row;
  row.remote_id = RemoteId("r1");
  row.file_id = model::FileId("f1");
  row.state = model::AttachmentState::refused;
  row.attempts = 3;
  row.error = "too large";
  ASSERT_TRUE(store().save_attachment(row, from_millis(1)).ok());
  ASSERT_TRUE(store().hold({file}, from_millis(900)).ok());
  EXPECT_EQ(listed(true).at(0).kind, LedgerKind::file);
  EXPECT_EQ(store().redrive(RemoteId("r1"), {}, 0, from_millis(2000)).value(), 1);
  const auto now = store().attachments(RemoteId("r1"), {model::FileId("f1")}).value().at(0);
  EXPECT_EQ(now.state, model::AttachmentState::pending);
  EXPECT_EQ(now.attempts, 0);
}

TEST_P(HeldContract, OldDeadLettersGoAndWhatWaitsStays) {
  ASSERT_TRUE(store().hold({item("p1", 1000, true), item("p2", 1000)}, from_millis(900)).ok());
  ASSERT_TRUE(store().hold({item("p3", 1000, true)}, from_millis(1900)).ok());
  EXPECT_EQ(store().prune_dead_letters(from_millis(1900)).value(), 1);
  EXPECT_EQ(ids(true), Names{"p3"});
  EXPECT_EQ(ids(false), Names{"p2"});
}

TEST_P(HeldContract, APauseThatTheRemoteAskedForOutlivesAWakingAndCountsForAllItsChannels) {
  ASSERT_EQ(store().enqueue_all({}, from_millis(1000)).value(), 2);
  const auto task = store().claim(1, from_millis(1000), Millis(100), {}).value().at(0);
  store::Settlement retry;
  retry.kind = store::Settlement::Kind::retry;
  retry.not_before = retry.remote_pauses_until = from_millis(9000);
  ASSERT_TRUE(store().settle(task, retry, from_millis(1001)).ok());
  ASSERT_TRUE(store().wake_remote(RemoteId("r1"), from_millis(2000)).ok());
  EXPECT_TRUE(store().claim(5, from_millis(8999), Millis(100), {}).value().empty());
  EXPECT_EQ(store().claim(5, from_millis(9000), Millis(100), {}).value().size(), 2U);
}

INSTANTIATE_TEST_SUITE_P(Both, HeldContract, testing::Values("fake", "postgres"),
                         [](const auto& param) { return std::string(param.param); });

}  // namespace
}  // namespace causeway::contract
