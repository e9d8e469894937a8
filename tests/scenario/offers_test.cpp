// Channels that wait for an administrator before they come to be here.
#include <gtest/gtest.h>

#include <algorithm>

#include "model/wire.h"
#include "stage/stage.h"

namespace causeway::scenario {
namespace {

class Offered : public testing::Test {
 protected:
  void SetUp() override {
    stage_.connect();
    ASSERT_TRUE(spoke().set("ApproveIncomingChannels", true));
    ASSERT_TRUE(eventually([&] { return remote_of(spoke()).causeway && remote_of(home()).causeway; }));
  }
  Site& home() { return stage_.home; }
  Site& spoke() { return stage_.spoke; }
  model::Remote remote_of(Site& site) { return *site.store().remote(stage_.link).value(); }

  // The home shares a channel and has heard that it awaits the approval.
  model::ChannelId offer(const std::string& name) {
    const model::ChannelId channel = home().open_channel(name).id;
    home().types("/share-channel invite --connectionID " + stage_.link.str(), channel);
    EXPECT_TRUE(eventually([&] { return row(channel) && row(channel)->invite == model::InviteState::refused; }));
    return channel;
  }
  std::optional<model::ChannelRemote> row(const model::ChannelId& channel) {
    return home().store().channel_remote(channel, stage_.link).value();
  }
  std::vector<model::OfferedChannel> waiting() { return spoke().store().offers().value(); }
  std::string orders(const std::string& action, const model::ChannelId& channel, const std::string& more = {},
                     const model::UserId& who = {}) {
    return spoke().types("/secure-connection " + action + " --connectionID " + stage_.link.str() + " --channelID " +
                             channel.str() + more,
                         {}, who);
  }

  TwoServers stage_;
};

TEST_F(Offered, ItWaitsAndComesWithWhatWasWrittenMeanwhile) {
  const model::ChannelId channel = offer("town");
  EXPECT_NE(row(channel)->last_error.find("awaits the approval"), std::string::npos) << row(channel)->last_error;
  const model::PostId meanwhile = home().posts(channel, "while it waits");
  EXPECT_FALSE(spoke().server().get_channel(channel).ok());
  ASSERT_EQ(waiting().size(), 1U);
  EXPECT_NE(spoke().types("/secure-connection offers").find(channel.str()), std::string::npos);

  const model::Team other = spoke().server().add_team("other");
  const std::string done = orders("take", channel, " --team other --name the-town");
  EXPECT_NE(done.find("is here"), std::string::npos) << done;
  const model::Channel here = spoke().server().get_channel(channel).value();
  EXPECT_EQ(here.team_id, other.id);
  EXPECT_EQ(here.name, "the-town");
  EXPECT_TRUE(eventually([&] { return row(channel)->invite == model::InviteState::confirmed; }));
  EXPECT_TRUE(eventually([&] { return spoke().has(meanwhile); }));
  EXPECT_TRUE(waiting().empty());
  spoke().server().user_joins(channel, spoke().person().id);
  EXPECT_TRUE(stage_.crosses(spoke(), home(), channel, "back"));
  const auto trail = spoke().store().audit_trail(20).value();
  EXPECT_TRUE(std::any_of(trail.begin(), trail.end(), [&](const model::AuditRecord& record) {
    return record.deed == "channel.receive" && record.actor_id == spoke().admin().id && record.channel_id == channel;
  }));
}

// Native does not know that it is to invite again; what we sent meanwhile would end the share.
TEST_F(Offered, OfNativeItComesWhenItsAdministratorInvitesAgain) {
  const model::ChannelId channel = offer("town");
  spoke().loses(home());  // whose answers to pings would say that it is a Causeway
  ASSERT_TRUE(spoke().store().record_ping(stage_.link, false, stage_.clock.now()).ok());
  ASSERT_FALSE(remote_of(spoke()).causeway);
  EXPECT_NE(orders("take", channel, " --name the-town").find("approved"), std::string::npos);
  EXPECT_FALSE(spoke().server().get_channel(channel).ok());
  EXPECT_TRUE(waiting().at(0).approved);
  EXPECT_NE(spoke().types("/secure-connection offers").find("approved"), std::string::npos);
  home().types("/share-channel invite --connectionID " + stage_.link.str(), channel);
  EXPECT_TRUE(eventually([&] { return row(channel)->invite == model::InviteState::confirmed; }));
  EXPECT_EQ(spoke().server().get_channel(channel).value().name, "the-town");
  EXPECT_TRUE(waiting().empty());
}

TEST_F(Offered, WhereNobodyHasToApproveAnyMoreItComesWithTheNextInvitation) {
  const model::ChannelId channel = offer("town");
  orders("decline", channel);
  ASSERT_TRUE(spoke().set("ApproveIncomingChannels", false));
  home().types("/share-channel invite --connectionID " + stage_.link.str(), channel);
  EXPECT_TRUE(eventually([&] { return row(channel)->invite == model::InviteState::confirmed; }));
  EXPECT_TRUE(waiting().empty());
}

TEST_F(Offered, TheConnectionsCreatorIsToldOnce) {
  const model::ChannelId channel = offer("town");
  home().types("/share-channel invite --connectionID " + stage_.link.str(), channel);
  ASSERT_TRUE(eventually([&] { return row(channel)->invite == model::InviteState::refused; }));
  const model::UserId bot = spoke().server().ensure_bot("causeway", "", "").value();
  const model::Channel talk = spoke().server().open_direct_channel({bot, spoke().admin().id}).value();
  const std::vector<model::Post> notices = spoke().server().posts_in(talk.id);
  ASSERT_EQ(notices.size(), 1U);
  EXPECT_NE(notices[0].message.find("wants to share the channel `town`"), std::string::npos) << notices[0].message;
}

TEST_F(Offered, WhatIsDeclinedStaysOutAndCanStillBeTaken) {
  const model::ChannelId channel = offer("town");
  EXPECT_NE(orders("decline", channel).find("is declined"), std::string::npos);
  home().types("/share-channel invite --connectionID " + stage_.link.str(), channel);
  ASSERT_TRUE(eventually([&] { return row(channel)->last_error.find("declined") != std::string::npos; }));
  EXPECT_FALSE(spoke().server().get_channel(channel).ok());
  EXPECT_NE(spoke().types("/secure-connection offers").find("declined"), std::string::npos);
  orders("take", channel);
  EXPECT_TRUE(eventually([&] { return row(channel)->invite == model::InviteState::confirmed; }));
}

TEST_F(Offered, WhoWithdrawsItTakesTheOfferAway) {
  const model::ChannelId channel = offer("town");
  home().types("/share-channel uninvite --connectionID " + stage_.link.str(), channel);
  EXPECT_TRUE(eventually([&] { return waiting().empty(); }));
  EXPECT_NE(orders("take", channel).find("No server offers"), std::string::npos);
}

TEST_F(Offered, AnOfferEndsWithItsConnection) {
  offer("town");
  home().types("/secure-connection remove --connectionID " + stage_.link.str());
  EXPECT_TRUE(eventually([&] { return waiting().empty(); }));
}

// The home has stopped sharing it while nobody could tell us.
TEST_F(Offered, TakenTooLateItIsNotShared) {
  const model::ChannelId channel = offer("town");
  home().loses(spoke());
  home().types("/share-channel unshare", channel);
  orders("take", channel);
  EXPECT_TRUE(eventually([&] { return !spoke().store().channel_remote(channel, stage_.link).value(); }));
}

TEST_F(Offered, OnlyWhoManagesConnectionsDecides) {
  const model::ChannelId channel = offer("town");
  const model::UserId somebody = spoke().person().id;
  EXPECT_NE(orders("take", channel, "", somebody).find("permission"), std::string::npos);
  EXPECT_NE(orders("decline", channel, "", somebody).find("permission"), std::string::npos);
  EXPECT_NE(spoke().types("/secure-connection offers", {}, somebody).find("permission"), std::string::npos);
  EXPECT_EQ(waiting().size(), 1U);
  EXPECT_FALSE(waiting()[0].declined);
}

TEST_F(Offered, ANameThatIsTakenIsSaidAndTheOfferStays) {
  const model::ChannelId channel = offer("town");
  spoke().open_channel("harbour");
  EXPECT_NE(orders("take", channel, " --name harbour").find("Could not take"), std::string::npos);
  EXPECT_NE(orders("take", channel, " --team nowhere").find("no team `nowhere`"), std::string::npos);
  EXPECT_EQ(waiting().size(), 1U);
  EXPECT_NE(orders("take", channel).find("is here"), std::string::npos);
}

// A peer cannot fill the list, nor have its own invitation go again for a channel that is not ours to offer.
TEST_F(Offered, AHostilePeerDoesNotFillTheList) {
  ASSERT_TRUE(spoke().set("MaxPeerChannels", 2));
  offer("one");
  offer("two");
  const model::ChannelId third = offer("three");
  EXPECT_NE(row(third)->last_error.find("no more channels"), std::string::npos);
  EXPECT_EQ(waiting().size(), 2U);
}

}  // namespace
}  // namespace causeway::scenario
