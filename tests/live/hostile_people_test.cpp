// What a peer may not do to people who are not its own.
#include "base/id.h"
#include "hostile_suite.h"
#include "lab/pictures.h"

namespace causeway::live {
namespace {

using lab::Json;
using lab::Reply;
using Ids = std::vector<std::string>;

TEST_F(Hostile, StatusOfSomebodyElse) {  // CVE-2026-27769
  alice().put("/api/v4/users/" + alice().user_id() + "/status", {{"user_id", alice().user_id()}, {"status", "online"}});
  const auto status = [&](const std::string& user, const char* word) {
    return Json{{"user_id", user}, {"status", word}, {"manual", true}, {"last_activity_at", 1}};
  };
  const std::string before = admin().get("/api/v4/users/" + id_of(oscar_) + "/status").at("status");
  const Json said = evil_->sync(
      channel_,
      {{"statuses", {status(alice().user_id(), "dnd"), status(id_of(oscar_), before == "dnd" ? "away" : "dnd")}}});
  EXPECT_EQ(errors(said, "status_errors"), Ids{alice().user_id()});
  EXPECT_TRUE(logged("status_refused", {alice().user_id(), evil_->connection()}));
  EXPECT_TRUE(logged("user_known_elsewhere", {id_of(oscar_), evil_->connection()}));
  EXPECT_EQ(admin().get("/api/v4/users/" + alice().user_id() + "/status").at("status"), "online");
  EXPECT_EQ(admin().get("/api/v4/users/" + id_of(oscar_) + "/status").at("status"), before);
  // Of its own people it is taken.
  evil_->sync(channel_, {{"statuses", {status(id_of(mallory_), "away")}}});
  EXPECT_EQ(admin().get("/api/v4/users/" + id_of(mallory_) + "/status").at("status"), "away");
}

TEST_F(Hostile, MembersOfOtherPeoplesAndPlaces) {  // CVE-2026-4274, CVE-2026-28759
  const auto changes = [&](const std::string& channel, const std::string& user, bool add) {
    const Json change{
        {"channel_id", channel}, {"user_id", user}, {"is_add", add}, {"change_time", 9'000'000'000'000LL}};
    return evil_->sends("sharedchannel_membership",
                        {{"id", base::new_id()}, {"channel_id", channel_}, {"membership_changes", {change}}});
  };
  const auto is_member = [&](const std::string& channel, const std::string& user) {
    return admin().call("GET", "/api/v4/channels/" + channel + "/members/" + user).ok();
  };
  // Our own person out of the shared channel, and into it.
  EXPECT_EQ(errors(changes(channel_, alice().user_id(), false).at("payload"), "membership_errors"),
            Ids{alice().user_id()});
  EXPECT_TRUE(logged("member_refused", {alice().user_id(), evil_->connection()}));
  EXPECT_TRUE(is_member(channel_, alice().user_id()));
  const std::string anna = side().person("anna").user_id();
  EXPECT_EQ(errors(changes(channel_, anna, true).at("payload"), "membership_errors"), Ids{anna});
  EXPECT_FALSE(is_member(channel_, anna));
  // Another connection's person, and its own into and out of other channels.
  changes(channel_, id_of(oscar_), true);
  EXPECT_TRUE(logged("user_known_elsewhere", {id_of(oscar_), evil_->connection()}));
  EXPECT_FALSE(is_member(channel_, id_of(oscar_)));
  for (const std::string& channel : {channel_of_other_, side().town_square}) {
    const bool before = is_member(channel, id_of(mallory_));
    EXPECT_EQ(errors(changes(channel, id_of(mallory_), !before).at("payload"), "membership_errors"),
              Ids{id_of(mallory_)});
    EXPECT_EQ(is_member(channel, id_of(mallory_)), before) << channel;
  }
  changes(channel_of_other_, id_of(oscar_), false);
  EXPECT_TRUE(is_member(channel_of_other_, id_of(oscar_)));
  // Nor by a message that names a channel of others as a whole.
  const Json whole =
      evil_->sends("sharedchannel_membership",
                   {{"id", base::new_id()}, {"channel_id", channel_of_other_}, {"membership_changes", Json::array()}});
  EXPECT_EQ(whole.at("status"), "FAIL");
}

TEST_F(Hostile, RoleAndAddressInAProfile) {
  Json rose = evil_->person("rose");
  rose["roles"] = "system_admin system_user";
  rose["props"] = {{"RemoteEmail", "admin@a.lab.example"}, {"OriginalRemoteId", other_->connection()}};
  rose["email"] = "admin@a.lab.example";
  for (int i = 0; i < 2; ++i) {  // made, then changed
    rose["nickname"] = "R" + std::to_string(i);
    rose["update_at"] = rose.at("update_at").get<std::int64_t>() + 1000;
    EXPECT_EQ(errors(evil_->sync(channel_, {{"users", {{id_of(rose), rose}}}}), "users_syncd"), Ids{id_of(rose)});
    EXPECT_TRUE(logged("role_not_taken", {id_of(rose), evil_->connection()}));
    EXPECT_TRUE(logged("props_not_taken", {id_of(rose), evil_->connection()}));
    const Json made = admin().get("/api/v4/users/" + id_of(rose));
    EXPECT_EQ(made.at("nickname"), "R" + std::to_string(i));
    EXPECT_EQ(made.at("roles"), "system_user");
    EXPECT_EQ(made.at("email").get<std::string>().find('@'), std::string::npos);
    EXPECT_EQ(made.dump().find("a.lab.example"), std::string::npos);
    EXPECT_FALSE(made.at("props").contains("OriginalRemoteId"));
  }
}

TEST_F(Hostile, PictureOfSomebodyElse) {
  const auto sets = [&](const std::string& user) {
    const Reply reply = evil_->knock(user + "/image", lab::picture_form(lab::one_pixel()), lab::picture_form_type);
    return std::pair(reply.status, reply.error_id());
  };
  for (const std::string& user : {alice().user_id(), id_of(oscar_)}) {
    const std::string path = "/api/v4/users/" + user + "/image", before = admin().call("GET", path).text;
    EXPECT_EQ(sets(user), std::pair(401L, std::string("api.context.remote_id_mismatch.app_error")));
    EXPECT_TRUE(logged("request_refused", {"user_not_yours", evil_->connection()}));
    EXPECT_EQ(admin().call("GET", path).text, before);
  }
  EXPECT_EQ(sets(base::new_id()).first, 400);
  EXPECT_EQ(sets(id_of(mallory_)).first, 200);
}

TEST_F(Hostile, PeopleOutsideOfChannelsUnlessEverybodyIsTold) {
  const Json stray = evil_->person("stray");
  const Json said = evil_->sends("sharedchannel_global_user_sync",
                                 {{"id", base::new_id()}, {"channel_id", ""}, {"users", {{id_of(stray), stray}}}});
  EXPECT_EQ(said.at("status"), "OK");
  EXPECT_TRUE(said.at("payload").is_null());
  EXPECT_EQ(admin().call("GET", "/api/v4/users/" + id_of(stray)).status, 404);
}

// The account is an ordinary member's: who administers this server cannot make it more by mistake either, nor hand it
// to a login.
TEST_F(Hostile, SyntheticPersonIsNeitherPromotedNorClaimed) {
  const std::string user = id_of(mallory_);
  const Json before = admin().get("/api/v4/users/" + user);
  // By itself: there is no session, and the peer's doors are no sessions.
  lab::RestClient stranger(side().server->url());
  for (const auto& [path, body] : {std::pair("/roles", Json{{"roles", "system_admin system_user"}}),
                                   std::pair("/patch", Json{{"email", "mallory@evil.lab.example"}}),
                                   std::pair("/password", Json{{"new_password", "Password-12345"}})}) {
    const Reply reply = stranger.call("PUT", "/api/v4/users/" + user + path, body.dump(),
                                      {{"X-RemoteCluster-Id", evil_->connection()},
                                       {"X-RemoteCluster-Token", evil_->token()},
                                       {"Authorization", "Bearer " + evil_->token()}});
    EXPECT_EQ(reply.status, 401) << path;
  }
  // By another person here.
  EXPECT_EQ(
      alice().call_json("PUT", "/api/v4/users/" + user + "/roles", {{"roles", "system_user system_admin"}}).status,
      403);
  // By another connection.
  Json claimed = mallory_;
  claimed["nickname"] = "claimed";
  claimed["update_at"] = mallory_.at("update_at").get<std::int64_t>() + 1000;
  other_->sync(channel_of_other_, {{"users", {{user, claimed}}}});
  EXPECT_TRUE(logged("user_known_elsewhere", {user, other_->connection()}));
  const Json after = admin().get("/api/v4/users/" + user);
  for (const char* key : {"roles", "email", "nickname", "remote_id", "auth_service"}) {
    EXPECT_EQ(after.value(key, ""), before.value(key, "")) << key;
  }
}

}  // namespace
}  // namespace causeway::live
