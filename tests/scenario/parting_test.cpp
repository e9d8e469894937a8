// Shares and connections end, on either side, whatever the weather.
#include <gtest/gtest.h>

#include <algorithm>

#include "json/record.h"
#include "peer/frame.h"
#include "stage/stage.h"

namespace causeway::scenario {
namespace {

class Parting : public testing::Test {
 protected:
  void SetUp() override {
    stage_.connect();
    // Farewells are for Causeways: both sides know it from their first pings.
    for (Site* site : {&home(), &spoke()}) {
      ASSERT_TRUE(eventually([&] { return site->store().remote(stage_.link).value()->causeway; }));
    }
  }
  Site& home() { return stage_.home; }
  Site& spoke() { return stage_.spoke; }
  std::string command(Site& site, const std::string& what, const model::ChannelId& channel) {
    return site.types("/share-channel " + what, channel);
  }
  std::string uninvite(Site& site, const model::ChannelId& channel) {
    return command(site, "uninvite --connectionID " + stage_.link.str(), channel);
  }
  static bool marked(Site& site, const model::ChannelId& channel) {
    return site.server().get_channel(channel).value().shared.value_or(false);
  }
  bool shared(Site& site, const model::ChannelId& channel) {
    const auto row = site.store().channel_remote(channel, stage_.link);
    return row.ok() && row->has_value();
  }
  static std::ptrdiff_t notes(Site& site, const model::ChannelId& channel) {
    const auto all = site.server().posts_in(channel);
    return std::count_if(all.begin(), all.end(), [](const model::Post& post) {
      return post.type == "system_generic" && post.message.find("no longer shared") != std::string::npos;
    });
  }
  // Both sides have stopped, and each says so once.
  void expect_parted(const model::ChannelId& channel) {
    for (Site* site : {&home(), &spoke()}) {
      EXPECT_TRUE(eventually([&] { return !shared(*site, channel) && notes(*site, channel) == 1; })) << site->name();
      EXPECT_TRUE(eventually([&] { return !marked(*site, channel); })) << site->name();
      EXPECT_FALSE(site->store().shared_channel(channel).value().has_value()) << site->name();
    }
  }
  mattermost::HttpAnswer farewell_from_home(const model::Farewell& farewell) {
    const std::string token = home().store().remote(stage_.link).value()->outgoing_token;
    const auto frame = peer::make_frame(stage_.link, model::topic::leave, json::to_json(farewell), stage_.clock.now());
    return spoke().asked("msg", stage_.link, token, json::dump(json::to_json(frame)));
  }

  TwoServers stage_;
};

TEST_F(Parting, EitherSideLeavesAndTheOtherHearsOfItAtOnce) {
  for (Site* leaver : {&home(), &spoke()}) {
    const auto channel = stage_.share("of-" + leaver->name());
    const auto before = home().posts(channel, "before");
    ASSERT_TRUE(eventually([&] { return spoke().has(before); }));
    EXPECT_NE(uninvite(*leaver, channel).find("uninvited"), std::string::npos);
    expect_parted(channel);
    EXPECT_TRUE(spoke().has(before)) << "content stays";
  }
}

TEST_F(Parting, UnsharingEndsItOnBothSides) {
  const auto channel = stage_.share("town");
  EXPECT_NE(command(home(), "unshare", channel).find("no longer shared"), std::string::npos);
  expect_parted(channel);
}

TEST_F(Parting, AFarewellWaitsForAPeerThatIsAway) {
  const auto channel = stage_.share("town");
  home().loses(spoke());
  spoke().loses(home());  // else it learns it by itself, from the answer to whatever it says
  uninvite(home(), channel);
  EXPECT_TRUE(shared(spoke(), channel));
  home().reaches(spoke());
  expect_parted(channel);
}

// By whatever it sends next: a join is the first that it has to say.
TEST_F(Parting, WhoWasNotToldLearnsItFromTheAnswerToAMembersMessage) {
  const auto channel = stage_.share("town");
  ASSERT_TRUE(stage_.crosses(spoke(), home(), channel, "hello"));
  home().loses(spoke());
  uninvite(home(), channel);
  spoke().server().user_joins(channel, spoke().add_user("carol").id);
  EXPECT_TRUE(eventually([&] { return !shared(spoke(), channel); }));
  EXPECT_TRUE(eventually([&] { return notes(spoke(), channel) == 1; }));
}

TEST_F(Parting, BothLeaveAtOnceAndEachNotesItOnce) {
  const auto channel = stage_.share("town");
  home().loses(spoke());
  spoke().loses(home());
  uninvite(home(), channel);
  uninvite(spoke(), channel);
  home().reaches(spoke());
  spoke().reaches(home());
  for (Site* site : {&home(), &spoke()}) {
    EXPECT_TRUE(eventually([&] { return site->store().untold_partings(stage_.link, 10).value().empty(); }));
  }
  expect_parted(channel);
}

TEST_F(Parting, SharedAgainItFlowsBothWaysAndNothingIsDoubled) {
  const auto channel = stage_.share("town");
  const auto first = home().posts(channel, "first");
  ASSERT_TRUE(eventually([&] { return spoke().has(first); }));
  uninvite(home(), channel);
  expect_parted(channel);
  const auto between = home().posts(channel, "for ourselves");
  const auto written = home().find(between)->create_at;
  ASSERT_TRUE(eventually([&] { return stage_.clock.now() > written; }));
  share(home(), spoke(), stage_.link, channel);
  EXPECT_TRUE(stage_.crosses(home(), spoke(), channel, "welcome back"));
  EXPECT_TRUE(stage_.crosses(spoke(), home(), channel, "thank you"));
  EXPECT_EQ(spoke().copies(first, channel), 1U);
  EXPECT_FALSE(spoke().has(between));
  EXPECT_TRUE(marked(spoke(), channel));
}

TEST_F(Parting, AFarewellThatIsLateOrComesTwiceEndsNothingNew) {
  const auto channel = stage_.share("town");
  const auto old_share = home().store().channel_remote(channel, stage_.link).value()->shared_at;
  uninvite(home(), channel);
  expect_parted(channel);
  ASSERT_TRUE(eventually([&] { return stage_.clock.now() > old_share; }));
  share(home(), spoke(), stage_.link, channel);
  EXPECT_EQ(farewell_from_home({false, {{channel, old_share}}}).status, 200);
  EXPECT_TRUE(stage_.crosses(home(), spoke(), channel, "still here"));
  EXPECT_TRUE(shared(spoke(), channel));
}

TEST_F(Parting, AFarewellForSomebodyElsesChannelEndsNothing) {
  const auto channel = spoke().open_channel("private-matters").id;
  EXPECT_EQ(farewell_from_home({false, {{channel, base::Time()}}}).status, 200);
  EXPECT_EQ(notes(spoke(), channel), 0);
}

TEST_F(Parting, ARemovedConnectionShowsSoOnTheOtherSideAndIsSilent) {
  const auto channel = stage_.share("town");
  home().types("/secure-connection remove --connectionID " + stage_.link.str());
  expect_parted(channel);
  ASSERT_TRUE(
      eventually([&] { return spoke().store().remote(stage_.link).value()->state == model::RemoteState::ended; }));
  EXPECT_NE(spoke().types("/secure-connection status").find("has removed this connection"), std::string::npos);
  ASSERT_TRUE(eventually([&] { return home().store().remote(stage_.link).value()->outgoing_token.empty(); }));
  const auto pings = spoke().store().remote(stage_.link).value()->last_ping_at;
  const auto later = stage_.clock.now() + std::chrono::seconds(2);  // the stage pings every second
  ASSERT_TRUE(eventually([&] { return stage_.clock.now() > later; }));
  EXPECT_EQ(spoke().store().remote(stage_.link).value()->last_ping_at, pings);
}

TEST_F(Parting, ARemovalIsToldAfterAnOutageAndPairingAgainWorksUnderTheSameName) {
  home().loses(spoke());
  home().types("/secure-connection remove --connectionID " + stage_.link.str());
  home().reaches(spoke());
  ASSERT_TRUE(
      eventually([&] { return spoke().store().remote(stage_.link).value()->state == model::RemoteState::ended; }));
  stage_.connect();
  const auto channel = stage_.share("anew");
  EXPECT_TRUE(eventually([&] { return shared(spoke(), channel); }));
  EXPECT_EQ(spoke().store().remotes(false).value().size(), 1U);
}

}  // namespace
}  // namespace causeway::scenario
