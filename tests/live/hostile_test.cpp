// What was once possible on Mattermost servers (docs/security-tests.md names the advisory of each row), tried by a peer
// with a valid token.
#include "base/id.h"
#include "hostile_suite.h"

namespace causeway::live {
namespace {

using lab::Json;
using lab::Reply;
using Ids = std::vector<std::string>;

Json users(const Json& user) {
  return {{"users", {{id_of(user), user}}}};
}

TEST_F(Hostile, TokensThatAreNearlyRightAreAsWrongAsAnyOther) {  // CVE-2024-39830
  const std::string right = evil_->token();
  std::string last = right;
  last.back() = last.back() == 'a' ? 'b' : 'a';
  std::string upper = right;
  upper[0] = 'A';
  const Ids wrong{last, upper, right.substr(1), right + "a", right.substr(0, 1), "x", other_->token()};
  const Reply first = evil_->knock_as("nothing-like-it", "msg", "{}");
  EXPECT_EQ(first.status, 401);
  for (const std::string& token : wrong) {
    const Reply reply = evil_->knock_as(token, "msg", "{}");
    EXPECT_EQ(reply.status, 401);
    EXPECT_EQ(reply.text, first.text);
  }
  EXPECT_TRUE(logged("peer_not_admitted", {"invalid_token", evil_->connection()}));
}

TEST_F(Hostile, ReactionAndAcknowledgementOutsideTheSharedChannel) {  // CVE-2024-29977
  const std::string there = id_of(alice().write(side().town_square, "not shared"));
  const std::string of_other = id_of(alice().write(channel_of_other_, "shared with somebody else"));
  for (const std::string& post : {there, of_other}) {
    const Json reaction{{"user_id", mallory_.at("id")}, {"post_id", post}, {"emoji_name", "skull"}, {"create_at", 1}};
    const Json acknowledgement{{"user_id", mallory_.at("id")}, {"post_id", post}, {"acknowledged_at", 1}};
    const Json said = evil_->sync(channel_, {{"reactions", {reaction}}, {"acknowledgements", {acknowledgement}}});
    EXPECT_EQ(errors(said, "reaction_errors"), Ids{post});
    EXPECT_EQ(errors(said, "acknowledgement_errors"), Ids{post});
    EXPECT_TRUE(logged("item_refused", {post}));
    EXPECT_EQ(query("SELECT count(*) FROM reactions WHERE postid = '" + post + "'"), "0");
    EXPECT_EQ(query("SELECT count(*) FROM postacknowledgements WHERE postid = '" + post + "'"), "0");
  }
}

TEST_F(Hostile, ReactionAndAcknowledgementInSomebodyElsesName) {
  const std::string post = id_of(alice().write(channel_, "react to this"));
  for (const std::string& who : {alice().user_id(), id_of(oscar_)}) {
    const Json reaction{{"user_id", who}, {"post_id", post}, {"emoji_name", "skull"}, {"create_at", 1}};
    const Json acknowledgement{{"user_id", who}, {"post_id", post}, {"acknowledged_at", 1}};
    evil_->sync(channel_, {{"reactions", {reaction}}, {"acknowledgements", {acknowledgement}}});
  }
  EXPECT_TRUE(logged("item_refused", {post}));
  EXPECT_EQ(query("SELECT count(*) FROM reactions WHERE postid = '" + post + "'"), "0");
  EXPECT_EQ(query("SELECT count(*) FROM postacknowledgements WHERE postid = '" + post + "'"), "0");
}

TEST_F(Hostile, RealAddressOfARemotePersonIsNotKept) {  // CVE-2024-32939
  Json victim = evil_->person("victoria");
  victim["email"] = "victoria.real@somewhere.lab.example";
  victim["props"] = {{"RemoteEmail", "victoria.real@somewhere.lab.example"}};
  EXPECT_EQ(errors(evil_->sync(channel_, users(victim)), "users_syncd"), Ids{id_of(victim)});
  EXPECT_TRUE(logged("user_created", {id_of(victim)}));
  for (lab::RestClient* reader : {&alice(), &admin()}) {
    const Reply shown = reader->call("GET", "/api/v4/users/" + id_of(victim));
    EXPECT_EQ(shown.status, 200);
    EXPECT_EQ(shown.text.find("victoria.real"), std::string::npos) << shown.text;
  }
  EXPECT_EQ(
      query("SELECT count(*) FROM users WHERE email LIKE '%victoria.real%' OR props::text LIKE '%victoria.real%'"),
      "0");
}

TEST_F(Hostile, LocalPersonCannotBeChanged) {  // CVE-2024-36492
  const Json before = admin().get("/api/v4/users/" + alice().user_id());
  Json forged = evil_->person("alice");
  forged["id"] = alice().user_id();
  forged["nickname"] = "taken over";
  forged["roles"] = "system_admin";
  EXPECT_EQ(errors(evil_->sync(channel_, users(forged)), "user_errors"), Ids{alice().user_id()});
  EXPECT_TRUE(logged("user_refused", {evil_->connection()}));
  // Nor under an id of its own: the name and the address make nobody the same person.
  Json twin = evil_->person("alice");
  twin["email"] = "alice@a.lab.example";
  evil_->sync(channel_, users(twin));
  EXPECT_EQ(admin().get("/api/v4/users/" + id_of(twin)).at("username"), "alice:evil");
  const Json after = admin().get("/api/v4/users/" + alice().user_id());
  for (const char* key : {"username", "email", "nickname", "roles", "update_at"})
    EXPECT_EQ(after[key], before[key]) << key;
}

TEST_F(Hostile, SyncForAChannelThatIsNotSharedWithThisPeer) {  // CVE-2024-39274
  const std::string direct =
      alice().post("/api/v4/channels/direct", Json::array({alice().user_id(), admin().user_id()})).at("id");
  for (const std::string& channel : {side().town_square, channel_of_other_, direct, base::new_id()}) {
    const Json post = evil_->post(channel, mallory_, "into a channel that is none of ours");
    EXPECT_EQ(evil_->sync(channel, {{"users", {{id_of(mallory_), mallory_}}}, {"posts", {post}}}), "refused")
        << channel;
    EXPECT_TRUE(logged("message_failed", {"channel_not_shared", channel}));
    EXPECT_FALSE(has_post(post));
    EXPECT_EQ(query("SELECT count(*) FROM channelmembers WHERE channelid = '" + channel + "' AND userid = '" +
                    id_of(mallory_) + "'"),
              channel == side().town_square ? query("SELECT count(*) FROM channelmembers WHERE channelid = '" +
                                                    side().town_square + "' AND userid = '" + id_of(mallory_) + "'")
                                            : "0");
  }
}

Json invitation(const std::string& channel, const std::string& name, const std::string& type = "O") {
  return {{"channel_id", channel}, {"team_id", ""}, {"read_only", false}, {"name", name},    {"display_name", name},
          {"header", ""},          {"purpose", ""}, {"type", type},       {"creator_id", ""}};
}

TEST_F(Hostile, InvitationWithTheIdOfAChannelThatIsHere) {  // CVE-2024-39777
  const std::string secret = alice().create_channel(side().team, "alices-secret", "P").at("id");
  const std::string said = id_of(alice().write(secret, "only for us"));
  for (const std::string& channel : {secret, side().town_square, channel_of_other_}) {
    const Json answer = evil_->sends("sharedchannel_invite", invitation(channel, "taken"));
    EXPECT_EQ(answer.at("status"), "FAIL") << channel;
    EXPECT_TRUE(logged("message_failed", {"channel_exists", evil_->connection()}));
    EXPECT_EQ(query("SELECT count(*) FROM causeway.channel_remotes WHERE channel_id = '" + channel +
                    "' AND remote_id = '" + evil_->connection() + "'"),
              "0");
  }
  EXPECT_EQ(admin().get("/api/v4/channels/" + secret).at("name"), "alices-secret");
  EXPECT_EQ(alice().get("/api/v4/posts/" + said).at("message"), "only for us");
}

TEST_F(Hostile, WhatFailsDeletesNothingThatWasHere) {  // CVE-2024-39832
  const auto all = [] {
    return query(
        "SELECT (SELECT count(*) FROM channels WHERE deleteat = 0) || '/' || (SELECT count(*) FROM posts WHERE "
        "deleteat "
        "= 0) || '/' || (SELECT count(*) FROM users WHERE deleteat = 0) || '/' || (SELECT count(*) FROM fileinfo) || "
        "'/' || (SELECT count(*) FROM channelmembers)");
  };
  const std::string file = alice().upload_file(channel_, "keep.txt", "keep me");
  alice().write(channel_, "with a file", "", {file});
  const std::string before = all();
  const std::string taken = admin().create_channel(side().team, "in-the-way", "O").at("id");
  admin().remove("/api/v4/channels/" + taken);
  Json broken = invitation(taken, "in-the-way");
  EXPECT_EQ(evil_->sends("sharedchannel_invite", broken).at("status"), "FAIL");
  broken["type"] = "X";
  broken["channel_id"] = base::new_id();
  EXPECT_EQ(evil_->sends("sharedchannel_invite", broken).at("status"), "FAIL");
  broken["channel_id"] = "no id";
  EXPECT_EQ(evil_->sends("sharedchannel_invite", broken).at("status"), "FAIL");
  EXPECT_EQ(evil_->sends("sharedchannel_invite", {{"channel_id", 7}}).at("status"), "FAIL");
  const Json upload{{"id", base::new_id()},   {"type", "attachment"},   {"channel_id", channel_},
                    {"filename", "keep.txt"}, {"file_size", 1'000'000}, {"req_file_id", file}};
  EXPECT_EQ(evil_->sends("sharedchannel_upload", upload).at("status"), "FAIL") << "a file of that id is here";
  EXPECT_TRUE(logged("message_failed", {"invite_", evil_->connection()}));
  EXPECT_TRUE(logged("message_failed", {"file_refused", evil_->connection()}));
  // Archiving and the channel's system messages are ours.
  EXPECT_EQ(query("SELECT deleteat > 0 FROM channels WHERE id = '" + taken + "'"), "t");
  EXPECT_EQ(query("SELECT count(*) FROM fileinfo WHERE id = '" + file + "' AND deleteat = 0 AND size = 7"), "1");
  EXPECT_EQ(before.substr(0, before.find('/')), all().substr(0, all().find('/'))) << before << " " << all();
}

TEST_F(Hostile, SyntheticPersonHasNoWayIn) {  // CVE-2024-39836
  Json weak = evil_->person("wendy");
  weak["password"] = "Password-1";
  weak["auth_service"] = "";
  weak["email"] = "wendy@evil.lab.example";
  weak["roles"] = "system_admin system_user";
  EXPECT_EQ(errors(evil_->sync(channel_, users(weak)), "users_syncd"), Ids{id_of(weak)});
  EXPECT_TRUE(logged("user_created", {id_of(weak)}));
  const Json made = admin().get("/api/v4/users/" + id_of(weak));
  EXPECT_EQ(made.at("roles"), "system_user");
  const std::string address = made.at("email");
  EXPECT_EQ(address.find('@'), std::string::npos) << "nothing can be sent there";
  lab::RestClient stranger(side().server->url());
  for (const std::string& login : {std::string("wendy:evil"), std::string("wendy"), id_of(weak), address}) {
    for (const char* password : {"Password-1", ""}) {
      const Reply reply =
          stranger.call_json("POST", "/api/v4/users/login", {{"login_id", login}, {"password", password}});
      EXPECT_GE(reply.status, 400) << login;
    }
  }
  for (const std::string& email : {address, std::string("wendy@evil.lab.example")}) {
    stranger.call_json("POST", "/api/v4/users/password/reset/send", {{"email", email}});
  }
  EXPECT_EQ(query("SELECT count(*) FROM tokens WHERE extra LIKE '%" + id_of(weak) + "%'"), "0");
  EXPECT_EQ(query("SELECT count(*) FROM sessions WHERE userid = '" + id_of(weak) + "'"), "0");
  EXPECT_EQ(query("SELECT password FROM users WHERE id = '" + id_of(weak) + "'"), "");
}

TEST_F(Hostile, ChannelsOnlyOfTheKindNumberAndPlaceThatAreAllowed) {  // CVE-2024-39837
  const std::string town = base::new_id();
  Json reserved = invitation(town, "town-square");
  reserved["team_id"] = base::new_id();
  EXPECT_EQ(evil_->sends("sharedchannel_invite", reserved).at("status"), "OK");
  EXPECT_EQ(admin().get("/api/v4/channels/" + town).at("name"), "town-square-evil");
  EXPECT_EQ(admin().get("/api/v4/channels/" + town).at("team_id"), side().team) << "the team is ours to choose";
  for (const char* type : {"X", "", "S"}) {
    EXPECT_EQ(evil_->sends("sharedchannel_invite", invitation(base::new_id(), "odd", type)).at("status"), "FAIL");
    EXPECT_TRUE(logged("message_failed", {"invite_kind", evil_->connection()})) << type;
  }
  set({{"maxpeerchannels", 3}});
  int made = 0;
  for (int i = 0; i < 6; ++i) {
    const std::string name = "flood-" + std::to_string(i);
    if (evil_->sends("sharedchannel_invite", invitation(base::new_id(), name)).at("status") == "OK") ++made;
  }
  set(Json::object());
  EXPECT_EQ(made, 1) << "with the one that is shared with it and town-square-evil";
  EXPECT_TRUE(logged("message_failed", {"channel_limit", evil_->connection()}));
}

TEST_F(Hostile, PeopleOnlyInTheNumberThatIsAllowed) {
  const int there =
      std::stoi(query("SELECT count(*) FROM causeway.users_owned WHERE remote_id = '" + evil_->connection() + "'"));
  set({{"maxpeerusers", there + 2}});
  Json crowd = Json::object();
  for (int i = 0; i < 5; ++i) {
    const Json one = evil_->person("crowd" + std::to_string(i));
    crowd[id_of(one)] = one;
  }
  const Json said = evil_->sync(channel_, {{"users", crowd}});
  set(Json::object());
  EXPECT_EQ(errors(said, "users_syncd").size(), 2U);
  EXPECT_EQ(errors(said, "user_errors").size(), 3U);
  EXPECT_TRUE(logged("user_refused", {evil_->connection()}));
}

TEST_F(Hostile, RemoteNamesInPropsAreNotBelieved) {  // CVE-2024-39839
  Json spoof = evil_->person("susan");
  spoof["props"] = {{"RemoteUsername", "admin"}, {"RemoteEmail", "admin@a.lab.example"}, {"customStatus", "{}"}};
  EXPECT_EQ(errors(evil_->sync(channel_, users(spoof)), "users_syncd"), Ids{id_of(spoof)});
  EXPECT_TRUE(logged("user_created", {id_of(spoof)}));
  const Json made = admin().get("/api/v4/users/" + id_of(spoof));
  EXPECT_EQ(made.at("username"), "susan:evil");
  EXPECT_EQ(made.at("props").value("RemoteUsername", ""), "susan");
  EXPECT_EQ(made.at("props").value("RemoteEmail", ""), "");
}

TEST_F(Hostile, PostsOfOtherChannels) {  // CVE-2024-41144
  const std::string elsewhere = id_of(alice().write(side().town_square, "not shared"));
  const std::string of_other = id_of(alice().write(channel_of_other_, "shared with somebody else"));
  const auto tries = [&](const Json& post) {
    EXPECT_EQ(refused_posts(post), Ids{id_of(post)}) << post.dump();
    EXPECT_TRUE(logged("post_refused", {id_of(post), evil_->connection()}));
  };
  for (const std::string& target : {elsewhere, of_other}) {
    Json edited = evil_->post(channel_, mallory_, "rewritten");
    edited["id"] = target;
    tries(edited);
    edited["delete_at"] = edited["update_at"];
    tries(edited);
    Json reply = evil_->post(channel_, mallory_, "into a thread that is not here");
    reply["root_id"] = target;
    tries(reply);
    EXPECT_FALSE(has_post(reply));
  }
  Json mismatch = evil_->post(side().town_square, mallory_, "another channel inside");
  tries(mismatch);
  EXPECT_FALSE(has_post(mismatch));
  EXPECT_EQ(alice().get("/api/v4/posts/" + elsewhere).at("message"), "not shared");
  EXPECT_EQ(alice().get("/api/v4/posts/" + of_other).at("message"), "shared with somebody else");
}

TEST_F(Hostile, ChannelOfOursCannotBeMadeReadOnly) {  // CVE-2024-41162
  for (const std::string& channel : {channel_, channel_of_other_, side().town_square}) {
    Json invite = invitation(channel, "quiet");
    invite["read_only"] = true;
    evil_->sends("sharedchannel_invite", invite);
    EXPECT_TRUE(logged(channel == channel_ ? "invite_not_taken" : "message_failed", {evil_->connection()})) << channel;
    const Reply written = alice().call_json("POST", "/api/v4/posts", {{"channel_id", channel}, {"message", "still"}});
    EXPECT_EQ(written.status, 201) << written.text;
  }
  EXPECT_EQ(query("SELECT count(*) FROM causeway.channel_remotes WHERE read_only"), "0");
  EXPECT_EQ(query("SELECT count(*) FROM causeway.shared_channels WHERE read_only"), "0");
}

TEST_F(Hostile, PersonOfAnotherConnectionStaysThat) {  // CVE-2024-41926
  Json claimed = evil_->person("colin");
  claimed["remote_id"] = other_->connection();
  EXPECT_EQ(errors(evil_->sync(channel_, users(claimed)), "users_syncd"), Ids{id_of(claimed)});
  EXPECT_EQ(query("SELECT remoteid FROM users WHERE id = '" + id_of(claimed) + "'"), evil_->connection());
  const std::string name = admin().get("/api/v4/users/" + id_of(oscar_)).at("username");
  Json stolen = oscar_;
  stolen["nickname"] = "taken over";
  stolen["update_at"] = oscar_.at("update_at").get<std::int64_t>() + 1000;
  stolen["remote_id"] = evil_->connection();
  evil_->sync(channel_, users(stolen));
  EXPECT_TRUE(logged("user_known_elsewhere", {id_of(oscar_), evil_->connection()}));
  const Json forged = evil_->post(channel_, oscar_, "in oscar's name");
  evil_->sync(channel_, {{"posts", {forged}}});
  EXPECT_FALSE(has_post(forged));
  const Json after = admin().get("/api/v4/users/" + id_of(oscar_));
  EXPECT_EQ(after.at("username"), name);
  EXPECT_EQ(after.at("nickname"), "");
  EXPECT_EQ(query("SELECT remoteid FROM users WHERE id = '" + id_of(oscar_) + "'"), other_->connection());
}

TEST_F(Hostile, InvitationsTokenIsDeadAfterTheConfirmation) {  // CVE-2025-13324
  const Json again{{"remote_id", evil_->connection()},
                   {"site_url", "http://127.0.0.1:9"},
                   {"token", base::new_id()},
                   {"refreshed_token", base::new_id()},
                   {"version", 3}};
  for (const char* door : {"confirm_invite", "msg", "ping"}) {
    EXPECT_EQ(evil_->knock_as(evil_->invite_token(), door, evil_->frame("invitation", again)).status, 401) << door;
  }
  EXPECT_TRUE(logged("peer_not_admitted", {"invalid_token", evil_->connection()}));
  EXPECT_GE(evil_->knock("confirm_invite", evil_->frame("invitation", again)).status, 400) << "nor a second time";
  EXPECT_TRUE(logged("confirmation_refused", {evil_->connection()}));
  EXPECT_EQ(evil_->sends("no_such_topic", {{"x", 1}}).at("status"), "OK") << "the connection is as it was";
}

}  // namespace
}  // namespace causeway::live
