// What is deleted for good on one server: by somebody, or by its data retention.
#include <gtest/gtest.h>

#include "base/id.h"
#include "json/record.h"
#include "peer/frame.h"
#include "stage/stage.h"

namespace causeway::scenario {
namespace {

class Erasure : public testing::Test {
 protected:
  Erasure() {
    stage_.connect();
    channel_ = stage_.share("town");
  }
  model::PostId crossed(Site& from, Site& to, const std::string& text, const model::PostId& root = {}) {
    return stage_.crossed(from, to, channel_, text, root);
  }
  bool goes(Site& site, const model::PostId& post) {
    return eventually([&] { return !site.has(post); });
  }
  void settle() {
    ASSERT_TRUE(stage_.crosses(home_, spoke_, channel_, "marker"));
    ASSERT_TRUE(stage_.crosses(spoke_, home_, channel_, "marker back"));
  }
  bool at_rest(Site& site) {
    return eventually([&] { return site.store().tasks(stage_.link).value().empty(); });
  }

  TwoServers stage_;
  Site& home_ = stage_.home;
  Site& spoke_ = stage_.spoke;
  model::ChannelId channel_;
};

TEST_F(Erasure, APostThatIsDeletedForGoodIsDeletedThereToo) {
  for (const auto& [from, to] : {std::pair(&home_, &spoke_), std::pair(&spoke_, &home_)}) {
    const auto post = crossed(*from, *to, "said too much");
    const auto reply = crossed(*to, *from, "indeed", post);
    const auto other = crossed(*from, *to, "stays");
    from->server().user_erases(post);
    EXPECT_TRUE(goes(*to, post));
    EXPECT_TRUE(goes(*to, reply)) << "with its thread, as there";
    EXPECT_TRUE(to->has(other));
  }
  settle();
  EXPECT_TRUE(at_rest(home_));
  EXPECT_TRUE(at_rest(spoke_));
}

TEST_F(Erasure, WhatNobodyCanBeToldOfAtTheMomentIsToldLater) {
  const auto post = crossed(home_, spoke_, "said too much");
  home_.loses(spoke_);
  home_.server().user_erases(post);
  EXPECT_TRUE(spoke_.has(post));
  home_.reaches(spoke_);
  EXPECT_TRUE(goes(spoke_, post));
}

TEST_F(Erasure, APostOfTheOtherServersPeopleStaysWithThem) {
  const auto post = crossed(spoke_, home_, "bob's own");
  home_.server().user_erases(post);
  settle();
  EXPECT_TRUE(spoke_.has(post));
  ASSERT_TRUE(at_rest(home_));
}

TEST_F(Erasure, WhoIsDeletedForGoodGoesThereTooWithWhatTheyWrote) {
  const auto alone = crossed(home_, spoke_, "mine alone"), root = crossed(home_, spoke_, "answered there");
  const auto answer = crossed(spoke_, home_, "an answer", root), reply = crossed(home_, spoke_, "and mine", root);
  const auto theirs = crossed(spoke_, home_, "bob's own");
  settle();
  // As the server does it: nobody is told.
  const model::UserId alice = home_.person().id;
  for (const auto& post : {alone, root, reply}) {
    home_.server().goes_back(post);
    home_.store().erase_post(post);
  }
  home_.store().take_user(alice);
  // What the server of the other side has in its tables.
  spoke_.store().put_user(spoke_.server().get_user(alice).value());
  ASSERT_TRUE(home_.store().begin_people_erasures(stage_.clock.now()).ok());
  EXPECT_TRUE(goes(spoke_, alone));
  EXPECT_TRUE(goes(spoke_, reply));
  EXPECT_TRUE(eventually([&] { return spoke_.find(root)->message == "*(removed)*"; }));
  EXPECT_TRUE(eventually([&] { return spoke_.server().get_user(alice)->delete_at != base::Time(); }));
  EXPECT_TRUE(spoke_.has(answer));
  EXPECT_TRUE(spoke_.has(theirs));
  EXPECT_TRUE(at_rest(home_));
  EXPECT_TRUE(home_.store().erased_people(stage_.link, 10).value().empty());
  EXPECT_TRUE(at_rest(spoke_));
  EXPECT_TRUE(home_.has(answer));
}

TEST_F(Erasure, AChannelThatIsDeletedForGoodIsSharedNoMoreAndItsPeoplesPostsGo) {
  const auto mine = crossed(home_, spoke_, "alice's"), theirs = crossed(spoke_, home_, "bob's");
  settle();
  home_.store().take_channel(channel_);
  ASSERT_TRUE(home_.store().begin_channel_erasures(stage_.clock.now()).ok());
  EXPECT_TRUE(goes(spoke_, mine));
  EXPECT_TRUE(eventually([&] { return !spoke_.store().channel_remote(channel_, stage_.link).value(); }));
  EXPECT_TRUE(eventually([&] { return !home_.store().channel_remote(channel_, stage_.link).value(); }));
  EXPECT_TRUE(spoke_.has(theirs));
  EXPECT_TRUE(at_rest(home_));
}

TEST_F(Erasure, APeerDeletesNobodyButItsOwn) {
  const auto theirs = crossed(spoke_, home_, "bob's own");
  settle();
  const auto frame =
      peer::make_frame(stage_.link, model::topic::erased_people,
                       json::to_json(model::ErasedPeople{{spoke_.person().id, spoke_.admin().id}}), stage_.clock.now());
  const std::string token = home_.store().remote(stage_.link).value()->outgoing_token;
  EXPECT_EQ(spoke_.asked("msg", stage_.link, token, json::encode(frame)).status, 200);
  settle();
  EXPECT_TRUE(spoke_.has(theirs));
  EXPECT_EQ(spoke_.server().get_user(spoke_.person().id)->delete_at, base::Time());
}

TEST_F(Erasure, WhatDataRetentionTakesAwayGoesThereTooButForThreadsThatGoOn) {
  const auto old = crossed(home_, spoke_, "old");
  const auto answered = crossed(home_, spoke_, "old, and answered there");
  const auto answer = crossed(spoke_, home_, "an answer", answered);
  const auto theirs = crossed(spoke_, home_, "old, but bob's");
  const auto pinned = crossed(home_, spoke_, "old, but pinned");
  home_.server().user_pins(pinned, true);
  ASSERT_TRUE(eventually([&] { return spoke_.find(pinned)->is_pinned; }));
  const auto fresh = crossed(home_, spoke_, "fresh");
  settle();
  for (const auto& gone : {old, answered, answer, theirs}) {
    home_.server().goes_back(gone);
    home_.store().erase_post(gone);
  }
  EXPECT_EQ(home_.retains(), 0);
  EXPECT_TRUE(goes(spoke_, old));
  settle();
  ASSERT_TRUE(at_rest(home_));
  ASSERT_TRUE(at_rest(spoke_));
  for (const auto& stays : {answered, answer, theirs, pinned, fresh}) EXPECT_TRUE(spoke_.has(stays));
  EXPECT_EQ(home_.copies(old, channel_), 0U) << "it does not come back";
}

TEST_F(Erasure, AMessageOfRetentionThatCannotBeIsRefused) {
  const auto post = crossed(spoke_, home_, "bob's");
  const auto says = [&](const std::string& payload) {
    const std::string frame = R"({"remote_id":")" + stage_.link.str() + R"(","msg":{"id":")" + base::new_id() +
                              R"(","topic":"causeway_retention","create_at":1,"payload":)" + payload + "}}";
    const auto token = spoke_.store().remote(stage_.link).value()->outgoing_token;
    return home_.asked("msg", stage_.link, token, frame).body;
  };
  EXPECT_NE(says(R"({"channel_id":")" + channel_.str() + R"(","before":0,"kept":[]})").find("FAIL"), std::string::npos);
  EXPECT_NE(says(R"({"channel_id":")" + base::new_id() + R"(","before":9999999999999,"kept":[]})").find("FAIL"),
            std::string::npos);
  EXPECT_NE(says(R"({"before":"x"})").find("FAIL"), std::string::npos);
  EXPECT_TRUE(home_.has(post));
}

}  // namespace
}  // namespace causeway::scenario
