// Whose profile a remote has as it was, and when somebody's changed last.
#include "contract/store/store_suite.h"

namespace causeway::contract {
namespace {

using model::ChannelId;
using model::RemoteId;
using model::UserId;

class ProfilesContract : public StoreContract {
 protected:
  void SetUp() override {
    StoreContract::SetUp();
    ASSERT_TRUE(store().add_remote(make_remote("r1")).ok());
    ASSERT_TRUE(store().add_remote(make_remote("r2")).ok());
    ASSERT_TRUE(store().save_channel_remote(make_row("c1", "r1")).ok());
  }
  // r1 has these as of then.
  void sync(const std::vector<std::string>& users, std::int64_t at) {
    ASSERT_TRUE(store().enqueue_posts(ChannelId("c1"), {}, {}, from_millis(1)).ok());
    const auto task = store().claim(1, clock_.now(), Millis(1000), {}).value().at(0);
    store::Settlement settlement;
    for (const std::string& user : users) settlement.synced_users.emplace(user, from_millis(at));
    ASSERT_TRUE(store().settle(task, settlement, clock_.now()).ok());
  }
  std::string changed(const std::string& remote = "r1", std::size_t most = 10) {
    const auto found = store().changed_profiles(RemoteId(remote), most);
    EXPECT_TRUE(found.ok()) << (found.ok() ? "" : found.error().text);
    std::string names;
    if (!found.ok()) return names;
    for (const model::User& user : *found) names += user.username + " ";
    return names;
  }
};

INSTANTIATE_TEST_SUITE_P(Both, ProfilesContract, testing::Values("fake", "postgres"),
                         [](const auto& one) { return std::string(one.param); });

TEST_P(ProfilesContract, OnlyWhomTheRemoteHasAndNotAsTheyAreNow) {
  put_user("u1", 500);
  put_user("u2", 2000);
  put_user("u3", 1500);
  put_user("u4", 3000);
  sync({"u1", "u2", "u3"}, 1000);
  EXPECT_EQ(changed(), "u3 u2 ");
  EXPECT_EQ(changed("r1", 1), "u3 ");
  EXPECT_EQ(changed("r2"), "");
  ASSERT_TRUE(store().claim_user(UserId("u3"), RemoteId("r1"), from_millis(1)).ok());
  EXPECT_EQ(changed(), "u2 ") << "not the remote's own";
  sync({"u2"}, 2000);
  EXPECT_EQ(changed(), "");
  put_user("u2", 2001);
  EXPECT_EQ(changed(), "u2 ");
}

// A server stamps a change before others can see it.
TEST_P(ProfilesContract, AChangeThatShowsLateIsFoundHoweverLateItIs) {
  put_user("u1", 500);
  sync({"u1"}, 500);
  put_user("u1", 501);
  EXPECT_EQ(changed(), "u1 ");
}

TEST_P(ProfilesContract, AllCanBeSentAgain) {
  put_user("u1", 500);
  put_user("u2", 600);
  sync({"u1", "u2"}, 1000);
  ASSERT_TRUE(store().set_policy(RemoteId("r1"), {}, from_millis(7)).ok());
  EXPECT_EQ(changed(), "u1 u2 ");
  EXPECT_EQ(store().users_to_send(RemoteId("r1"), {UserId("u1")}).value().size(), 1U);
  const auto tasks = store().tasks(RemoteId("r1")).value();
  const auto found = std::find_if(tasks.begin(), tasks.end(),
                                  [](const model::Task& task) { return task.kind == model::TaskKind::users; });
  ASSERT_NE(found, tasks.end());
  EXPECT_EQ(found->channel_id, ChannelId());
}

// A message that was on its way when the policy changed was made under the one before.
TEST_P(ProfilesContract, WhatWasOnItsWayWhenThePolicyChangedGoesAgain) {
  put_user("u1", 500);
  put_user("u2", 500);
  sync({"u1"}, 500);
  ASSERT_TRUE(store().enqueue_posts(ChannelId("c1"), {}, {}, from_millis(1)).ok());
  const auto task = store().claim(1, clock_.now(), Millis(1000), {}).value().at(0);
  ASSERT_TRUE(store().set_policy(RemoteId("r1"), {}, from_millis(7)).ok());
  store::Settlement settlement;
  settlement.synced_users = {{UserId("u1"), from_millis(500)}, {UserId("u2"), from_millis(500)}};
  ASSERT_TRUE(store().settle(task, settlement, clock_.now()).ok());
  EXPECT_EQ(changed(), "u1 u2 ");
  sync({"u1", "u2"}, 500);
  EXPECT_EQ(changed(), "");
}

TEST_P(ProfilesContract, TheNewestChangeOfAnybodyIsSeen) {
  EXPECT_EQ(store().newest_user_change().value(), base::Time());
  put_user("u1", 500);
  put_user("u2", 400);
  EXPECT_EQ(store().newest_user_change().value(), from_millis(500));
  put_user("u2", 501);
  EXPECT_EQ(store().newest_user_change().value(), from_millis(501));
}

TEST_P(ProfilesContract, PicturesAreWhatTheRemoteHasNotAndWhoHadNoneHasNone) {
  put_user("u1", 500);
  put_user("u2", 500, 400);
  put_user("u3", 500, 300);
  put_user("u4", 500, 300);
  sync({"u1", "u2", "u3"}, 500);
  ASSERT_TRUE(store().claim_user(UserId("u3"), RemoteId("r1"), from_millis(1)).ok());
  const auto changed_pictures = [&] { return store().changed_pictures(RemoteId("r1"), 10).value(); };
  using Pictures = std::vector<store::Store::ChangedPicture>;
  EXPECT_EQ(changed_pictures(), (Pictures{{UserId("u2"), from_millis(400)}}));
  EXPECT_TRUE(store().changed_pictures(RemoteId("r2"), 10).value().empty());
  // Who has just become known has a picture to send.
  const auto tasks = store().tasks(RemoteId("r1")).value();
  ASSERT_EQ(tasks.size(), 1U);
  EXPECT_EQ(tasks[0].kind, model::TaskKind::pictures);
  const auto task = store().claim(1, clock_.now(), Millis(1000), {}).value().at(0);
  store::Settlement settlement;
  settlement.sent_pictures = {{UserId("u2"), from_millis(400)}};
  ASSERT_TRUE(store().settle(task, settlement, clock_.now()).ok());
  EXPECT_TRUE(changed_pictures().empty());
  EXPECT_TRUE(store().tasks(RemoteId("r1")).value().empty());
  put_user("u2", 600, -600);
  EXPECT_EQ(changed_pictures(), (Pictures{{UserId("u2"), from_millis(-600)}})) << "taken away";
  put_user("u1", 700, 700);
  EXPECT_EQ(changed_pictures().size(), 2U);
  EXPECT_EQ(store().changed_pictures(RemoteId("r1"), 1).value().size(), 1U);
}

TEST_P(ProfilesContract, WhomTheRemoteNeverHadAreOfferedInTheOrderOfTheirChanges) {
  put_user("u1", 500);
  put_user("u2", 400);
  put_user("u3", 400);
  put_user("known", 300);
  put_user("theirs", 300);
  sync({"known"}, 300);
  ASSERT_TRUE(store().claim_user(UserId("theirs"), RemoteId("r2"), from_millis(1)).ok());
  const auto unknown = [&](const model::Cursor& behind, std::size_t most = 10) {
    const auto found = store().unknown_people(RemoteId("r1"), behind, most);
    EXPECT_TRUE(found.ok()) << (found.ok() ? "" : found.error().text);
    std::string names;
    if (!found.ok()) return names;
    for (const model::User& user : found->people) names += user.username + " ";
    if (found->people.size() == most) {
      EXPECT_EQ(found->end.id, found->people.back().id.str());
      EXPECT_TRUE(found->more);
    }
    return names;
  };
  EXPECT_EQ(unknown({}), "u2 u3 u1 ");
  EXPECT_EQ(unknown({}, 2), "u2 u3 ");
  EXPECT_EQ(unknown({from_millis(400), "u2"}), "u3 u1 ");
  EXPECT_EQ(unknown({from_millis(500), "u1"}), "");
  sync({"u3"}, 400);
  EXPECT_EQ(unknown({}), "u2 u1 ");
  put_user("known", 600);
  EXPECT_EQ(unknown({}), "u2 u1 ") << "a change of whom it has is another matter";
  const auto last = store().unknown_people(RemoteId("r1"), {from_millis(500), "u1"}, 10).value();
  EXPECT_TRUE(last.people.empty());
  EXPECT_EQ(last.end, (model::Cursor{from_millis(600), "known"})) << "looked at";
  EXPECT_FALSE(last.more);
}

TEST_P(ProfilesContract, APageOfPeopleWhomTheRemoteHasIsNotTheEnd) {
  std::vector<std::string> known;
  for (int i = 0; i < 450; ++i) {
    known.push_back("k" + std::to_string(1000 + i));
    put_user(known.back(), 1000 + i);
  }
  sync(known, 9000);
  put_user("last", 2000);
  model::Cursor behind;
  std::vector<model::User> found;
  for (int page = 0; page < 100 && found.empty(); ++page) {
    const auto next = store().unknown_people(RemoteId("r1"), behind, 25).value();
    found = next.people;
    ASSERT_TRUE(next.more || !found.empty());
    behind = next.end;
  }
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].username, "last");
}

TEST_P(ProfilesContract, HowFarPeopleWereOfferedIsWrittenDown) {
  EXPECT_EQ(store().remote(RemoteId("r1")).value()->last_global_user_sync_at, base::Time());
  ASSERT_TRUE(store().set_people_offered(RemoteId("r1"), from_millis(77)).ok());
  EXPECT_EQ(store().remote(RemoteId("r1")).value()->last_global_user_sync_at, from_millis(77));
  EXPECT_EQ(store().remote(RemoteId("r2")).value()->last_global_user_sync_at, base::Time());
  ASSERT_TRUE(store().set_people_offered(RemoteId("r1"), base::Time()).ok());
  EXPECT_EQ(store().remote(RemoteId("r1")).value()->last_global_user_sync_at, base::Time());
}

}  // namespace
}  // namespace causeway::contract
