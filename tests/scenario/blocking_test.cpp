// People of another server from whom an administrator here takes nothing.
#include <gtest/gtest.h>

#include "stage/stage.h"

namespace causeway::scenario {
namespace {

// alice of the home is blocked on the spoke; anna, also of the home, is not.
class Blocking : public testing::Test {
 protected:
  Blocking() {
    stage_.connect();
    channel_ = stage_.share("town");
    anna_ = home_.add_user("anna").id;
    home_.server().user_joins(channel_, anna_);
    before_ = home_.posts(channel_, "before");
    EXPECT_TRUE(eventually([&] { return spoke_.has(before_); }));
    anna_says("I am anna");
  }
  std::string types(const std::string& text) { return spoke_.types("/secure-connection " + text); }
  void block() {
    const std::string answer = types("block @alice:home");
    EXPECT_NE(answer.find("Blocked"), std::string::npos) << answer;
  }
  void unblock() {
    const std::string answer = types("unblock @alice:home");
    EXPECT_NE(answer.find("Unblocked"), std::string::npos) << answer;
  }
  model::PostId anna_posts(const std::string& text, const model::PostId& root = {}) {
    return home_.server().user_posts(anna_, channel_, text, root).id;
  }
  // All that was written before has been looked at when it is there.
  model::PostId anna_says(const std::string& text) {
    const auto post = anna_posts(text);
    EXPECT_TRUE(eventually([&] { return spoke_.has(post); })) << text;
    return post;
  }
  void nothing_waits() {
    EXPECT_TRUE(eventually([&] { return home_.store().tasks(stage_.link)->empty(); }));
    EXPECT_EQ(home_.store().count_held(stage_.link, false).value(), 0) << "the peer heard a yes";
  }

  TwoServers stage_;
  Site& home_ = stage_.home;
  Site& spoke_ = stage_.spoke;
  model::ChannelId channel_;
  model::UserId anna_;
  model::PostId before_;
};

TEST_F(Blocking, NothingOfABlockedPersonArrivesAndTheirServerHearsAYes) {
  block();
  const auto hidden = home_.posts(channel_, "hidden");
  home_.server().user_edits(before_, "edited");
  const auto annas = anna_says("seen");
  home_.server().user_reacts(home_.person().id, annas, "tada");
  home_.server().user_reacts(anna_, annas, "wave");
  EXPECT_TRUE(eventually([&] { return !spoke_.server().reactions_to(annas).empty(); }));
  anna_says("seen too");
  nothing_waits();
  EXPECT_FALSE(spoke_.has(hidden));
  EXPECT_EQ(spoke_.find(before_)->message, "before");
  ASSERT_EQ(spoke_.server().reactions_to(annas).size(), 1U);
  EXPECT_EQ(spoke_.server().reactions_to(annas)[0].user_id, anna_);
}

TEST_F(Blocking, WhatHangsOnAHeldBackPostIsHeldBackWithIt) {
  block();
  const auto root = home_.posts(channel_, "hidden");
  const auto reply = anna_posts("in the hidden thread", root);
  home_.server().user_reacts(anna_, root, "tada");
  home_.server().user_reacts(anna_, reply, "tada");
  anna_says("seen");
  nothing_waits();
  EXPECT_FALSE(spoke_.has(root));
  EXPECT_FALSE(spoke_.has(reply));
  unblock();
  const auto later = anna_posts("later in the hidden thread", root);
  anna_says("seen too");
  nothing_waits();
  EXPECT_FALSE(spoke_.has(later)) << "its root is not here";
}

TEST_F(Blocking, WhatTheyTakeBackIsTakenBack) {
  home_.server().user_reacts(home_.person().id, before_, "tada");
  EXPECT_TRUE(eventually([&] { return spoke_.server().reactions_to(before_).size() == 1; }));
  block();
  home_.server().user_reacts(home_.person().id, before_, "tada", false);
  EXPECT_TRUE(eventually([&] { return spoke_.server().reactions_to(before_).empty(); }));
  home_.server().user_deletes(before_);
  EXPECT_TRUE(eventually([&] { return !spoke_.has(before_) || spoke_.find(before_)->delete_at != base::Time(); }));
  nothing_waits();
}

TEST_F(Blocking, OnceUnblockedTheyAreHeardAgainAndWhatIsSentAgainComes) {
  block();
  const auto hidden = home_.posts(channel_, "hidden");
  anna_says("seen");
  unblock();
  const auto heard = home_.posts(channel_, "heard");
  EXPECT_TRUE(eventually([&] { return spoke_.has(heard); }));
  EXPECT_FALSE(spoke_.has(hidden));
  home_.server().user_edits(hidden, "changed");
  EXPECT_TRUE(eventually([&] { return spoke_.has(hidden); }));
  EXPECT_EQ(spoke_.find(hidden)->message, "changed");
}

TEST_F(Blocking, IsForAdministratorsAndForPeopleOfOtherServers) {
  EXPECT_NE(types("block").find("at least one"), std::string::npos);
  EXPECT_NE(types("block @nobody:home").find("There is no"), std::string::npos);
  EXPECT_NE(types("block @bob").find("not of another server"), std::string::npos);
  EXPECT_NE(types("blocked").find("Nobody is blocked"), std::string::npos) << "none of these";
  EXPECT_NE(types("unblock @alice:home").find("Nobody of them"), std::string::npos);
  EXPECT_NE(types("status @alice:home").find("expected"), std::string::npos);
  const std::string denied = spoke_.types("/secure-connection block @alice:home", {}, spoke_.person().id);
  EXPECT_NE(denied.find("manage_secure_connections"), std::string::npos) << denied;
  const auto seen = home_.posts(channel_, "still heard");
  EXPECT_TRUE(eventually([&] { return spoke_.has(seen); }));
  block();
  EXPECT_NE(types("blocked").find("alice:home"), std::string::npos);
  EXPECT_NE(types("audit").find("user.block"), std::string::npos);
}

}  // namespace
}  // namespace causeway::scenario
