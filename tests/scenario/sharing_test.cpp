// The everyday life of a shared channel.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>

#include "model/limits.h"
#include "stage/stage.h"

namespace causeway::scenario {
namespace {

TEST(Sharing, PostsCrossBothWaysOnceWithTheirIdsAndTimes) {
  TwoServers stage;
  stage.connect();
  const auto channel = stage.share("town");
  const auto from_home = stage.home.posts(channel, "hello from home");
  const auto from_spoke = stage.spoke.posts(channel, "hello from the spoke");
  ASSERT_TRUE(eventually([&] { return stage.spoke.has(from_home) && stage.home.has(from_spoke); }));
  const auto here = *stage.home.find(from_home);
  const auto there = *stage.spoke.find(from_home);
  EXPECT_EQ(there.message, "hello from home");
  EXPECT_EQ(there.create_at, here.create_at);
  EXPECT_EQ(there.user_id, stage.home.person().id);
  EXPECT_EQ(there.remote_id, stage.link);
  EXPECT_EQ(stage.spoke.server().get_user(there.user_id).value().username, "alice:home");

  ASSERT_TRUE(stage.crosses(stage.home, stage.spoke, channel, "marker"));
  ASSERT_TRUE(stage.crosses(stage.spoke, stage.home, channel, "marker back"));
  EXPECT_EQ(stage.home.messages(channel).size(), 4U);
  EXPECT_EQ(stage.spoke.messages(channel).size(), 4U);
}

TEST(Sharing, RepliesComeAfterTheirRootsAndStayInTheirThread) {
  TwoServers stage;
  stage.connect();
  const auto channel = stage.share("town");
  const auto root = stage.home.posts(channel, "root");
  const auto reply = stage.home.posts(channel, "reply", root);
  ASSERT_TRUE(eventually([&] { return stage.spoke.has(reply); }));
  EXPECT_EQ(stage.spoke.find(reply)->root_id, root);
  const auto answer = stage.spoke.posts(channel, "an answer to it", root);
  ASSERT_TRUE(eventually([&] { return stage.home.has(answer); }));
  EXPECT_EQ(stage.home.find(answer)->root_id, root);
}

TEST(Sharing, PostMadeWhileTheInvitationIsBeingAnsweredIsNotLost) {
  TwoServers stage;
  stage.connect();
  const auto channel = stage.home.open_channel("town").id;
  const auto before = stage.home.posts(channel, "history, which stays at home");
  const auto written = stage.home.find(before)->create_at;
  ASSERT_TRUE(eventually([&] { return stage.clock.now() > written; }));
  stage.home.loses(stage.spoke);
  stage.home.types("/share-channel invite --connectionID " + stage.link.str(), channel);
  const auto meanwhile = stage.home.posts(channel, "while nobody has answered yet");
  EXPECT_FALSE(stage.spoke.has(meanwhile));
  stage.home.reaches(stage.spoke);
  ASSERT_TRUE(eventually([&] { return stage.spoke.has(meanwhile); }));
  ASSERT_TRUE(stage.crosses(stage.home, stage.spoke, channel, "marker"));
  EXPECT_FALSE(stage.spoke.has(before));
}

TEST(Sharing, NobodyHearsOfAPeersPersonJoining) {
  TwoServers stage;
  stage.connect();
  const auto channel = stage.share("town");
  ASSERT_TRUE(stage.crosses(stage.home, stage.spoke, channel, "first"));
  for (const model::Post& post : stage.spoke.server().posts_in(channel)) {
    EXPECT_EQ(post.message.find("alice:home added"), std::string::npos) << post.message;
  }
  EXPECT_EQ(stage.spoke.server().members_of(channel).count(stage.home.person().id), 1U);
}

TEST(Sharing, TakenNameOfAPersonGetsASuffix) {
  TwoServers stage;
  stage.spoke.add_user("alice:home");
  stage.connect();
  const auto channel = stage.share("town");
  ASSERT_TRUE(stage.crosses(stage.home, stage.spoke, channel, "who am I?"));
  EXPECT_EQ(stage.spoke.server().get_user(stage.home.person().id).value().username, "alice-2:home");
}

TEST(Sharing, TakenNameOfAChannelGetsTheConnectionsName) {
  TwoServers stage;
  stage.spoke.open_channel("town");
  stage.connect();
  const auto channel = stage.share("town");
  EXPECT_EQ(stage.spoke.server().get_channel(channel).value().name, "town-home");
  EXPECT_TRUE(stage.crosses(stage.home, stage.spoke, channel, "hello"));
}

TEST(Sharing, ReadOnlyChannelTakesNoLocalPostsButShowsTheHomes) {
  TwoServers stage;
  stage.connect();
  const auto channel = stage.share("news", "--readonly Y");
  EXPECT_ANY_THROW(stage.spoke.posts(channel, "may I?"));
  EXPECT_TRUE(stage.crosses(stage.home, stage.spoke, channel, "the news"));
}

TEST(Sharing, AdminsOfTeamsAndChannelsShareWhereTheSettingLetsThem) {
  TwoServers stage;
  stage.connect();
  const auto channel = stage.home.open_channel("town").id;
  const model::UserId alice = stage.home.person().id;
  const auto shares = [&] {
    const std::string said =
        stage.home.types("/share-channel invite --connectionID " + stage.link.str(), channel, alice);
    return said.find("has been sent") != std::string::npos;
  };
  const auto offered = [&] {
    return stage.home.visits(alice, "GET", "/autocomplete/remotes?channel_id=" + channel.str()).body;
  };
  stage.home.server().allow(alice, mattermost::permission::read_channel);
  stage.home.server().allow(alice, mattermost::permission::manage_channel_roles);
  EXPECT_FALSE(shares());
  EXPECT_EQ(offered(), "[]");
  ASSERT_TRUE(stage.home.set("WhoMayShare", "team_admins"));
  EXPECT_FALSE(shares());
  ASSERT_TRUE(stage.home.set("WhoMayShare", "channel_admins"));
  EXPECT_NE(offered().find(stage.link.str()), std::string::npos);
  EXPECT_EQ(offered().find("https://"), std::string::npos) << "but no addresses";
  EXPECT_TRUE(shares());
  EXPECT_NE(stage.home.types("/share-channel unshare", channel, alice).find("no longer shared"), std::string::npos);
  ASSERT_TRUE(stage.home.set("WhoMayShare", "team_admins"));
  stage.home.server().allow(alice, mattermost::permission::manage_team);
  EXPECT_TRUE(shares());
}

TEST(Sharing, WhatAPeerMayIsChangedInPlace) {
  TwoServers stage;
  stage.connect();
  const auto channel = stage.share("town");
  ASSERT_TRUE(stage.crosses(stage.spoke, stage.home, channel, "of the spoke"));
  const auto invites = [&](const std::string& how) {
    return stage.home.types("/share-channel invite --connectionID " + stage.link.str() + how, channel);
  };
  const auto may_write = [&] {
    try {
      stage.spoke.posts(channel, "may I?");
      return true;
    } catch (const std::exception&) {
      return false;
    }
  };
  EXPECT_NE(invites("").find("already been invited"), std::string::npos);
  ASSERT_TRUE(eventually([&] { return stage.home.store().remote(stage.link).value()->causeway; }));
  EXPECT_NE(invites(" --readonly Y").find("has been sent"), std::string::npos);
  EXPECT_TRUE(eventually([&] { return !may_write(); }));
  EXPECT_TRUE(stage.crosses(stage.home, stage.spoke, channel, "the news"));
  EXPECT_NE(invites(" --readonly N").find("has been sent"), std::string::npos);
  EXPECT_TRUE(eventually(may_write));
  EXPECT_TRUE(stage.crosses(stage.spoke, stage.home, channel, "again"));
  EXPECT_TRUE(stage.crosses(stage.home, stage.spoke, channel, "and back"));
}

TEST(Sharing, UninvitedPeerGetsNothingMoreAndLearnsThatItIsOut) {
  TwoServers stage;
  stage.connect();
  const auto channel = stage.share("town");
  const auto other = stage.share("other");
  ASSERT_TRUE(stage.crosses(stage.home, stage.spoke, channel, "still shared"));
  const std::string answer = stage.home.types("/share-channel uninvite --connectionID " + stage.link.str(), channel);
  EXPECT_NE(answer.find("uninvited"), std::string::npos) << answer;
  const auto unseen = stage.home.posts(channel, "only for us");
  const auto unheard = stage.spoke.posts(channel, "can you hear me?");
  EXPECT_TRUE(eventually([&] { return !stage.spoke.store().channel_remote(channel, stage.link).value().has_value(); }));
  ASSERT_TRUE(stage.crosses(stage.home, stage.spoke, other, "marker"));
  ASSERT_TRUE(stage.crosses(stage.spoke, stage.home, other, "marker"));
  EXPECT_FALSE(stage.spoke.has(unseen));
  EXPECT_FALSE(stage.home.has(unheard));
  EXPECT_FALSE(stage.home.server().get_channel(channel).value().shared.value_or(false));
}

TEST(Sharing, InvitedAgainAfterAnUninvitePostsFlowBothWays) {
  TwoServers stage;
  stage.connect();
  const auto channel = stage.share("town");
  stage.home.types("/share-channel uninvite --connectionID " + stage.link.str(), channel);
  stage.spoke.posts(channel, "can you hear me?");
  ASSERT_TRUE(eventually([&] { return !stage.spoke.store().channel_remote(channel, stage.link).value().has_value(); }));
  share(stage.home, stage.spoke, stage.link, channel);
  EXPECT_TRUE(stage.crosses(stage.home, stage.spoke, channel, "welcome back"));
  EXPECT_TRUE(stage.crosses(stage.spoke, stage.home, channel, "thank you"));
}

TEST(Sharing, RemovedConnectionCarriesNothingAndItsTokenIsDead) {
  TwoServers stage;
  stage.connect();
  const auto channel = stage.share("town");
  ASSERT_TRUE(stage.crosses(stage.home, stage.spoke, channel, "hello"));
  const std::string token = stage.spoke.store().remote(stage.link).value()->outgoing_token;
  const std::string answer = stage.home.types("/secure-connection remove --connectionID " + stage.link.str());
  EXPECT_NE(answer.find("removed"), std::string::npos) << answer;
  EXPECT_EQ(stage.home.asked("msg", stage.link, token, "{}").status, 401);
  const auto unheard = stage.spoke.posts(channel, "hello?");
  EXPECT_TRUE(eventually([&] {
    const auto state = stage.spoke.store().remote(stage.link).value()->state;
    return state == model::RemoteState::stopped || state == model::RemoteState::ended;
  }));
  EXPECT_FALSE(stage.home.has(unheard));
}

TEST(Sharing, HomeRelaysBetweenTwoSpokesAndNothingGoesInCircles) {
  const base::RealClock clock;
  Site home(clock, "home", "alice", 1);
  Site first(clock, "first", "bob", 2);
  Site second(clock, "second", "carol", 3);
  for (Site* spoke : {&first, &second}) {
    home.reaches(*spoke);
    spoke->reaches(home);
  }
  const auto channel = home.open_channel("town").id;
  share(home, first, pair(home, first), channel);
  share(home, second, pair(home, second), channel);
  const auto bobs = first.posts(channel, "from the first spoke");
  ASSERT_TRUE(eventually([&] { return second.has(bobs); }));
  EXPECT_EQ(second.server().get_user(first.person().id).value().username, "bob:first");
  const auto carols = second.posts(channel, "an answer", bobs);
  ASSERT_TRUE(eventually([&] { return first.has(carols); }));
  const auto marker = home.posts(channel, "marker");
  ASSERT_TRUE(eventually([&] { return first.has(marker) && second.has(marker); }));
  for (Site* site : {&home, &first, &second}) EXPECT_EQ(site->messages(channel).size(), 3U) << site->name();
  for (Site* site : {&home, &first, &second}) site->deactivate();
}

// Native's servers refuse a body over 300,000 bytes, and so would a proxy.
TEST(Sharing, APageThatIsTooLargeForOneMessageGoesInSeveral) {
  TwoServers stage;
  stage.connect();
  const auto channel = stage.share("long");
  ASSERT_TRUE(stage.crosses(stage.home, stage.spoke, channel, "known"));
  stage.home.loses(stage.spoke);
  std::string euros;
  for (int i = 0; i < 16'383; ++i) euros += "\u20ac";  // three bytes each
  std::vector<model::PostId> posts;
  for (int i = 0; i < 60; ++i)
    posts.push_back(stage.home.posts(channel, i % 3 == 0 ? euros : std::string(16'383, 'x')));
  std::atomic<std::size_t> largest{0}, messages{0};
  stage.home.reaches(stage.spoke, [&](const fakes::PeerRequest& request) -> std::optional<peer::Answer> {
    if (request.path.find("/msg") == std::string::npos) return std::nullopt;
    ++messages;
    largest = std::max(largest.load(), request.body.size());
    if (request.body.size() > 300'000) return peer::Answer{413, "", {}};
    return std::nullopt;
  });
  for (const auto& post : posts) {
    EXPECT_TRUE(eventually([&] { return stage.spoke.has(post); })) << post.str();
    EXPECT_EQ(stage.spoke.copies(post, channel), 1U);
  }
  EXPECT_EQ(stage.spoke.find(posts[0])->message, euros);
  EXPECT_LE(largest, model::limits::outgoing_body_bytes);
  EXPECT_GT(largest, model::limits::outgoing_body_bytes / 4) << "not one by one";
  EXPECT_GE(messages, 6U);
}

TEST(Connections, ALongDisplayNameEndsBetweenTwoLetters) {
  TwoServers stage;
  std::string long_name = "a";  // one byte, so that the limit lies inside a letter when bytes are counted
  for (int i = 0; i < 100; ++i) long_name += "ж";
  const std::string answer = stage.home.types("/secure-connection create --name spoke --password \"" +
                                              std::string(password) + "\" --displayname " + long_name);
  ASSERT_EQ(stage.home.store().remotes(false).value().size(), 1U) << answer;
  EXPECT_EQ(stage.home.store().remotes(false).value().at(0).display_name, long_name.substr(0, 1 + 63 * 2));
}

}  // namespace
}  // namespace causeway::scenario
