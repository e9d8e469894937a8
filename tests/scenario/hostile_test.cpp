// What a peer, or somebody who is none, must not be able to do.
#include <gtest/gtest.h>

#include "base/id.h"
#include "json/record.h"
#include "peer/frame.h"
#include "peer/invite.h"
#include "peer/token.h"
#include "stage/stage.h"

namespace causeway::scenario {
namespace {

// Speaks to the home as the spoke's plugin could, with its token but without its manners.
class Impostor {
 public:
  explicit Impostor(TwoServers& stage) : stage_(stage) {
    stage.connect();
    channel = stage.share("town");
    EXPECT_TRUE(stage.crosses(stage.spoke, stage.home, channel, "bob is known here"));
    token = stage.spoke.store().remote(stage.link).value()->outgoing_token;
  }

  mattermost::HttpAnswer sends(const char* topic, json::Value payload) {
    const auto frame = peer::make_frame(stage_.link, topic, std::move(payload), stage_.clock.now());
    return stage_.home.asked("msg", stage_.link, token, json::encode(frame));
  }
  model::SyncResponse sync(model::SyncMsg message) {
    message.id = base::new_id();
    if (message.channel_id.empty()) message.channel_id = channel;
    const auto answer = sends(model::topic::sync, json::to_json(message));
    EXPECT_EQ(answer.status, 200) << answer.body;
    const auto response = json::decode<model::RemoteClusterResponse>(answer.body, {});
    EXPECT_EQ(response.value().status, "OK") << answer.body;
    return json::from_json<model::SyncResponse>(response->payload).value();
  }
  model::SyncResponse posts(const model::Post& post) {
    model::SyncMsg message;
    message.posts = {post};
    return sync(message);
  }
  model::Post post_by(const model::UserId& author) const {
    model::Post post;
    post.id = model::PostId(base::new_id());
    post.user_id = author;
    post.channel_id = channel;
    post.message = "forged";
    post.create_at = post.update_at = stage_.clock.now();
    return post;
  }

  model::ChannelId channel;
  std::string token;

 private:
  TwoServers& stage_;
};

TEST(Hostile, WrongTokenUnknownConnectionAndNoTokenGetTheSameAnswer) {
  TwoServers stage;
  Impostor peer(stage);
  const auto wrong = stage.home.asked("msg", stage.link, "wrong", "{}");
  const auto unknown = stage.home.asked("msg", model::RemoteId(base::new_id()), peer.token, "{}");
  const auto without = stage.home.asked("msg", stage.link, "", "{}");
  EXPECT_EQ(wrong.status, 401);
  EXPECT_EQ(unknown.status, 401);
  EXPECT_EQ(unknown.body, wrong.body);
  EXPECT_EQ(without.body, wrong.body);
  EXPECT_EQ(stage.home.asked("msg", stage.link, peer.token, "{}").status, 400) << "the right token gets further";
}

TEST(Hostile, PostByALocalPersonIsRefused) {
  TwoServers stage;
  Impostor peer(stage);
  const auto forged = peer.post_by(stage.home.person().id);
  EXPECT_EQ(peer.posts(forged).post_errors, model::Names{forged.id.str()});
  EXPECT_FALSE(stage.home.has(forged.id));
  const auto honest = peer.post_by(stage.spoke.person().id);
  EXPECT_TRUE(peer.posts(honest).post_errors.empty()) << "only the author made the difference";
  EXPECT_TRUE(stage.home.has(honest.id));
}

TEST(Hostile, TextThatCannotBeStoredIsRefused) {
  TwoServers stage;
  Impostor peer(stage);
  auto forged = peer.post_by(stage.spoke.person().id);
  forged.message = std::string("a\0b", 3);
  EXPECT_EQ(peer.posts(forged).post_errors, model::Names{forged.id.str()});
  forged.message = std::string(16'384, 'x');
  EXPECT_EQ(peer.posts(forged).post_errors, model::Names{forged.id.str()});
  forged.message.pop_back();
  EXPECT_TRUE(peer.posts(forged).post_errors.empty());
  EXPECT_EQ(stage.home.find(forged.id)->message, forged.message);
}

TEST(Hostile, CardsComeWithoutActionsAndNullElementsDoNoHarm) {
  TwoServers stage;
  Impostor peer(stage);
  auto forged = peer.post_by(stage.spoke.person().id);
  forged.type = "slack_attachment";
  const json::Object card{{"text", "for @admin-of-home"},
                          {"actions", json::Array{nullptr, json::Object{{"id", "x"}}}},
                          {"fields", json::Array{nullptr}}};
  forged.props =
      json::Object{{"attachments", json::Array{nullptr, card, json::Object{{"actions", json::Array{nullptr}}}}},
                   {"from_webhook", "true"},
                   {"override_username", "ceo"}};
  EXPECT_TRUE(peer.posts(forged).post_errors.empty());
  const auto made = stage.home.find(forged.id)->props;
  ASSERT_NE(made.find("attachments"), nullptr);
  EXPECT_EQ(json::dump(*made.find("attachments")), R"([{"text":"for @admin-of-home:spoke"}])");
  EXPECT_EQ(made.find("from_webhook"), nullptr);
  EXPECT_EQ(made.find("override_username"), nullptr);
}

TEST(Hostile, NamesWithForeignTransformsReachOnlyWhomTheyName) {
  TwoServers stage;
  Impostor peer(stage);
  model::SyncMsg message;
  message.posts = {peer.post_by(stage.spoke.person().id)};
  message.posts[0].message = "@alice @bob @x @admin-of-home";
  message.mention_transforms = {{"bob", stage.spoke.person().id.str()}, {"x", stage.home.person().id.str()}};
  EXPECT_TRUE(peer.sync(message).post_errors.empty());
  EXPECT_EQ(stage.home.find(message.posts[0].id)->message, "@alice:spoke @bob:spoke @alice @admin-of-home:spoke");
}

TEST(Hostile, PostIntoAnotherChannelIsRefused) {
  TwoServers stage;
  Impostor peer(stage);
  auto forged = peer.post_by(stage.spoke.person().id);
  forged.channel_id = stage.home.open_channel("private").id;
  EXPECT_EQ(peer.posts(forged).post_errors, model::Names{forged.id.str()});
  EXPECT_FALSE(stage.home.has(forged.id));
  model::SyncMsg message;
  message.channel_id = forged.channel_id;
  message.posts = {forged};
  const auto answer = peer.sends(model::topic::sync, json::to_json(message));
  EXPECT_NE(answer.body.find("\"FAIL\""), std::string::npos) << answer.body;
  EXPECT_FALSE(stage.home.has(forged.id));
}

TEST(Hostile, ReplyToAThreadOfAnotherChannelIsRefused) {
  TwoServers stage;
  Impostor peer(stage);
  auto forged = peer.post_by(stage.spoke.person().id);
  forged.root_id = stage.home.posts(stage.home.open_channel("private").id, "root elsewhere");
  EXPECT_EQ(peer.posts(forged).post_errors, model::Names{forged.id.str()});
  EXPECT_FALSE(stage.home.has(forged.id));
}

TEST(Hostile, LocalPersonSentAsAPeersIsRefusedAndUnchanged) {
  TwoServers stage;
  Impostor peer(stage);
  model::User forged = stage.home.admin();
  forged.nickname = "taken over";
  model::SyncMsg message;
  message.users.emplace(forged.id.str(), forged);
  EXPECT_EQ(peer.sync(message).user_errors, model::Names{forged.id.str()});
  EXPECT_EQ(stage.home.server().get_user(forged.id).value().nickname, "");
}

TEST(Hostile, NewPersonGetsNoRightsNoMailAndAPlainName) {
  TwoServers stage;
  Impostor peer(stage);
  model::User user;
  user.id = model::UserId(base::new_id());
  user.username = "Mallory<b>";
  user.roles = "system_admin";
  user.email = "victim@example.com";
  user.nickname = std::string("a\0b\n", 4);
  model::SyncMsg message;
  message.users.emplace(user.id.str(), user);
  EXPECT_EQ(peer.sync(message).users_syncd, model::Names{user.id.str()});
  const auto made = stage.home.server().get_user(user.id).value();
  EXPECT_EQ(made.username, "mallory-b-:spoke");
  EXPECT_EQ(made.roles, "system_user");
  EXPECT_NE(made.email, user.email);
  EXPECT_EQ(made.nickname, "ab");
}

TEST(Hostile, SystemPostAndStrangePropsDoNotCome) {
  TwoServers stage;
  Impostor peer(stage);
  auto system = peer.post_by(stage.spoke.person().id);
  system.type = "system_generic";
  EXPECT_EQ(peer.posts(system).post_errors, model::Names{system.id.str()});
  auto webhook = peer.post_by(stage.spoke.person().id);
  webhook.props = json::Object{{"from_webhook", "true"}, {"override_username", "ceo"}};
  EXPECT_TRUE(peer.posts(webhook).post_errors.empty());
  EXPECT_EQ(stage.home.find(webhook.id)->props.find("override_username"), nullptr);
}

TEST(Hostile, ChannelOfOursCannotBeTakenOverByAnInvitation) {
  TwoServers stage;
  Impostor peer(stage);
  const auto ours = stage.home.open_channel("private");
  model::ChannelInvite invite;
  invite.channel_id = ours.id;
  invite.type = "O";
  invite.name = invite.display_name = "taken";
  const auto answer = peer.sends(model::topic::channel_invite, json::to_json(invite));
  EXPECT_NE(answer.body.find("\"FAIL\""), std::string::npos) << answer.body;
  EXPECT_EQ(stage.home.server().get_channel(ours.id).value().name, "private");
  EXPECT_FALSE(stage.home.store().shared_channel(ours.id).value().has_value());
}

TEST(Hostile, ReadOnlyIsEnforcedByTheHome) {
  TwoServers stage;
  Impostor peer(stage);
  auto forged = peer.post_by(stage.spoke.person().id);
  model::SyncMsg message;
  forged.channel_id = message.channel_id = stage.share("news", "--readonly Y");
  message.posts = {forged};
  EXPECT_EQ(peer.sync(message).post_errors, model::Names{forged.id.str()});
  EXPECT_FALSE(stage.home.has(forged.id));
}

TEST(Hostile, StatusOfALocalUserIsRefusedAndSoIsNoStatusAtAll) {
  TwoServers stage;
  Impostor peer(stage);
  model::SyncMsg message;
  const auto speaks_of = [&](const model::UserId& user, const std::string& word) {
    model::Status status;
    status.user_id = user;
    status.status = word;
    message.statuses = {status};
    return peer.sync(message).status_errors;
  };
  const model::UserId alice = stage.home.person().id, bob = stage.spoke.person().id;
  EXPECT_EQ(speaks_of(alice, "offline"), model::Names{alice.str()});
  EXPECT_FALSE(stage.home.server().status_of(alice)) << "nothing was written";
  EXPECT_EQ(speaks_of(bob, "invisible"), model::Names{bob.str()});
  EXPECT_TRUE(speaks_of(bob, "away").empty()) << "only whose it is made the difference";
  EXPECT_EQ(stage.home.server().status_of(bob)->status, "away");
}

TEST(Hostile, NobodyIsMovedButThePeersOwnPeopleAndOnlyWhereTheChannelIsShared) {
  TwoServers stage;
  Impostor peer(stage);
  const model::UserId alice = stage.home.person().id, bob = stage.spoke.person().id;
  const model::ChannelId secret = stage.home.open_channel("secret").id;
  const auto moves = [&](const model::UserId& user, const model::ChannelId& channel, bool add) {
    model::SyncMsg message;
    message.membership_changes = {{channel, user, add, stage.link, stage.clock.now()}};
    return peer.sync(message).membership_errors;
  };
  EXPECT_EQ(moves(alice, peer.channel, false), model::Names{alice.str()});
  EXPECT_TRUE(stage.home.server().members_of(peer.channel).contains(alice)) << "a local user stays";
  EXPECT_EQ(moves(bob, secret, true), model::Names{bob.str()}) << "the message's channel is not the change's";
  EXPECT_FALSE(stage.home.server().members_of(secret).contains(bob));
  EXPECT_TRUE(moves(bob, peer.channel, false).empty());
  EXPECT_FALSE(stage.home.server().members_of(peer.channel).contains(bob));
}

// What confirm_invite is asked with; the home has a pending connection made by /secure-connection create.
struct Confirmation {
  explicit Confirmation(TwoServers& of) : stage(of) {
    const auto made =
        stage.home.types("/secure-connection create --name spoke --password \"" + std::string(password) + "\"");
    invite = peer::open_invite(invite_in(made), password).value();
  }
  mattermost::HttpAnswer confirms(const std::string& fresh_token) {
    model::RemoteClusterInvite answer = invite;
    answer.site_url = "https://spoke.example/plugins/causeway";
    answer.token = base::new_id();
    answer.refreshed_token = fresh_token;
    const auto frame =
        peer::make_frame(invite.remote_id, model::topic::invitation, json::to_json(answer), stage.clock.now());
    return stage.home.asked("confirm_invite", invite.remote_id, invite.token, json::encode(frame));
  }
  model::RemoteState state() { return stage.home.store().remote(invite.remote_id).value()->state; }

  TwoServers& stage;
  model::RemoteClusterInvite invite;
};

TEST(Hostile, InvitesTokenConfirmsOnceAndThenIsDead) {
  TwoServers stage;
  Confirmation paper(stage);
  EXPECT_EQ(paper.confirms(base::new_id()).status, 200);
  EXPECT_EQ(paper.state(), model::RemoteState::connected);
  EXPECT_EQ(paper.confirms(base::new_id()).status, 401);
}

TEST(Hostile, InvitesOwnTokenIsNoFreshOne) {
  TwoServers stage;
  Confirmation paper(stage);
  EXPECT_EQ(paper.confirms(paper.invite.token).status, 500);
  EXPECT_EQ(paper.confirms("").status, 500);
  EXPECT_EQ(paper.state(), model::RemoteState::pending);
}

TEST(Hostile, InvitesTokenOpensNothingButTheConfirmation) {
  TwoServers stage;
  Confirmation paper(stage);
  const auto frame = peer::make_frame(paper.invite.remote_id, model::topic::sync, json::Object{}, stage.clock.now());
  EXPECT_EQ(stage.home.asked("msg", paper.invite.remote_id, paper.invite.token, json::encode(frame)).status, 401);
}

TEST(Hostile, FrameOfAnotherConnectionAndBrokenJsonAreRefused) {
  TwoServers stage;
  Impostor peer(stage);
  const auto frame =
      peer::make_frame(model::RemoteId(base::new_id()), model::topic::sync, json::Object{}, stage.clock.now());
  EXPECT_EQ(stage.home.asked("msg", stage.link, peer.token, json::encode(frame)).status, 400);
  EXPECT_EQ(stage.home.asked("msg", stage.link, peer.token, "{\"remote_id\":").status, 400);
  EXPECT_EQ(stage.home.asked("msg", stage.link, peer.token, std::string(5U << 20U, 'x')).status, 413);
}

}  // namespace
}  // namespace causeway::scenario
