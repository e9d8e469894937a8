// What an administrator does at the console, and what everybody in a channel may see; every answer is held against
// docs/openapi.json.
#include <gtest/gtest.h>

#include "routes/router.h"
#include "scenario/openapi.h"
#include "scenario/stage.h"

namespace causeway::scenario {
namespace {

class Console : public testing::Test {
 protected:
  // The door's answer, as JSON; `operation` names the door on the page.
  json::Value knock(Site& site, const model::UserId& user, const std::string& operation, int status,
                    const std::string& body = {}) {
    std::string path = operation.substr(operation.find(' ') + 1);
    fill(path, "{remote}", stage.link.str());
    fill(path, "{channel}", channel.str());
    fill(path, "{team}", site.team().id.str());
    const auto answer = site.visits(user, operation.substr(0, operation.find(' ')), path, body);
    EXPECT_EQ(answer.status, status) << operation << ": " << answer.body;
    for (const std::string& fault : page.faults(operation, answer)) ADD_FAILURE() << fault;
    knocked.insert(operation);
    auto parsed = json::parse(answer.body.empty() ? "null" : answer.body, {});
    return parsed.ok() ? *parsed : json::Value();
  }
  json::Value admin(const std::string& operation, int status = 200, const std::string& body = {}) {
    return knock(stage.home, stage.home.admin().id, operation, status, body);
  }
  static void fill(std::string& path, const std::string& name, const std::string& value) {
    const auto found = path.find(name);
    if (found != std::string::npos) path.replace(found, name.size(), value);
  }
  static const json::Value& first(const json::Value& list) { return list.array()->at(0); }
  static std::string text(const json::Value& row, const char* member) { return *row.find(member)->string(); }
  static std::int64_t number(const json::Value& row, const char* member) { return *row.find(member)->integer(); }

  TwoServers stage;
  model::ChannelId channel;
  OpenApi page{CAUSEWAY_OPENAPI};
  std::set<std::string> knocked;
};

TEST_F(Console, ThePageKnowsEveryDoorAndNoOther) {
  const auto doors = routes::Router::doors_of_people();
  EXPECT_EQ(page.operations(), std::set<std::string>(doors.begin(), doors.end()));
}

TEST_F(Console, EveryDoorAnswersAsThePageSays) {
  stage.connect();
  channel = stage.share("town");
  ASSERT_TRUE(stage.crosses(stage.home, stage.spoke, channel, "hello"));
  ASSERT_TRUE(eventually([&] { return stage.home.store().remote(stage.link).value()->causeway; }));
  const std::string remote = "/api/v4/remotecluster/{remote}";
  EXPECT_EQ(text(first(admin("GET /api/v4/remotecluster")), "remote_id"), stage.link.str());
  EXPECT_EQ(text(admin("GET " + remote), "token"), "");
  EXPECT_EQ(text(admin("PATCH " + remote, 200, R"({"display_name":"Spoke"})"), "display_name"), "Spoke");
  EXPECT_TRUE(*first(admin("GET " + remote + "/sharedchannelremotes")).find("is_invite_confirmed")->boolean());
  EXPECT_EQ(text(first(admin("GET /api/v4/sharedchannels/{team}")), "id"), channel.str());
  EXPECT_EQ(text(first(admin("GET /api/v4/sharedchannels/{channel}/remotes")), "display_name"), "Spoke");
  EXPECT_EQ(text(admin("GET /api/v4/sharedchannels/remote_info/{remote}"), "display_name"), "Spoke");
  EXPECT_EQ(text(first(admin("GET /autocomplete/remotes")), "Item"), stage.link.str());
  admin("GET /api/v4/autocomplete/remotes");
  EXPECT_EQ(text(first(admin("GET /api/v1/shares")), "remote_name"), "Spoke");
  EXPECT_EQ(text(first(admin("GET /api/v1/channels/{channel}/shares")), "invite"), "confirmed");
  admin("POST /api/v1/connections/{remote}/rotate");
  const auto policy =
      admin("PUT /api/v1/connections/{remote}/policy", 200, R"({"statuses":false,"profile_fields":["name"]})");
  EXPECT_FALSE(*policy.find("statuses")->boolean());
  EXPECT_EQ(first(admin("GET /api/v1/connections")).find("policy")->find("profile_fields")->array()->size(), 1U);
  admin("PUT /api/v1/connections/{remote}/policy", 400, R"({"profile_fields":["email"]})");
  admin("PUT /api/v1/connections/{remote}/policy", 400, R"({"road":{"proxy":"ftp://x"}})");
  admin("PUT /api/v1/connections/{remote}/policy", 400, "[]");
  EXPECT_EQ(text(first(admin("GET /api/v1/audit")), "deed"), "connection.policy");
  const auto made = admin("POST /api/v4/remotecluster", 201, R"({"name":"third"})");
  EXPECT_FALSE(text(made, "password").empty());
  admin("POST " + remote + "/generate_invite", 400, "{}");
  admin("POST /api/v4/remotecluster/accept_invite", 400, R"({"name":"x","password":"y","invite":"z"})");
  admin("POST /api/v4/channels/{channel}/remotes/{remote}/invite", 400);
  admin("POST " + remote + "/channels/{channel}/uninvite");
  admin("POST " + remote + "/channels/{channel}/invite", 200, R"({"read_only":true})");
  admin("POST /api/v4/channels/{channel}/remotes/{remote}/uninvite");
  admin("POST /api/v1/connections/{remote}/pause");
  admin("POST /api/v1/connections/{remote}/resume");
  admin("DELETE " + remote, 204);
  EXPECT_EQ(knocked, page.operations()) << "a door that nobody has knocked at";
}

TEST_F(Console, PausedConnectionTakesButDoesNotGiveUntilItIsResumed) {
  stage.connect();
  channel = stage.share("town");
  ASSERT_TRUE(stage.crosses(stage.home, stage.spoke, channel, "hello"));
  admin("POST /api/v1/connections/{remote}/pause");
  admin("POST /api/v1/connections/{remote}/pause", 409);
  const auto held = stage.home.posts(channel, "wait for me");
  EXPECT_TRUE(stage.crosses(stage.spoke, stage.home, channel, "I may still speak"));
  EXPECT_TRUE(eventually([&] { return number(first(admin("GET /api/v1/connections")), "pending") > 0; }));
  const auto row = first(admin("GET /api/v1/connections"));
  EXPECT_EQ(text(row, "state"), "paused");
  EXPECT_TRUE(*row.find("online")->boolean()) << "pings go on";
  EXPECT_FALSE(stage.spoke.has(held));
  admin("POST /api/v1/connections/{remote}/resume");
  EXPECT_TRUE(eventually([&] { return stage.spoke.has(held); }));
  EXPECT_TRUE(eventually([&] { return number(first(admin("GET /api/v1/connections")), "pending") == 0; }));
  admin("POST /api/v1/connections/{remote}/resume", 409);
}

TEST_F(Console, WhoMayNotManageLearnsOnlyOfTheChannelsThatAreTheirs) {
  stage.connect();
  channel = stage.share("town");
  const auto stranger = stage.home.add_user("stranger").id;
  for (const char* door :
       {"GET /api/v1/connections", "GET /api/v1/shares", "GET /api/v1/audit", "POST /api/v1/connections/{remote}/pause",
        "POST /api/v1/connections/{remote}/resume", "POST /api/v1/connections/{remote}/rotate",
        "GET /api/v1/channels/{channel}/shares", "GET /api/v4/sharedchannels/{channel}/remotes",
        "GET /api/v4/sharedchannels/remote_info/{remote}", "GET /api/v4/remotecluster/{remote}/sharedchannelremotes"}) {
    knock(stage.home, stranger, door, 403);
  }
  knock(stage.home, stranger, "PUT /api/v1/connections/{remote}/policy", 403, "{}");
  EXPECT_TRUE(knock(stage.home, stranger, "GET /api/v4/sharedchannels/{team}", 200).array()->empty());

  const auto person = stage.home.person().id;
  EXPECT_EQ(knock(stage.home, person, "GET /api/v4/sharedchannels/{team}", 200).array()->size(), 1U);
  knock(stage.home, person, "GET /api/v4/sharedchannels/remote_info/{remote}", 200);
  EXPECT_EQ(stage.home.store().remote(stage.link).value()->state, model::RemoteState::connected);
}

TEST_F(Console, MetricsAndSupportPacketSpeakOfEverythingAndTellNoSecret) {
  stage.connect();
  channel = stage.share("town");
  ASSERT_TRUE(stage.crosses(stage.home, stage.spoke, channel, "a very private word"));
  mattermost::HttpAnswer metrics;
  stage.home.plugin().serve_metrics(metrics);
  EXPECT_EQ(metrics.status, 200);
  const std::string link = "remote_id=\"" + stage.link.str() + "\"";
  for (const std::string& part :
       {"shared_channels_sync_counter{" + link + ",kind=\"posts\",outcome=\"done\"}",
        "remote_cluster_msg_sent{" + link + ",topic=\"sharedchannel_sync\"}", "shared_channels_queue_size{" + link,
        "causeway_remote_online{" + link, "causeway_sync_seconds_bucket{kind="}) {
    EXPECT_NE(metrics.body.find(part), std::string::npos) << part << " is not in\n" << metrics.body;
  }
  stage.spoke.plugin().serve_metrics(metrics);
  EXPECT_NE(metrics.body.find("causeway_messages_received_total{" + link + ",topic=\"sharedchannel_sync\""),
            std::string::npos);
  const auto files = stage.home.plugin().support_files();
  ASSERT_EQ(files.size(), 1U);
  EXPECT_EQ(files[0].name, "causeway/diagnostics.json");
  EXPECT_NE(files[0].body.find(stage.link.str()), std::string::npos);
  const auto& settings = *stage.home.server().settings().object();
  for (const std::string& secret : {std::string("a very private word"), *settings.at("secret").string(),
                                    stage.home.store().remote(stage.link).value()->outgoing_token}) {
    EXPECT_EQ(files[0].body.find(secret), std::string::npos) << secret;
    EXPECT_EQ(metrics.body.find(secret), std::string::npos) << secret;
  }
  stage.home.store().set_away(true);
  stage.home.plugin().serve_metrics(metrics);
  EXPECT_NE(metrics.body.find("causeway_store_up 0"), std::string::npos);
  EXPECT_NE(stage.home.plugin().support_files().at(0).body.find("store_unavailable"), std::string::npos);
  stage.home.store().set_away(false);
}

}  // namespace
}  // namespace causeway::scenario
