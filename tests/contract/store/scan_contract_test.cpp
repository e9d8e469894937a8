// What store/store.h promises of the scan and the ledger, held against the lake in memory and the real one.

#include <algorithm>

#include "contract/store/store_suite.h"
#include "model/ledger_items.h"

namespace causeway::contract {
namespace {

using model::LedgerKind;
using model::PostId;
using model::ReceivedVerdict;

const std::vector<std::string> plain{""};

class ScanContract : public StoreContract {
 protected:
  void SetUp() override {
    StoreContract::SetUp();
    ASSERT_TRUE(store().add_remote(make_remote("r1")).ok());
    row_.last_post_update = {from_millis(5000), "x"};
    ASSERT_TRUE(store().save_channel_remote(row_).ok());
  }

  // As Mattermost writes it: a new row, or a change of the old one.
  void put_post(const std::string& id, std::int64_t update_at, const std::string& user = "u1",
                const std::string& type = "", std::int64_t delete_at = 0) {
    model::Post post;
    post.id = PostId(id);
    post.create_at = post.update_at = from_millis(update_at);
    post.delete_at = from_millis(delete_at);
    post.user_id = UserId(user);
    post.channel_id = ChannelId("c1");
    post.type = type;
    post.message = "text of " + id;
    if (fake_ != nullptr) return fake_->put_post(post);
    const std::string at = std::to_string(update_at);
    run_sql(
        "INSERT INTO posts (id, createat, updateat, deleteat, editat, userid, channelid, rootid, originalid, message, "
        "type, props, hashtags, fileids, hasreactions, ispinned, remoteid) VALUES ('" +
        id + "', " + at + ", " + at + ", " + std::to_string(delete_at) + ", 0, '" + user +
        "', 'c1', '', '', 'text of " + id + "', '" + type +
        "', '{}', '', '[]', false, false, NULL) ON CONFLICT (id) DO UPDATE SET updateat = " + at);
  }
  // What the post said until then.
  void put_revision(const std::string& post, const std::string& text, std::int64_t until) {
    model::Post before;
    before.id = PostId(post);
    before.message = text;
    before.is_pinned = true;
    before.update_at = before.delete_at = from_millis(until);
    if (fake_ != nullptr) return fake_->put_revision(before);
    run_sql(
        "INSERT INTO posts (id, createat, updateat, deleteat, editat, userid, channelid, rootid, originalid, message, "
        "type, props, hashtags, fileids, hasreactions, ispinned, remoteid) VALUES ('" +
        post + text + "', 1, " + std::to_string(until) + ", " + std::to_string(until) + ", 0, 'u1', 'c1', '', '" +
        post + "', '" + text + "', '', '{}', '', '[]', false, true, NULL)");
  }
  void put_reaction(const std::string& post, const std::string& user, std::int64_t update_at, bool there = true) {
    model::Reaction reaction;
    reaction.post_id = PostId(post);
    reaction.user_id = UserId(user);
    reaction.emoji_name = "wave";
    reaction.create_at = reaction.update_at = from_millis(update_at);
    if (!there) reaction.delete_at = reaction.update_at;
    if (fake_ != nullptr) return fake_->put_reaction(reaction);
    const std::string at = std::to_string(update_at);
    run_sql("INSERT INTO reactions VALUES ('" + user + "', '" + post + "', 'wave', " + at + ", " + at + ", " +
            (there ? "0" : at) + ", NULL, 'c1') ON CONFLICT (postid, userid, emojiname) DO UPDATE SET updateat = " +
            at + ", deleteat = " + (there ? "0" : at));
  }
  std::string scan(const model::Task& task = {}, std::size_t most = 10) {
    const auto found = store().changed_posts(row_, task, Millis(10), plain, most);
    EXPECT_TRUE(found.ok()) << found.error().text;
    std::string ids;
    for (const auto& changed : found->posts) ids += changed.post.id.str() + " ";
    return found->more ? ids + "+" : ids;
  }
  store::Store::ChangedPost read(const std::string& id) {
    return store().posts_by_id(RemoteId("r1"), {PostId(id)}).value().at(0);
  }
  void settle(store::Settlement settlement) {
    ASSERT_TRUE(store().enqueue_posts(ChannelId("c1"), {}, {}, from_millis(1)).ok());
    const auto task = store().claim(1, clock_.now(), Millis(1000), {}).value().at(0);
    ASSERT_TRUE(store().settle(task, settlement, clock_.now()).ok());
  }

  model::ChannelRemote row_ = make_row("c1", "r1");
};

INSTANTIATE_TEST_SUITE_P(Both, ScanContract, testing::Values("fake", "postgres"),
                         [](const auto& param) { return std::string(param.param); });

TEST_P(ScanContract, RevisionsAreReadTheLatestFirstAndOfThePostAlone) {
  put_post("p1", 1000);
  put_post("p2", 1000);
  put_revision("p1", "v0", 2000);
  put_revision("p1", "v1", 3000);
  put_revision("p1", "v2", 3000);  // in the same millisecond
  put_revision("p2", "other", 4000);
  const auto said = [&](const std::string& id, std::size_t most) {
    std::string all;
    const auto revisions = store().revisions(PostId(id), most).value();
    for (const model::Post& one : revisions) {
      EXPECT_EQ(one.original_id, PostId(id));
      EXPECT_NE(one.id, PostId(id));
      EXPECT_TRUE(one.is_pinned);
      all += one.message + " ";
    }
    return all;
  };
  EXPECT_EQ(said("p1", 10), "v2 v1 v0 ");
  EXPECT_EQ(said("p1", 2), "v2 v1 ");
  EXPECT_EQ(said("p3", 10), "");
  EXPECT_EQ(said("", 10), "");
}

TEST_P(ScanContract, AHistoryIsReadByTheTimeOfWritingUpToTheShareWithoutWhatIsDeleted) {
  row_.history_from = from_millis(2000);
  row_.create_at = from_millis(5000);
  put_post("p1", 1999);
  put_post("p3", 3000);
  put_post("p2", 3000);
  put_post("p4", 4000, "u1", "", 4500);
  put_post("p5", 4999);
  put_post("p6", 5000);
  put_post("px", 4000, "u1", "system_join_channel");
  model::Task task;
  task.kind = model::TaskKind::history;
  EXPECT_EQ(scan(task), "p2 p3 p5 ");
  EXPECT_EQ(scan(task, 2), "p2 p3 +");
  task.resume = {from_millis(3000), "p3"};
  task.scan_from = from_millis(1);  // is of the other scan
  EXPECT_EQ(scan(task), "p5 ");
}

TEST_P(ScanContract, ChangedRowsComeInTheOrderOfTheirChangeAndOtherKindsDoNot) {
  put_post("old", 4000);
  put_post("overlap", 4995);
  put_post("b", 6000);
  put_post("a", 6000);
  put_post("joined", 6001, "u1", "system_join_channel");
  put_post("gone", 6002, "u1", "", 6002);
  EXPECT_EQ(scan(), "overlap a b gone ");
  EXPECT_EQ(scan({}, 2), "overlap a +");
  model::Task task;
  task.resume = {from_millis(6000), "a"};
  EXPECT_EQ(scan(task), "b gone ") << "behind the page before";
  task.scan_from = from_millis(4000);
  EXPECT_EQ(scan(task), "old overlap a b gone ") << "an earlier wish wins";
}

TEST_P(ScanContract, WhatLiesBehindManyRowsOfOtherKindsIsFoundInAFewLooks) {
  if (fake_ != nullptr) {
    for (int i = 0; i < 2'100; ++i) put_post("j" + std::to_string(i), 6000 + i / 2, "u1", "system_join_channel");
  } else {
    run_sql(
        "INSERT INTO posts (id, createat, updateat, deleteat, editat, userid, channelid, rootid, originalid, message, "
        "type, props, hashtags, fileids, hasreactions, ispinned, remoteid) SELECT 'j' || i, 6000 + i / 2, 6000 + i / "
        "2, "
        "0, 0, 'u1', 'c1', '', '', 'joined', 'system_join_channel', '{}', '', '[]', false, false, NULL "
        "FROM generate_series(0, 2099) AS i");
  }
  put_post("last", 9000);
  model::Task task;
  std::string found;
  int looks = 0;
  for (bool more = true; more && looks < 5; ++looks) {
    const auto page = store().changed_posts(row_, task, Millis(10), plain, 10).value();
    for (const auto& changed : page.posts) found += changed.post.id.str();
    more = page.more;
    EXPECT_TRUE(!more || page.end > task.resume);
    task.resume = page.end;
  }
  EXPECT_EQ(found, "last");
  EXPECT_LE(looks, 3);
}

TEST_P(ScanContract, ARowIsLookedAtOncePerVersion) {
  put_post("p1", 6000);
  const auto before = read("p1");
  store::Settlement looked;
  looked.ledger = {{LedgerKind::post, "p1", "", before.row_version, 0}};
  settle(looked);
  EXPECT_EQ(scan(), "");
  EXPECT_EQ(read("p1").sent_version, "") << "looked at is not sent";
  put_post("p1", 6000);  // another write within the same millisecond
  EXPECT_EQ(scan(), "p1 ");
  looked.ledger = {{LedgerKind::post, "p1", "v1", read("p1").row_version, 0}};
  settle(looked);
  EXPECT_EQ(scan(), "");
  EXPECT_EQ(read("p1").sent_version, "v1");
}

TEST_P(ScanContract, CursorsMoveForwardOnlyAndAPageIsResumed) {
  ASSERT_TRUE(store().enqueue_all(from_millis(100), from_millis(1)).ok());
  auto task = store().claim(1, from_millis(10), Millis(1000), {}).value().at(0);
  store::Settlement page;
  page.kind = store::Settlement::Kind::more;
  page.resume = {from_millis(7000), "p7"};
  page.last_post_update = model::Cursor{from_millis(7000), "p7"};
  ASSERT_TRUE(store().settle(task, page, from_millis(20)).ok());
  task = store().claim(1, from_millis(20), Millis(1000), {}).value().at(0);
  EXPECT_EQ(task.resume, page.resume);
  EXPECT_EQ(task.scan_from, base::Time{}) << "the page has begun there";
  store::Settlement done;
  done.last_post_update = model::Cursor{from_millis(6000), "p6"};
  ASSERT_TRUE(store().settle(task, done, from_millis(30)).ok());
  EXPECT_TRUE(store().tasks(RemoteId("r1")).value().empty());
  EXPECT_EQ(store().channel_remote(ChannelId("c1"), RemoteId("r1")).value()->last_post_update.id, "p7");
}

TEST_P(ScanContract, AWishMadeWhileAPageIsUnderWayKeepsItsPlace) {
  ASSERT_TRUE(store().enqueue_posts(ChannelId("c1"), {}, {}, from_millis(1)).ok());
  auto task = store().claim(1, from_millis(10), Millis(1000), {}).value().at(0);
  ASSERT_TRUE(store().enqueue_all(from_millis(100), from_millis(11)).ok());
  store::Settlement page;
  page.kind = store::Settlement::Kind::more;
  page.resume = {from_millis(7000), "p7"};
  ASSERT_TRUE(store().settle(task, page, from_millis(20)).ok());
  task = store().claim(1, from_millis(20), Millis(1000), {}).value().at(0);
  EXPECT_EQ(task.scan_from, from_millis(100));
}

TEST_P(ScanContract, WhatIsBeingAppliedIsKnownAndOnlyWhatWasAppliedIsHad) {
  const RemoteId remote("r1");
  put_post("p1", 6000, "u2");
  ASSERT_TRUE(store().claim_user(UserId("u2"), remote, from_millis(1)).ok());
  const std::vector<model::ReceivedItem> first{{LedgerKind::post, "p1", "w1", from_millis(50), "l1"}};
  const std::vector<ReceivedVerdict> fresh{ReceivedVerdict::fresh};
  EXPECT_EQ(store().ledger_begin(remote, first, from_millis(1)).value(), fresh);
  EXPECT_EQ(store().ledger_begin(remote, first, from_millis(2)).value(), fresh) << "a crash in between: once more";
  auto post = read("p1");
  EXPECT_EQ(post.applying, "l1");
  EXPECT_EQ(post.applying_since, from_millis(1)) << "since the first time";
  store::Settlement looked;
  looked.ledger.push_back({LedgerKind::post, "p1", "", 1});
  settle(looked);
  EXPECT_EQ(read("p1").applying_since, from_millis(1)) << "a scan that comes by changes nothing of it";
  EXPECT_TRUE(post.theirs);
  EXPECT_FALSE(post.received);
  ASSERT_TRUE(store().ledger_finish(remote, first, from_millis(3)).ok());
  post = read("p1");
  EXPECT_EQ(post.applying, "");
  EXPECT_EQ(post.sent_version, "l1");
  EXPECT_TRUE(post.received);
  EXPECT_EQ(store().ledger_begin(remote, first, from_millis(4)).value(), std::vector{ReceivedVerdict::had});
  const std::vector<model::ReceivedItem> older{{LedgerKind::post, "p1", "w0", from_millis(40), "l0"}};
  EXPECT_EQ(store().ledger_begin(remote, older, from_millis(5)).value(), std::vector{ReceivedVerdict::late});
  const std::vector<model::ReceivedItem> newer{{LedgerKind::post, "p1", "w2", from_millis(60), ""}};
  EXPECT_EQ(store().ledger_begin(remote, newer, from_millis(6)).value(), fresh);
  ASSERT_TRUE(store().ledger_finish(remote, newer, from_millis(7)).ok());
  EXPECT_EQ(read("p1").sent_version, "l1") << "the remote shall hear what became of it";
  EXPECT_EQ(store().ledger_begin(remote, first, from_millis(8)).value(), std::vector{ReceivedVerdict::late});
}

TEST_P(ScanContract, WhereBothSidesSpokeAtOnceNobodyKnowsWhatTheRemoteHas) {
  const RemoteId remote("r1");
  put_post("p1", 6000);
  const auto looked = read("p1");
  const std::vector<model::ReceivedItem> item{{LedgerKind::post, "p1", "w1", from_millis(10), "l1"}};
  ASSERT_TRUE(store().ledger_begin(remote, item, from_millis(1)).ok());
  ASSERT_TRUE(store().ledger_finish(remote, item, from_millis(2)).ok());
  store::Settlement sent;
  sent.ledger = {{LedgerKind::post, "p1", "l2", looked.row_version, looked.heard}};
  settle(sent);
  EXPECT_EQ(read("p1").sent_version, model::open_version);
  EXPECT_EQ(scan(), "p1 ") << "it has to be looked at again";
  sent.ledger[0].heard = read("p1").heard;
  settle(sent);
  EXPECT_EQ(read("p1").sent_version, "l2");
  EXPECT_EQ(scan(), "");
}

TEST_P(ScanContract, WhereBothSaidTheSameAtOnceThatIsWhatTheRemoteHas) {
  put_post("p1", 6000);
  const std::vector<model::ReceivedItem> item{{LedgerKind::post, "p1", "w1", from_millis(10), "l1"}};
  ASSERT_TRUE(store().ledger_finish(RemoteId("r1"), item, from_millis(2)).ok());
  store::Settlement sent;
  sent.ledger = {{LedgerKind::post, "p1", "l1", 0, 0}};
  settle(sent);
  EXPECT_EQ(read("p1").sent_version, "l1");
}

TEST_P(ScanContract, AChangeThatIsOnItsWayLeavesOpenWhatTheRemoteHas) {
  const RemoteId remote("r1");
  put_post("p1", 6000);
  put_post("p2", 6001);
  store::Settlement sent;
  sent.ledger = {{LedgerKind::post, "p1", "l1+", read("p1").row_version, 0}};
  settle(sent);
  const std::vector<model::LedgerEntry> going{{LedgerKind::post, "p1", "l2", 0, 0},
                                              {LedgerKind::post, "p2", "l1", 0, 0}};
  ASSERT_TRUE(store().ledger_open(remote, going).ok());
  EXPECT_EQ(read("p1").sent_version, std::string(model::open_version) + "+") << "that it was pinned stays known";
  EXPECT_EQ(read("p2").sent_version, "") << "it never had that one";
  sent.ledger = {{LedgerKind::post, "p1", "l2", 0, 0}};
  settle(sent);
  EXPECT_EQ(read("p1").sent_version, "l2");
  ASSERT_TRUE(store().ledger_open(remote, {}).ok());
}

TEST_P(ScanContract, TheSameContentOfALaterTimeIsFreshBecauseOursMayHaveChangedMeanwhile) {
  const RemoteId remote("r1");
  std::vector<model::ReceivedItem> item{{LedgerKind::post, "p1", "w1", from_millis(10), "l1"}};
  ASSERT_TRUE(store().ledger_finish(remote, item, from_millis(1)).ok());
  EXPECT_EQ(store().ledger_begin(remote, item, from_millis(2)).value(), std::vector{ReceivedVerdict::had});
  item[0].stamp = from_millis(11);
  EXPECT_EQ(store().ledger_begin(remote, item, from_millis(3)).value(), std::vector{ReceivedVerdict::fresh});
}

TEST_P(ScanContract, TheFirstVersionAgainIsFreshAfterAnotherOne) {
  const RemoteId remote("r1");
  std::int64_t stamp = 10;
  for (const char* version : {"added", "removed", "added"}) {
    const std::vector<model::ReceivedItem> item{
        {LedgerKind::reaction, "p:u:e", version, from_millis(++stamp), version}};
    EXPECT_EQ(store().ledger_begin(remote, item, from_millis(1)).value(), std::vector{ReceivedVerdict::fresh});
    ASSERT_TRUE(store().ledger_finish(remote, item, from_millis(1)).ok());
  }
}

TEST_P(ScanContract, ReactionsOfOthersCrossWithWhatTheRemoteHas) {
  put_post("p1", 6000);
  ASSERT_TRUE(store().claim_user(UserId("u2"), RemoteId("r1"), from_millis(1)).ok());
  put_reaction("p1", "u1", 6001);
  put_reaction("p1", "u2", 6002);
  put_reaction("p1", "u3", 6003, false);
  put_reaction("p1", "u4", 100);
  store::Settlement sent;
  sent.ledger = {{LedgerKind::reaction, "p1:u3:wave", "added", 0, 0}};
  settle(sent);
  const auto found = store().reactions(RemoteId("r1"), {PostId("p1")}, from_millis(6000)).value();
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].reaction.user_id, UserId("u1"));
  EXPECT_EQ(found[0].sent_version, "");
  EXPECT_EQ(model::ledger_item(found[1].reaction), "p1:u3:wave");
  EXPECT_EQ(found[1].sent_version, "added");
  EXPECT_NE(found[1].reaction.delete_at, base::Time{});
}

TEST_P(ScanContract, AcknowledgementsAreMergedWithTheirTimes) {
  put_post("p1", 6000);
  model::PostAcknowledgement one;
  one.post_id = PostId("p1");
  one.channel_id = ChannelId("c1");
  one.user_id = UserId("u1");
  EXPECT_FALSE(store().write_acknowledgement(one).value()) << "nothing to take back";
  one.acknowledged_at = from_millis(7000);
  EXPECT_TRUE(store().write_acknowledgement(one).value());
  EXPECT_FALSE(store().write_acknowledgement(one).value()) << "the same again";
  one.user_id = UserId("u5");
  one.acknowledged_at = from_millis(7001);
  EXPECT_TRUE(store().write_acknowledgement(one).value());
  const auto found = store().acknowledgements(RemoteId("r1"), {PostId("p1")}).value();
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].acknowledgement.acknowledged_at, from_millis(7000));
  one.acknowledged_at = {};
  EXPECT_TRUE(store().write_acknowledgement(one).value());
  EXPECT_EQ(store().acknowledgements(RemoteId("r1"), {PostId("p1")}).value().size(), 1U)
      << "never sent, not taken back";
}

TEST_P(ScanContract, TheNewestChangeOfASharedChannelShowsWithoutAnyHook) {
  put_post("p1", 6000);
  EXPECT_EQ(store().latest_changes().value().at(ChannelId("c1")).post, from_millis(6000));
  put_post("p1", 6500);
  EXPECT_EQ(store().latest_changes().value().at(ChannelId("c1")).post, from_millis(6500));
}

TEST_P(ScanContract, AChannelLooksAsItsTableSaysAndTheLedgerSaysWhatTheRemoteWasTold) {
  model::Channel channel;
  channel.id = ChannelId("c1");
  channel.display_name = "Town";
  channel.header = "about";
  channel.delete_at = channel.update_at = from_millis(7000);
  if (fake_ != nullptr) {
    fake_->put_channel(channel);
  } else {
    run_sql(
        "INSERT INTO channels (id, createat, updateat, deleteat, teamid, type, displayname, name, header, purpose) "
        "VALUES ('c1', 1, 7000, 7000, 't1', 'O', 'Town', 'town', 'about', '')");
  }
  EXPECT_FALSE(store().channel_now(RemoteId("r1"), ChannelId("c2")).value().has_value());
  const auto now = store().channel_now(RemoteId("r1"), ChannelId("c1"));
  ASSERT_TRUE(now.ok()) << now.error().text;
  EXPECT_EQ((*now)->look, (model::ChannelLook{ChannelId("c1"), "Town", "about", "", true, from_millis(7000), {}}));
  EXPECT_EQ((*now)->sent_version, "");
  EXPECT_EQ(store().latest_changes().value().at(ChannelId("c1")).channel, from_millis(7000));
  store::Settlement told;
  told.ledger = {{LedgerKind::channel, "c1", "v1", 0, 0}};
  settle(told);
  EXPECT_EQ(store().channel_now(RemoteId("r1"), ChannelId("c1")).value()->sent_version, "v1");
}

}  // namespace
}  // namespace causeway::contract
