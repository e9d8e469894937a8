// People come into shared channels and leave them, and are seen as present or not, on both sides.
#include <gtest/gtest.h>

#include "stage/stage.h"

namespace causeway::scenario {
namespace {

bool in(Site& site, const model::ChannelId& channel, const model::UserId& user) {
  return site.server().members_of(channel).contains(user);
}

void be(Site& site, const model::UserId& user, const std::string& word, std::int64_t dnd_end = 0) {
  model::Status status;
  status.user_id = user;
  status.status = word;
  status.dnd_end_time = dnd_end;
  site.store().put_status(status);
}

std::string seen(Site& site, const model::UserId& user) {
  const auto status = site.server().status_of(user);
  return status ? status->status : "";
}

TEST(Members, WhoeverIsThereAtTheShareFollowsWithoutAWord) {
  TwoServers stage;
  stage.connect();
  const model::ChannelId channel = stage.home.open_channel("town").id;
  const model::User silent = stage.home.add_user("silent");
  stage.home.server().user_joins(channel, silent.id);
  share(stage.home, stage.spoke, stage.link, channel);
  EXPECT_TRUE(eventually([&] { return in(stage.spoke, channel, silent.id); }));
  EXPECT_TRUE(eventually([&] { return in(stage.spoke, channel, stage.home.person().id); }));
  EXPECT_EQ(stage.spoke.server().get_user(silent.id)->username, "silent:home");
  for (const model::Post& post : stage.spoke.server().posts_in(channel)) {
    EXPECT_TRUE(post.user_id == stage.spoke.person().id || post.user_id != silent.id) << post.type;
  }
}

TEST(Members, JoinsAndLeavesFollowBothWaysAndTheLastOneHolds) {
  TwoServers stage;
  stage.connect();
  const model::ChannelId channel = stage.share("town");
  const model::User anna = stage.home.add_user("anna");
  const model::User ben = stage.spoke.add_user("ben");
  stage.home.server().user_joins(channel, anna.id);
  stage.spoke.server().user_joins(channel, ben.id);
  EXPECT_TRUE(eventually([&] { return in(stage.spoke, channel, anna.id) && in(stage.home, channel, ben.id); }));
  stage.home.server().user_leaves(channel, anna.id);
  stage.spoke.server().user_leaves(channel, ben.id);
  EXPECT_TRUE(eventually([&] { return !in(stage.spoke, channel, anna.id) && !in(stage.home, channel, ben.id); }));
  stage.home.server().user_joins(channel, anna.id);
  stage.home.server().user_leaves(channel, anna.id);
  stage.home.server().user_joins(channel, anna.id);
  EXPECT_TRUE(eventually([&] { return in(stage.spoke, channel, anna.id); }));
  EXPECT_TRUE(in(stage.home, channel, anna.id));
}

// A changed profile goes by any channel that both have, and a message may bring the profile of who has just left.
TEST(Members, AProfileMakesNobodyAMember) {
  TwoServers stage;
  stage.connect();
  const model::ChannelId first = stage.share("aaa"), second = stage.share("bbb");
  const model::User carol = stage.home.add_user("carol");
  stage.home.server().user_joins(second, carol.id);
  const auto post = stage.home.server().user_posts(carol.id, second, "here I am").id;
  ASSERT_TRUE(eventually([&] { return stage.spoke.has(post) && in(stage.spoke, second, carol.id); }));
  model::User next = stage.home.server().get_user(carol.id).value();
  next.nickname = "Caro";
  ASSERT_TRUE(stage.home.server().update_user(next).ok());
  stage.home.store().put_user(stage.home.server().get_user(carol.id).value());
  ASSERT_TRUE(eventually([&] { return stage.spoke.server().get_user(carol.id)->nickname == "Caro"; }));
  EXPECT_FALSE(in(stage.spoke, first, carol.id));
  EXPECT_TRUE(in(stage.spoke, second, carol.id));
}

TEST(Members, WhoLeftWhileThePeerWasAwayIsGoneWhenItIsBack) {
  TwoServers stage;
  stage.connect();
  const model::ChannelId channel = stage.share("town");
  const model::User anna = stage.home.add_user("anna");
  stage.home.server().user_joins(channel, anna.id);
  ASSERT_TRUE(eventually([&] { return in(stage.spoke, channel, anna.id); }));
  stage.home.loses(stage.spoke);
  stage.home.server().user_leaves(channel, anna.id);
  const model::User late = stage.home.add_user("late");
  stage.home.server().user_joins(channel, late.id);
  stage.home.reaches(stage.spoke);
  EXPECT_TRUE(eventually([&] { return !in(stage.spoke, channel, anna.id) && in(stage.spoke, channel, late.id); }));
}

TEST(Members, SwitchedOffOnEitherSideNobodyFollows) {
  TwoServers stage;
  ASSERT_TRUE(stage.home.set("EnableSharedChannelsMemberSync", false));
  stage.connect();
  const model::ChannelId channel = stage.share("town");
  const model::User anna = stage.home.add_user("anna");
  const model::User ben = stage.spoke.add_user("ben");
  stage.home.server().user_joins(channel, anna.id);
  stage.spoke.server().user_joins(channel, ben.id);
  ASSERT_TRUE(stage.crosses(stage.home, stage.spoke, channel, "one"));
  ASSERT_TRUE(stage.crosses(stage.spoke, stage.home, channel, "two"));
  EXPECT_TRUE(eventually([&] { return stage.spoke.store().tasks(stage.link)->empty(); }));
  EXPECT_FALSE(in(stage.spoke, channel, anna.id)) << "not sent";
  EXPECT_FALSE(in(stage.home, channel, ben.id)) << "not taken";
}

TEST(Members, AUserWhoIsNewToTheTeamStaysOutOfItsDefaultChannels) {
  TwoServers stage;
  const model::ChannelId square = stage.spoke.server().add_channel(stage.spoke.team().id, "town-square").id;
  const model::ChannelId off_topic = stage.spoke.server().add_channel(stage.spoke.team().id, "off-topic").id;
  stage.spoke.server().make_default(square);
  stage.spoke.server().make_default(off_topic);
  stage.connect();
  const model::ChannelId channel = stage.share("town");
  const model::UserId alice = stage.home.person().id;
  EXPECT_TRUE(eventually([&] { return in(stage.spoke, channel, alice); }));
  EXPECT_TRUE(in(stage.spoke, square, alice)) << "nobody can leave it";
  EXPECT_FALSE(in(stage.spoke, off_topic, alice));
  EXPECT_TRUE(stage.spoke.server().posts_in(square).empty()) << "nor is anything said there";
  EXPECT_TRUE(stage.spoke.server().posts_in(off_topic).empty());
}

TEST(Members, AStatusFollowsAndSoDoesTheEndOfDoNotDisturb) {
  TwoServers stage;
  stage.connect();
  const model::ChannelId channel = stage.share("town");
  const model::UserId alice = stage.home.person().id;
  ASSERT_TRUE(eventually([&] { return in(stage.spoke, channel, alice); }));
  for (const std::string word : {"online", "away", "offline"}) {
    be(stage.home, alice, word);
    EXPECT_TRUE(eventually([&] { return seen(stage.spoke, alice) == word; })) << word;
  }
  be(stage.home, alice, "dnd", 2'000'000'000);
  EXPECT_TRUE(eventually([&] { return seen(stage.spoke, alice) == "dnd"; }));
  EXPECT_EQ(stage.spoke.server().status_of(alice)->dnd_end_time, 2'000'000'000);
}

TEST(Members, StatusesStayAtHomeWhereTheyAreSwitchedOff) {
  TwoServers stage;
  ASSERT_TRUE(stage.home.set("DisableSharedChannelsStatusSync", true));
  stage.connect();
  const model::ChannelId channel = stage.share("town");
  const model::UserId alice = stage.home.person().id;
  const model::UserId bob = stage.spoke.person().id;
  ASSERT_TRUE(eventually([&] { return in(stage.spoke, channel, alice) && in(stage.home, channel, bob); }));
  be(stage.home, alice, "away");
  be(stage.spoke, bob, "away");
  const auto rest = [&](Site& site) { return eventually([&] { return site.store().tasks(stage.link)->empty(); }); };
  ASSERT_TRUE(eventually([&] {
    const auto left = stage.spoke.store().changed_statuses(stage.link, 10);
    return left.ok() && left->empty();  // the spoke has said it
  }));
  EXPECT_TRUE(rest(stage.home));
  EXPECT_EQ(seen(stage.spoke, alice), "") << "not sent";
  EXPECT_EQ(seen(stage.home, bob), "") << "not taken";
}

}  // namespace
}  // namespace causeway::scenario
