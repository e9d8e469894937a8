// A remote whose database came back from a backup: how that is known, and what is sent to it again.
#include "contract/store/store_suite.h"
#include "model/words.h"

namespace causeway::contract {
namespace {

using model::LedgerKind;
using model::PingMark;
using model::PostId;
using model::TaskKind;

class MarksContract : public StoreContract {
 protected:
  void SetUp() override {
    StoreContract::SetUp();
    ASSERT_TRUE(store().add_remote(make_remote("r1")).ok());
    ASSERT_TRUE(store().add_remote(make_remote("r2")).ok());
  }
  static PingMark mark(std::int64_t from, std::int64_t to) { return {from_millis(from), from_millis(to)}; }
  PingMark begin(std::int64_t now, const char* remote = "r1") {
    return store().begin_mark(RemoteId(remote), from_millis(now)).value();
  }
  void end(std::int64_t from, std::int64_t to) { ASSERT_TRUE(store().end_mark(RemoteId("r1"), mark(from, to)).ok()); }
  std::int64_t keep(std::int64_t from, std::int64_t to, const char* remote = "r1") {
    return base::to_millis(store().keep_mark(RemoteId(remote), mark(from, to)).value());
  }
  bool again(std::int64_t from, std::int64_t kept) {
    return store().send_since(RemoteId("r1"), mark(from, 0), from_millis(kept), from_millis(10'000)).value();
  }
  void share(const std::string& channel, std::int64_t at, bool home = true, const std::string& remote = "r1") {
    model::SharedChannel shared;
    shared.id = ChannelId(channel);
    shared.home = home;
    shared.create_at = from_millis(at);
    ASSERT_TRUE(store().save_shared_channel(shared).ok());
    model::ChannelRemote row = make_row(channel, remote);
    row.create_at = row.shared_at = from_millis(at);
    ASSERT_TRUE(store().save_channel_remote(row).ok());
  }
  void put_post(const std::string& id, std::int64_t update_at, const std::string& channel = "c1") {
    model::Post post;
    post.id = PostId(id);
    post.create_at = from_millis(1);
    post.update_at = from_millis(update_at);
    post.user_id = UserId("u1");
    post.channel_id = ChannelId(channel);
    StoreContract::put_post(post);
  }
  // These have been sent in one message, then.
  void sent(const std::vector<model::LedgerEntry>& entries, std::int64_t at, const std::string& channel = "c1",
            const std::map<UserId, base::Time>& users = {}) {
    ASSERT_TRUE(store().enqueue({{RemoteId("r1"), ChannelId(channel), TaskKind::posts, {}}}, from_millis(at)).ok());
    const auto tasks = store().claim(10, from_millis(at), Millis(1000), {}).value();
    ASSERT_EQ(tasks.size(), 1U);
    store::Settlement settlement;
    settlement.ledger = entries;
    settlement.synced_users = users;
    settlement.last_post_update = model::Cursor{from_millis(at), "z"};
    ASSERT_TRUE(store().settle(tasks[0], settlement, from_millis(at)).ok());
    const auto of_pictures = store().claim(10, from_millis(at), Millis(1000), {}).value();
    for (const model::Task& task : of_pictures) {
      ASSERT_TRUE(store().settle(task, {}, from_millis(at)).ok());
    }
  }
  std::string had(const std::string& post) {
    const auto rows = store().posts_by_id(RemoteId("r1"), {PostId(post)}).value();
    return rows.empty() ? "none" : rows[0].sent_version;
  }
  // kind channel scan_from, by line
  std::set<std::string> tasks(const char* remote = "r1") {
    std::set<std::string> lines;
    const auto waiting = store().tasks(RemoteId(remote)).value();
    for (const model::Task& task : waiting) {
      lines.insert(std::string(model::word(task.kind)) + " " + task.channel_id.str() + " " +
                   std::to_string(base::to_millis(task.scan_from)));
    }
    return lines;
  }
};

INSTANTIATE_TEST_SUITE_P(Both, MarksContract, testing::Values("fake", "postgres"),
                         [](const auto& one) { return std::string(one.param); });

TEST_P(MarksContract, OneMarkIsOfferedUntilItIsKnownToBeKept) {
  EXPECT_EQ(begin(100), mark(0, 100));
  EXPECT_EQ(begin(200), mark(0, 100));
  end(0, 100);
  EXPECT_EQ(begin(300), mark(100, 300));
  end(50, 300);
  EXPECT_EQ(begin(400), mark(100, 300)) << "somebody else's word of an earlier one";
  end(100, 300);
  EXPECT_EQ(begin(200), mark(300, 301)) << "later than the one before, whatever the clock says";
  EXPECT_EQ(begin(200, "r2"), mark(0, 200));
}

TEST_P(MarksContract, AMarkIsKeptInThePlaceOfTheOneBefore) {
  EXPECT_EQ(keep(0, 100), 0);
  EXPECT_EQ(keep(0, 100), 100) << "told twice";
  EXPECT_EQ(keep(100, 200), 100);
  EXPECT_EQ(keep(150, 300), 200) << "not the one that is kept";
  EXPECT_EQ(keep(200, 300), 200);
  EXPECT_EQ(keep(100, 200, "r2"), 0) << "nothing was kept";
  EXPECT_EQ(keep(100, 200, "r2"), 0);
  EXPECT_EQ(keep(0, 50, "r2"), 0);
  EXPECT_EQ(keep(50, 60, "r2"), 50);
}

TEST_P(MarksContract, BothHalvesAreOfOneRowAndGoWithTheRemote) {
  begin(100);
  end(0, 100);
  EXPECT_EQ(keep(0, 70), 0);
  EXPECT_EQ(begin(200), mark(100, 200));
  ASSERT_TRUE(store().remove_remote(RemoteId("r1"), from_millis(300)).ok());
  EXPECT_EQ(begin(400), mark(0, 400));
  EXPECT_EQ(keep(0, 80), 0);
}

TEST_P(MarksContract, WhatWasSentSinceIsOpenAndDueFromItsPostsOn) {
  share("c1", 10);
  share("c2", 10);
  put_post("early", 1'000);
  put_post("late", 900);  // of an imported time
  put_post("their_early", 1'000);
  put_post("their_late", 3'000);
  sent({{LedgerKind::post, "early", "v1", 1, 0}}, 1'999);
  sent({{LedgerKind::post, "late", "v2+", 1, 0}, {LedgerKind::reaction, "late:u1:tada", "v", 0, 0}}, 2'000);
  const std::vector<model::ReceivedItem> told{{LedgerKind::post, "their_early", "g", from_millis(1'000), "l"},
                                              {LedgerKind::post, "their_late", "g", from_millis(3'000), "l"}};
  ASSERT_TRUE(store().ledger_begin(RemoteId("r1"), told, from_millis(3'000)).ok());
  ASSERT_TRUE(store().ledger_finish(RemoteId("r1"), told, from_millis(3'000)).ok());
  EXPECT_TRUE(begin(4'000) == mark(0, 4'000));
  end(0, 4'000);
  ASSERT_TRUE(again(4'000, 2'000));
  EXPECT_EQ(had("early"), "v1");
  EXPECT_EQ(had("late"), "open+");
  EXPECT_EQ(had("their_early"), "open");
  EXPECT_EQ(had("their_late"), "l") << "what it wrote since is its own";
  const std::set<std::string> wanted{"posts c1 900", "channel c1 0", "members c1 0", "posts c2 2000",
                                     "channel c2 0", "members c2 0", "statuses  0",  "people  0"};
  EXPECT_EQ(tasks(), wanted);
  EXPECT_EQ(tasks("r2"), std::set<std::string>());
  EXPECT_EQ(begin(5'000), mark(2'000, 5'000)) << "what it keeps is where the next one follows";
  EXPECT_FALSE(again(4'000, 2'000)) << "it has been done";
}

TEST_P(MarksContract, PeopleAndMembersAreTold) {
  share("c1", 10);
  put_user("u1", 500);
  sent({}, 1'000, "c1", {{UserId("u1"), from_millis(500)}});
  const auto to_send = [&] { return store().users_to_send(RemoteId("r1"), {UserId("u1")}).value().size(); };
  EXPECT_EQ(to_send(), 0U);
  begin(4'000);
  end(0, 4'000);
  ASSERT_TRUE(again(4'000, 2'000));
  EXPECT_EQ(to_send(), 1U);
}

TEST_P(MarksContract, AChannelThatWasSharedSinceIsOfferedAgain) {
  share("before", 1'999);
  share("since", 2'000);
  share("theirs", 2'000, false);
  share("elsewhere", 2'000, true, "r2");
  begin(4'000);
  end(0, 4'000);
  ASSERT_TRUE(again(4'000, 2'000));
  const auto invite = [&](const char* channel, const char* remote = "r1") {
    return store().channel_remote(ChannelId(channel), RemoteId(remote)).value()->invite;
  };
  EXPECT_EQ(invite("before"), model::InviteState::confirmed);
  EXPECT_EQ(invite("since"), model::InviteState::waiting);
  EXPECT_EQ(invite("theirs"), model::InviteState::confirmed);
  EXPECT_EQ(invite("elsewhere", "r2"), model::InviteState::confirmed);
  const auto waiting = tasks();
  EXPECT_TRUE(waiting.contains("channel_invite since 0"));
  EXPECT_FALSE(waiting.contains("channel_invite before 0"));
}

TEST_P(MarksContract, WhoKeepsALaterOneHasForgottenNothing) {
  share("c1", 10);
  put_post("p1", 1'000);
  put_post("p2", 3'000);
  sent({{LedgerKind::post, "p1", "v1", 1, 0}}, 1'000);
  sent({{LedgerKind::post, "p2", "v1", 1, 0}}, 3'000);
  begin(2'000);
  end(0, 2'000);
  ASSERT_TRUE(again(2'000, 5'000)) << "it is our database that is of an earlier day";
  EXPECT_EQ(had("p1"), "v1");
  EXPECT_EQ(had("p2"), "open");
  EXPECT_EQ(begin(4'000), mark(5'000, 5'001));
}

TEST_P(MarksContract, WhoKeepsNothingIsToldEverything) {
  share("c1", 10);
  put_post("p1", 1'000);
  sent({{LedgerKind::post, "p1", "v1", 1, 0}}, 1'000);
  begin(2'000);
  end(0, 2'000);
  ASSERT_TRUE(again(2'000, 0));
  EXPECT_EQ(had("p1"), "open");
  EXPECT_TRUE(tasks().contains("posts c1 1")) << "0 would ask for nothing";
}

}  // namespace
}  // namespace causeway::contract
