// Bad days: a peer or the database is away, requests and answers get lost or come twice.
#include <gtest/gtest.h>

#include "stage/stage.h"

namespace causeway::scenario {
namespace {

constexpr int burst = 12;

// Posts with a reply each; the ids.
std::vector<model::PostId> chatter(Site& site, const model::ChannelId& channel) {
  std::vector<model::PostId> ids;
  for (int i = 0; i < burst; ++i) {
    ids.push_back(site.posts(channel, "post " + std::to_string(i)));
    ids.push_back(site.posts(channel, "reply " + std::to_string(i), ids.back()));
  }
  return ids;
}

void expect_once(Site& site, const model::ChannelId& channel, const std::vector<model::PostId>& ids) {
  for (const model::PostId& id : ids) {
    EXPECT_TRUE(eventually([&] { return site.has(id); })) << site.name();
    EXPECT_EQ(site.copies(id, channel), 1U) << site.name();
  }
}

TEST(Weather, PeerOfflineThenCatchesUpWithoutAnotherPost) {
  TwoServers stage;
  stage.connect();
  const auto channel = stage.share("town");
  stage.home.loses(stage.spoke);
  const auto missed = chatter(stage.home, channel);
  EXPECT_TRUE(eventually([&] {
    const auto tasks = stage.home.store().tasks(stage.link).value();
    return !tasks.empty() && tasks[0].attempts > 0;
  }));
  EXPECT_FALSE(stage.spoke.has(missed.front()));
  stage.home.reaches(stage.spoke);
  expect_once(stage.spoke, channel, missed);
  EXPECT_TRUE(eventually([&] { return stage.home.store().tasks(stage.link).value().empty(); }));
}

TEST(Weather, WhatHasWaitedLongGoesWhenThePeerIsBackAndNotWhenItsTimeHasCome) {
  TwoServers stage;
  stage.connect();
  const auto channel = stage.share("town");
  ASSERT_TRUE(stage.crosses(stage.home, stage.spoke, channel, "before"));
  ASSERT_TRUE(stage.home.set("OnlineTimeoutSeconds", 7200));
  ASSERT_TRUE(stage.home.set("PingFrequencySeconds", 3600));
  const auto pinged = [&] { return stage.home.store().remote(stage.link).value()->last_ping_at; };
  const base::Time before = pinged();
  ASSERT_TRUE(eventually([&] { return pinged() > before; }));  // the last one for an hour
  stage.home.loses(stage.spoke);
  stage.spoke.loses(stage.home);  // nor does it call
  const auto missed = stage.home.posts(channel, "missed");
  const auto waiting = [&] {
    const auto tasks = stage.home.store().tasks(stage.link).value();
    for (const model::Task& task : tasks) {
      if (task.kind == model::TaskKind::posts) return task;
    }
    return model::Task();
  };
  ASSERT_TRUE(eventually([&] { return waiting().attempts >= 3; }));
  const base::Time due = waiting().not_before;
  stage.home.reaches(stage.spoke);
  EXPECT_TRUE(eventually([&] { return stage.spoke.has(missed); }));
  EXPECT_LT(stage.clock.now(), due);
}

TEST(Weather, PostMadeWhileTheDatabaseIsAwayCrossesWhenItIsBack) {
  TwoServers stage;
  stage.connect();
  const auto channel = stage.share("town");
  ASSERT_TRUE(stage.crosses(stage.home, stage.spoke, channel, "before"));
  stage.home.store().set_away(true);
  const auto post = stage.home.posts(channel, "nobody could write this down");
  stage.home.store().set_away(false);
  EXPECT_TRUE(eventually([&] { return stage.spoke.has(post); }));
}

TEST(Weather, ReceiverWithoutADatabaseTakesThePostsWhenItIsBack) {
  TwoServers stage;
  stage.connect();
  const auto channel = stage.share("town");
  stage.spoke.store().set_away(true);
  const auto missed = chatter(stage.home, channel);
  EXPECT_TRUE(eventually([&] {
    const auto tasks = stage.home.store().tasks(stage.link).value();
    return !tasks.empty() && tasks[0].attempts > 0;
  }));
  stage.spoke.store().set_away(false);
  expect_once(stage.spoke, channel, missed);
}

TEST(Weather, LostAnswersAndRepeatsDoubleNothing) {
  TwoServers stage;
  stage.connect();
  const auto channel = stage.share("town");
  fakes::Weather weather;
  weather.lost_answers = 30;
  weather.repeats = 30;
  weather.cut_requests = 10;
  weather.lost_requests = 10;
  weather.delays = 30;
  stage.home.peer().set_weather(weather);
  stage.spoke.peer().set_weather(weather);
  const auto from_home = chatter(stage.home, channel);
  const auto from_spoke = chatter(stage.spoke, channel);
  expect_once(stage.spoke, channel, from_home);
  expect_once(stage.home, channel, from_spoke);
  stage.home.peer().set_weather({});
  stage.spoke.peer().set_weather({});
  ASSERT_TRUE(stage.crosses(stage.home, stage.spoke, channel, "marker"));
  ASSERT_TRUE(stage.crosses(stage.spoke, stage.home, channel, "marker"));
  EXPECT_EQ(stage.home.messages(channel).size(), 4U * burst + 2);
  EXPECT_EQ(stage.spoke.messages(channel).size(), 4U * burst + 2);
}

TEST(Weather, LostAnswersOfTheOwnServerDoubleNothing) {
  TwoServers stage;
  stage.connect();
  const auto channel = stage.share("town");
  stage.spoke.server().lose_answer_next("create_post", 3);
  stage.spoke.server().lose_answer_next("create_user");
  stage.spoke.server().fail_next("create_post", base::retry_later("server_unavailable", "restarting"), 2);
  expect_once(stage.spoke, channel, chatter(stage.home, channel));
}

TEST(Weather, CommitsInDoubtLoseAndDoubleNothing) {
  TwoServers stage;
  stage.connect();
  const auto channel = stage.share("town");
  for (Site* site : {&stage.home, &stage.spoke}) site->store().doubt_next_writes(10);
  const auto from_home = chatter(stage.home, channel);
  expect_once(stage.spoke, channel, from_home);
  ASSERT_TRUE(stage.crosses(stage.home, stage.spoke, channel, "marker"));
  EXPECT_EQ(stage.spoke.messages(channel).size(), from_home.size() + 1);
}

TEST(Weather, ConfirmationThatArrivesTwiceStillConnects) {
  TwoServers stage;
  const auto made =
      stage.home.types("/secure-connection create --name spoke --password \"" + std::string(password) + "\"");
  fakes::Weather weather;
  weather.repeats = 100;  // the second answer says "already confirmed"
  stage.spoke.peer().set_weather(weather);
  const auto accepted = stage.spoke.types("/secure-connection accept --name home --password \"" +
                                          std::string(password) + "\" --invite " + invite_in(made));
  EXPECT_NE(accepted.find("accepted and confirmed"), std::string::npos) << accepted;
}

TEST(Weather, InvitationToAChannelThatComesTwiceMakesOneChannel) {
  TwoServers stage;
  stage.connect();
  fakes::Weather weather;
  weather.repeats = 100;
  stage.home.peer().set_weather(weather);
  const auto channel = stage.share("town");
  EXPECT_TRUE(stage.crosses(stage.home, stage.spoke, channel, "hello"));
  EXPECT_EQ(stage.spoke.server().get_channel(channel).value().name, "town");
}

}  // namespace
}  // namespace causeway::scenario
