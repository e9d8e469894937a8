// New tokens for a connection that stands, and invites that are tried too often.
#include <gtest/gtest.h>

#include "base/id.h"
#include "json/record.h"
#include "model/limits.h"
#include "peer/frame.h"
#include "peer/invite.h"
#include "peer/token.h"
#include "stage/stage.h"

namespace causeway::scenario {
namespace {

class Rotation : public testing::Test {
 protected:
  void SetUp() override {
    stage.connect();
    channel = stage.share("town");
    ASSERT_TRUE(eventually([&] { return remote(stage.home).causeway && remote(stage.spoke).causeway; }));
  }
  model::Remote remote(Site& site) { return *site.store().remote(stage.link).value(); }
  std::string rotates(Site& site) { return site.types("/secure-connection rotate --connectionID " + stage.link.str()); }
  // Each side shows what the other one expects, and nothing is half done.
  bool settled() {
    const model::Remote here = remote(stage.home), there = remote(stage.spoke);
    return peer::token_matches(there.outgoing_token, here.incoming_digest) &&
           peer::token_matches(here.outgoing_token, there.incoming_digest) && here.change.next_digest.empty() &&
           there.change.next_digest.empty() && here.change.proposed_outgoing.empty();
  }
  bool both_ways(const std::string& text) {
    return stage.crosses(stage.home, stage.spoke, channel, text) &&
           stage.crosses(stage.spoke, stage.home, channel, text);
  }
  mattermost::HttpAnswer proposes(const std::string& by, const std::string& token, const std::string& refreshed) {
    const auto frame =
        peer::make_frame(stage.link, model::topic::tokens,
                         json::to_json(model::TokenProposal{stage.link, token, refreshed}), stage.clock.now());
    return stage.home.asked("msg", stage.link, by, json::encode(frame));
  }

  TwoServers stage;
  model::ChannelId channel;
};

TEST_F(Rotation, BothSidesHaveNewTokensAndTheOldOneOnlyServesOut) {
  const std::string old = remote(stage.spoke).outgoing_token;
  const std::string old_of_home = remote(stage.home).outgoing_token;
  EXPECT_NE(rotates(stage.home).find("has new tokens"), std::string::npos);
  ASSERT_TRUE(eventually([&] { return settled(); }));
  EXPECT_NE(remote(stage.spoke).outgoing_token, old);
  EXPECT_NE(remote(stage.home).outgoing_token, old_of_home);
  EXPECT_TRUE(both_ways("with new tokens"));
  EXPECT_EQ(stage.home.asked("msg", stage.link, old, "{}").status, 400) << "let in: it is of a few minutes ago";
  EXPECT_EQ(proposes(old, base::new_id(), base::new_id()).status, 401) << "but it gets no new tokens";
  EXPECT_TRUE(settled());
}

TEST_F(Rotation, LostAnswerIsMadeUpForByTheSameCommand) {
  stage.home.peer().set_weather({.lost_answers = 100});
  const std::string text = rotates(stage.home);
  EXPECT_NE(text.find("give the command again"), std::string::npos) << text;
  EXPECT_TRUE(stage.crosses(stage.spoke, stage.home, channel, "with the new token")) << "it took the proposal";
  stage.home.peer().set_weather({});
  EXPECT_TRUE(both_ways("in between"));
  EXPECT_NE(rotates(stage.home).find("has new tokens"), std::string::npos);
  ASSERT_TRUE(eventually([&] { return settled(); }));
  EXPECT_TRUE(both_ways("afterwards"));
}

TEST_F(Rotation, LostRequestChangesNothingAndMayBeRepeated) {
  const std::string old = remote(stage.spoke).outgoing_token;
  stage.home.peer().set_weather({.lost_requests = 100});
  EXPECT_NE(rotates(stage.home).find("give the command again"), std::string::npos);
  stage.home.peer().set_weather({});
  EXPECT_EQ(remote(stage.spoke).outgoing_token, old);
  EXPECT_TRUE(both_ways("with the old tokens"));
  EXPECT_NE(rotates(stage.home).find("has new tokens"), std::string::npos);
  ASSERT_TRUE(eventually([&] { return settled(); }));
}

TEST_F(Rotation, BothAtOnceEndInOneOfThem) {
  ASSERT_TRUE(stage.home.store()
                  .propose_tokens(stage.link, base::new_id(), "digest of something", base::new_id())
                  .value());  // the home has begun and not been answered
  const std::string text = rotates(stage.spoke);
  EXPECT_NE(text.find("refused new tokens"), std::string::npos) << text;
  EXPECT_TRUE(both_ways("still with the old ones"));
}

TEST_F(Rotation, TokensThatAreNotFreshAreRefused) {
  const std::string shown = remote(stage.spoke).outgoing_token;    // by the spoke to the home
  const std::string expected = remote(stage.home).outgoing_token;  // by the home to the spoke
  const std::string fresh = base::new_id(), other = base::new_id();
  const std::vector<std::pair<std::string, std::string>> bad{{"", fresh},          {fresh, ""},       {"short", fresh},
                                                             {fresh, shown},       {expected, fresh}, {fresh, fresh},
                                                             {fresh + "\n", other}};
  for (const auto& [token, refreshed] : bad) {
    const auto answer = proposes(shown, token, refreshed);
    EXPECT_NE(answer.body.find("FAIL"), std::string::npos) << token << "/" << refreshed << " " << answer.body;
  }
  EXPECT_EQ(remote(stage.home).outgoing_token, expected);
  EXPECT_NE(proposes(shown, fresh, other).body.find("\"taken\":true"), std::string::npos);
}

TEST_F(Rotation, NeedsACausewayOnTheOtherSide) {
  ASSERT_TRUE(stage.home.store().record_ping(stage.link, false, stage.clock.now()).ok());
  const auto answer = rotates(stage.home);
  // The next ping says again what the spoke is: either the command came before it, or it worked.
  EXPECT_TRUE(answer.find("own shared channels") != std::string::npos || answer.find("new tokens") != std::string::npos)
      << answer;
}

TEST_F(Rotation, IsInTheAuditTrailOfBothSidesWithTheConnection) {
  ASSERT_NE(rotates(stage.home).find("has new tokens"), std::string::npos);
  const std::string here = stage.home.types("/secure-connection audit");
  const std::string there = stage.spoke.types("/secure-connection audit");
  for (const char* deed : {"connection.create", "connection.confirm", "channel.share", "connection.rotate"}) {
    EXPECT_NE(here.find(deed), std::string::npos) << deed << "\n" << here;
  }
  for (const char* deed : {"connection.accept", "channel.receive", "connection.rotated_by_peer"}) {
    EXPECT_NE(there.find(deed), std::string::npos) << deed << "\n" << there;
  }
  EXPECT_EQ(here.find(remote(stage.home).outgoing_token), std::string::npos);
}

TEST(Invites, WearOutAndANewOneKillsTheOldOne) {
  TwoServers stage;
  Site& home = stage.home;
  const auto made = home.types(std::string("/secure-connection create --name spoke --password \"") + password + "\"");
  const auto invite = peer::open_invite(invite_in(made), password).value();
  const auto confirms = [&](const model::RemoteClusterInvite& with) {
    model::RemoteClusterInvite answer = with;
    answer.site_url = stage.spoke.url();
    answer.token = base::new_id();
    answer.refreshed_token = base::new_id();
    return home
        .asked("confirm_invite", with.remote_id, with.token,
               json::encode(peer::make_frame(with.remote_id, model::topic::invitation, json::to_json(answer),
                                             stage.clock.now())))
        .status;
  };
  for (std::int64_t i = 0; i < model::limits::invite_attempts; ++i) {
    EXPECT_EQ(home.asked("confirm_invite", invite.remote_id, "guessed", "{}").status, 401);
  }
  EXPECT_EQ(confirms(invite), 401) << "worn out";
  const auto renewed = home.store().renew_invite(invite.remote_id, peer::digest_token("the new token"), {});
  ASSERT_TRUE(renewed.value());
  EXPECT_EQ(confirms(invite), 401) << "the old one";
}

}  // namespace
}  // namespace causeway::scenario
