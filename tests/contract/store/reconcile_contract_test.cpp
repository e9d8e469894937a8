// Comparisons of channels: what is compared, the counts, and what is to be sent once more.
#include "contract/store/store_suite.h"

namespace causeway::contract {
namespace {

using model::ChannelId;
using model::PostId;
using model::Reconciliation;
using model::RemoteId;
using model::UserId;

class ReconcileContract : public StoreContract {
 protected:
  void SetUp() override {
    StoreContract::SetUp();
    ASSERT_TRUE(store().add_remote(make_remote("r1")).ok());
    row_.create_at = from_millis(1000);
    ASSERT_TRUE(store().save_channel_remote(row_).ok());
  }
  void put_post(const std::string& id, std::int64_t create_at, const std::string& channel = "c1",
                const std::string& type = "", std::int64_t delete_at = 0) {
    model::Post post;
    post.id = PostId(id);
    post.create_at = from_millis(create_at);
    post.update_at = from_millis(9999);
    post.delete_at = from_millis(delete_at);
    post.user_id = UserId("u1");
    post.channel_id = ChannelId(channel);
    post.type = type;
    StoreContract::put_post(post);
  }
  std::string inventory(const model::Cursor& behind = {}, std::size_t most = 10) {
    const auto found = store().inventory(row_, behind, {"", "custom"}, most);
    EXPECT_TRUE(found.ok()) << (found.ok() ? "" : found.error().text);
    std::string ids;
    if (!found.ok()) return ids;
    for (const auto& one : *found) ids += one.post.id.str() + " ";
    return ids;
  }
  std::optional<Reconciliation> comparison() { return store().reconciliation(ChannelId("c1"), RemoteId("r1")).value(); }
  void add(bool ours, bool first, const Reconciliation::Side& page) {
    ASSERT_TRUE(store().add_reconciled(ChannelId("c1"), RemoteId("r1"), ours, first, page).ok());
  }
  void begin(const std::string& who, std::int64_t at) {
    ASSERT_TRUE(store().begin_reconciliation(ChannelId("c1"), RemoteId("r1"), UserId(who), from_millis(at)).ok());
  }

  model::ChannelRemote row_ = make_row("c1", "r1");
};

INSTANTIATE_TEST_SUITE_P(Both, ReconcileContract, testing::Values("fake", "postgres"),
                         [](const auto& one) { return std::string(one.param); });

TEST_P(ReconcileContract, AChannelsPostsAreReadByTheTimeOfWritingSinceTheShare) {
  put_post("p0", 999);
  put_post("p2", 2000);
  put_post("p1", 2000);
  put_post("p3", 1000, "c1", "custom");
  put_post("p4", 3000, "c1", "", 3500);
  put_post("p5", 3000, "c1", "system_join_channel");
  put_post("p6", 3000, "c2");
  EXPECT_EQ(inventory(), "p3 p1 p2 p4 ");
  EXPECT_EQ(inventory({}, 2), "p3 p1 ");
  EXPECT_EQ(inventory({from_millis(2000), "p1"}), "p2 p4 ");
  EXPECT_EQ(inventory({from_millis(3000), "p4"}), "");
  row_.history_from = from_millis(500);
  EXPECT_EQ(inventory(), "p0 p3 p1 p2 p4 ");
}

TEST_P(ReconcileContract, CountsAddUpUntilAnotherOneBegins) {
  EXPECT_EQ(comparison(), std::nullopt);
  begin("alice", 10);
  const auto tasks = store().tasks(RemoteId("r1")).value();
  ASSERT_EQ(tasks.size(), 1U);
  EXPECT_EQ(tasks[0].kind, model::TaskKind::reconcile);
  EXPECT_EQ(tasks[0].channel_id, ChannelId("c1"));
  add(true, true, {500, 1, 2, {}});
  add(true, false, {20, 3, 4, from_millis(11)});
  add(false, true, {7, 1, 0, from_millis(12)});
  const Reconciliation whole{
      ChannelId("c1"),           RemoteId("r1"), UserId("alice"), from_millis(10), {520, 4, 6, from_millis(11)},
      {7, 1, 0, from_millis(12)}};
  EXPECT_EQ(comparison(), whole);
  add(false, true, {8, 0, 0, {}});
  EXPECT_EQ(comparison()->theirs, (Reconciliation::Side{8, 0, 0, {}})) << "told again from the beginning";
  begin("", 20);
  EXPECT_EQ(comparison()->ours, Reconciliation::Side{});
  EXPECT_EQ(comparison()->theirs.posts, 8) << "the remote asked: it has told its own";
  begin("bob", 30);
  EXPECT_EQ(comparison(), (Reconciliation{ChannelId("c1"), RemoteId("r1"), UserId("bob"), from_millis(30), {}, {}}));
}

TEST_P(ReconcileContract, WhatTheRemoteTellsUnaskedIsCountedToo) {
  add(false, true, {3, 1, 0, from_millis(5)});
  EXPECT_EQ(comparison()->theirs, (Reconciliation::Side{3, 1, 0, from_millis(5)}));
  EXPECT_EQ(comparison()->asked_by, UserId());
}

TEST_P(ReconcileContract, WhatIsForgottenWasNeverSent) {
  put_post("p1", 2000);
  put_post("p2", 2000);
  ASSERT_TRUE(store().enqueue_posts(ChannelId("c1"), {}, {}, from_millis(1)).ok());
  const auto task = store().claim(1, clock_.now(), Millis(1000), {}).value().at(0);
  store::Settlement settlement;
  for (const char* id : {"p1", "p2"}) settlement.ledger.push_back({model::LedgerKind::post, id, "v1", 7, 0});
  ASSERT_TRUE(store().settle(task, settlement, clock_.now()).ok());
  ASSERT_TRUE(store().forget_sent(RemoteId("r1"), {PostId("p1"), PostId("unknown")}).ok());
  ASSERT_TRUE(store().forget_sent(RemoteId("r2"), {PostId("p2")}).ok());
  const auto rows = store().posts_by_id(RemoteId("r1"), {PostId("p1"), PostId("p2")}).value();
  ASSERT_EQ(rows.size(), 2U);
  for (const auto& one : rows) EXPECT_EQ(one.sent_version, one.post.id == PostId("p1") ? "" : "v1");
}

}  // namespace
}  // namespace causeway::contract
