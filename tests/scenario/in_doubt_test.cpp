// A change crosses, its answer is lost, and it is undone before anybody tries again: what is here is what is there.
#include <gtest/gtest.h>

#include "peer/version.h"
#include "stage/stage.h"

namespace causeway::scenario {
namespace {

class InDoubt : public testing::Test {
 protected:
  void SetUp() override {
    stage_.connect();
    channel_ = stage_.share("town");
    ASSERT_TRUE(stage_.crosses(stage_.home, stage_.spoke, channel_, "before"));
    post_ = stage_.home.posts(channel_, "as it was");
    ASSERT_TRUE(eventually([&] { return stage_.spoke.has(post_); }));
    ASSERT_TRUE(eventually([&] { return stage_.home.store().tasks(stage_.link).value().empty(); }));
  }

  void answers_get_lost(bool lost) { answers_get_lost_to(stage_.home, lost); }
  void answers_get_lost_to(Site& site, bool lost) {
    fakes::Weather weather;
    weather.lost_answers = lost ? 100 : 0;
    site.peer().set_weather(weather);
  }
  static void nothing_arrives_from(Site& site) {
    fakes::Weather weather;
    weather.lost_requests = 100;
    site.peer().set_weather(weather);
  }
  // Something of it is on its way to the other side.
  bool is_open(Site& site, const model::PostId& post) {
    const auto rows = site.store().posts_by_id(stage_.link, {post}).value();
    return rows.at(0).sent_version.starts_with(model::open_version);
  }
  fakes::FakeServer& home() { return stage_.home.server(); }
  fakes::FakeServer& spoke() { return stage_.spoke.server(); }
  bool there(const std::function<bool(const model::Post&)>& what) {
    return eventually([&] { return what(*stage_.spoke.find(post_)); });
  }

  TwoServers stage_;
  model::ChannelId channel_;
  model::PostId post_;
};

TEST_F(InDoubt, AnEdit) {
  answers_get_lost(true);
  home().user_edits(post_, "something else");
  ASSERT_TRUE(there([](const model::Post& post) { return post.message == "something else"; }));
  home().user_edits(post_, "as it was");
  answers_get_lost(false);
  EXPECT_TRUE(there([](const model::Post& post) { return post.message == "as it was"; }));
}

TEST_F(InDoubt, APin) {
  answers_get_lost(true);
  home().user_pins(post_, true);
  ASSERT_TRUE(there([](const model::Post& post) { return post.is_pinned; }));
  home().user_pins(post_, false);
  answers_get_lost(false);
  EXPECT_TRUE(there([](const model::Post& post) { return !post.is_pinned; }));
}

// Its answer is not here when the word of who unpins it there is.
TEST_F(InDoubt, APinThatIsUndoneThere) {
  answers_get_lost(true);
  home().user_pins(post_, true);
  ASSERT_TRUE(there([](const model::Post& post) { return post.is_pinned; }));
  spoke().user_pins(post_, false);
  EXPECT_TRUE(eventually([&] { return !stage_.home.find(post_)->is_pinned; }));
  answers_get_lost(false);
  ASSERT_TRUE(eventually([&] { return stage_.home.store().tasks(stage_.link).value().empty(); }));
  EXPECT_TRUE(there([](const model::Post& post) { return !post.is_pinned; }));
  EXPECT_FALSE(stage_.home.find(post_)->is_pinned);
}

// The word of who undoes it is what was said of the post before the pin. Twice, because the second time that was a word
// of who undid it, too.
TEST_F(InDoubt, APinOfTheirPostThatTheyUndo) {
  for (int round = 0; round < 2; ++round) {
    answers_get_lost_to(stage_.spoke, true);
    spoke().user_pins(post_, true);
    ASSERT_TRUE(eventually([&] { return stage_.home.find(post_)->is_pinned; })) << round;
    home().user_pins(post_, false);
    ASSERT_TRUE(there([](const model::Post& post) { return !post.is_pinned; })) << round;
    answers_get_lost_to(stage_.spoke, false);
    ASSERT_TRUE(eventually([&] { return stage_.spoke.store().tasks(stage_.link).value().empty(); })) << round;
    ASSERT_TRUE(eventually([&] { return stage_.home.store().tasks(stage_.link).value().empty(); })) << round;
    EXPECT_FALSE(stage_.spoke.find(post_)->is_pinned) << round;
    EXPECT_FALSE(stage_.home.find(post_)->is_pinned) << round;
  }
}

// The line of the ledger that says how their post came is written behind what was sent of a pin of it.
TEST_F(InDoubt, APinOfAPostThatHasJustComeThatTheyUndo) {
  const model::Post post = *stage_.spoke.find(post_);
  const std::string version = peer::post_version(post);
  const model::ReceivedItem came{model::LedgerKind::post, post_.str(), version, peer::post_stamp(post), version};
  answers_get_lost_to(stage_.spoke, true);
  spoke().user_pins(post_, true);
  ASSERT_TRUE(eventually([&] { return stage_.home.find(post_)->is_pinned; }));
  ASSERT_TRUE(stage_.spoke.store().ledger_finish(stage_.link, {came}, stage_.clock.now()).ok());
  home().user_pins(post_, false);
  EXPECT_TRUE(there([](const model::Post& there) { return !there.is_pinned; }));
  answers_get_lost_to(stage_.spoke, false);
  ASSERT_TRUE(eventually([&] { return stage_.spoke.store().tasks(stage_.link).value().empty(); }));
  EXPECT_FALSE(stage_.spoke.find(post_)->is_pinned);
  EXPECT_FALSE(stage_.home.find(post_)->is_pinned);
}

// Their word comes a second time, because its answer got lost, after somebody here has pinned it again.
TEST_F(InDoubt, AWordOfWhoUndidItThatComesAgain) {
  spoke().user_pins(post_, true);
  ASSERT_TRUE(eventually([&] { return stage_.home.find(post_)->is_pinned; }));
  ASSERT_TRUE(eventually([&] { return stage_.spoke.store().tasks(stage_.link).value().empty(); }));
  answers_get_lost(true);
  home().user_pins(post_, false);
  ASSERT_TRUE(there([](const model::Post& post) { return !post.is_pinned; }));
  nothing_arrives_from(stage_.spoke);
  spoke().user_pins(post_, true);
  ASSERT_TRUE(eventually([&] { return is_open(stage_.spoke, post_); }));
  answers_get_lost(false);
  ASSERT_TRUE(eventually([&] { return stage_.home.store().tasks(stage_.link).value().empty(); }));
  EXPECT_TRUE(stage_.spoke.find(post_)->is_pinned);
  stage_.spoke.peer().set_weather({});
  EXPECT_TRUE(eventually([&] { return stage_.home.find(post_)->is_pinned; }));
  EXPECT_TRUE(stage_.spoke.find(post_)->is_pinned);
}

// What somebody there says of something else at the same time leaves the pin.
TEST_F(InDoubt, APinBesideAnEditThatDoesNotKnowOfIt) {
  const model::PostId theirs = stage_.spoke.posts(channel_, "of the spoke");
  ASSERT_TRUE(eventually([&] { return stage_.home.has(theirs); }));
  nothing_arrives_from(stage_.home);
  home().user_pins(theirs, true);
  ASSERT_TRUE(eventually([&] { return is_open(stage_.home, theirs); }));
  spoke().user_edits(theirs, "something else");
  ASSERT_TRUE(eventually([&] { return stage_.home.find(theirs)->message == "something else"; }));
  EXPECT_TRUE(stage_.home.find(theirs)->is_pinned);
  stage_.home.peer().set_weather({});
  EXPECT_TRUE(eventually([&] { return stage_.spoke.find(theirs)->is_pinned; }));
  EXPECT_TRUE(stage_.home.find(theirs)->is_pinned);
}

// The peer's plugin has written the pin and is killed before it writes down that it has. Somebody there unpins.
TEST_F(InDoubt, APinThatWasWrittenAndUndoneBeforeItComesAgain) {
  model::Post pinned = *stage_.spoke.find(post_);
  pinned.is_pinned = true;
  const std::string version = peer::post_version(pinned);
  const model::ReceivedItem item{model::LedgerKind::post, post_.str(), version, peer::post_stamp(pinned), version};
  ASSERT_TRUE(stage_.spoke.store().ledger_begin(stage_.link, {item}, stage_.clock.now()).ok());
  spoke().user_pins(post_, true);
  spoke().user_pins(post_, false);
  home().user_pins(post_, true);
  EXPECT_TRUE(eventually([&] { return !stage_.home.find(post_)->is_pinned; }));
  EXPECT_FALSE(stage_.spoke.find(post_)->is_pinned);
}

// Killed before it was written: the pin is news.
TEST_F(InDoubt, APinThatWasToBeWritten) {
  spoke().user_pins(post_, true);
  ASSERT_TRUE(eventually([&] { return stage_.home.find(post_)->is_pinned; }));
  spoke().user_pins(post_, false);
  ASSERT_TRUE(eventually([&] { return !stage_.home.find(post_)->is_pinned; }));
  model::Post pinned = *stage_.spoke.find(post_);
  pinned.is_pinned = true;
  const std::string version = peer::post_version(pinned);
  const model::ReceivedItem item{model::LedgerKind::post, post_.str(), version, peer::post_stamp(pinned), version};
  ASSERT_TRUE(stage_.spoke.store().ledger_begin(stage_.link, {item}, stage_.clock.now() + base::Millis(1)).ok());
  home().user_pins(post_, true);
  EXPECT_TRUE(there([](const model::Post& post) { return post.is_pinned; }));
  EXPECT_TRUE(stage_.home.find(post_)->is_pinned);
}

TEST_F(InDoubt, AReaction) {
  answers_get_lost(true);
  home().user_reacts(stage_.home.person().id, post_, "tada");
  ASSERT_TRUE(eventually([&] { return spoke().reactions_to(post_).size() == 1; }));
  home().user_reacts(stage_.home.person().id, post_, "tada", false);
  answers_get_lost(false);
  EXPECT_TRUE(eventually([&] { return spoke().reactions_to(post_).empty(); }));
}

TEST_F(InDoubt, AReactionThatIsTakenAwayAndGivenAgain) {
  home().user_reacts(stage_.home.person().id, post_, "tada");
  ASSERT_TRUE(eventually([&] { return spoke().reactions_to(post_).size() == 1; }));
  ASSERT_TRUE(eventually([&] { return stage_.home.store().tasks(stage_.link).value().empty(); }));
  answers_get_lost(true);
  home().user_reacts(stage_.home.person().id, post_, "tada", false);
  ASSERT_TRUE(eventually([&] { return spoke().reactions_to(post_).empty(); }));
  home().user_reacts(stage_.home.person().id, post_, "tada");
  answers_get_lost(false);
  EXPECT_TRUE(eventually([&] { return spoke().reactions_to(post_).size() == 1; }));
}

// The peer's database fails at one post more often than a poison item is tried.
TEST_F(InDoubt, APeerWhoseDatabaseFailsIsWaitedFor) {
  stage_.spoke.store().doubt_next_writes(40);
  const model::PostId later = stage_.home.posts(channel_, "later");
  EXPECT_TRUE(eventually([&] { return stage_.spoke.has(later); }));
  EXPECT_EQ(stage_.home.store().count_held(stage_.link, false).value(), 0);
}

TEST_F(InDoubt, WhatHangsOnADeletedPostIsNoDeadLetter) {
  model::HeldItem item;
  item.remote_id = stage_.link;
  item.channel_id = channel_;
  item.kind = model::LedgerKind::reaction;
  item.item_id = post_.str() + ":somebody:tada";
  item.post_id = post_;
  item.dead = true;
  item.since = stage_.clock.now();
  item.reason = "the other server refused it";
  ASSERT_TRUE(stage_.home.store().hold({item}, stage_.clock.now()).ok());
  home().user_deletes(post_);
  EXPECT_TRUE(eventually([&] { return stage_.home.store().count_held(stage_.link, false).value() == 0; }));
}

}  // namespace
}  // namespace causeway::scenario
