#pragma once
// Two servers that share a channel, and a person who asks the doors of one of them; every answer is held against
// docs/openapi.json.

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <utility>

#include "base/id.h"
#include "scenario/api_document.h"
#include "stage/stage.h"

namespace causeway::scenario {

using mattermost::HttpAnswer;

inline constexpr const char* native = "/api/v4/remotecluster";
inline constexpr const char* ours = "/api/v1/connections/{remote_id}";

inline Operation get(const std::string& path) {
  return {"GET", path};
}
inline Operation post(const std::string& path) {
  return {"POST", path};
}

class Api : public testing::Test {
 protected:
  void SetUp() override {
    stage.connect();
    channel = stage.share("town");
    ASSERT_TRUE(eventually([&] { return remote().causeway; }));
  }
  Site& home() { return stage.home; }
  Site& spoke() { return stage.spoke; }
  model::Remote remote() { return *home().store().remote(stage.link).value(); }

  // The path's {names} are these stories' own, unless they are given.
  std::string path_of(std::string path, const std::string& connection = {}) {
    const auto put = [&](const std::string& name, const std::string& id) {
      if (const auto at = path.find(name); at != std::string::npos) path.replace(at, name.size(), id);
    };
    put("{remote_id}", connection.empty() ? stage.link.str() : connection);
    put("{channel_id}", channel.str());
    put("{team_id}", home().team().id.str());
    return path;
  }
  // Asks, and holds the answer against the document.
  HttpAnswer ask(const Operation& operation, const std::string& body = {}, const std::string& connection = {},
                 const std::string& query = {}) {
    const HttpAnswer answer = home().visits(who, operation.first, path_of(operation.second, connection) + query, body);
    EXPECT_EQ(document.faults(operation, answer.status, answer.body), "") << operation.first << " " << operation.second;
    if (answer.status < 300) good.insert(operation);
    return answer;
  }
  int status(const Operation& operation, const std::string& body = {}, const std::string& connection = {}) {
    return ask(operation, body, connection).status;
  }
  static json::Value parsed(const HttpAnswer& answer) { return json::parse(answer.body, {}).value(); }
  static std::string text(const HttpAnswer& answer, const std::string& name) {
    const json::Value body = parsed(answer);
    const json::Value* member = body.find(name);
    return member != nullptr && member->string() != nullptr ? *member->string() : "";
  }
  static std::int64_t number(const json::Value& value, const std::string& name) { return *value.find(name)->integer(); }
  // The peer refuses every message with that word.
  void choke(const std::string& word) {
    home().reaches(spoke(), [word](const fakes::PeerRequest& request) -> std::optional<peer::Answer> {
      if (request.body.find(word) == std::string::npos) return std::nullopt;
      return peer::Answer{500, "", {}};
    });
  }

  void blocks_and_takes_an_offer() {
    ASSERT_TRUE(stage.crosses(spoke(), home(), channel, "makes bob known"));
    EXPECT_EQ(status(post(std::string(ours) + "/block"), R"({"username":"bob:spoke"})"), 200);
    EXPECT_NE(ask(get(std::string(ours) + "/blocked")).body.find("\"username\":\"bob:spoke\""), std::string::npos);
    EXPECT_EQ(status(post(std::string(ours) + "/unblock"), R"({"username":"bob:spoke"})"), 200);
    EXPECT_EQ(parsed(ask(get(std::string(ours) + "/blocked"))).array()->size(), 0U);
    const model::ChannelId shared = std::exchange(channel, model::ChannelId(base::new_id()));
    model::OfferedChannel offer;
    offer.remote_id = stage.link;
    offer.invite.channel_id = channel;
    offer.invite.name = offer.invite.display_name = "offered";
    offer.invite.type = "O";
    ASSERT_TRUE(home().store().keep_offer(offer).ok());
    EXPECT_EQ(parsed(ask(get("/api/v1/offers"))).array()->size(), 1U);
    const std::string offered = std::string(ours) + "/offers/{channel_id}";
    EXPECT_EQ(status(post(offered + "/decline")), 200);
    home().open_channel("harbour");
    EXPECT_EQ(status(post(offered + "/take"), R"({"name":"harbour"})"), 400);
    EXPECT_EQ(status(post(offered + "/take"), R"({"name":"taken"})"), 200);
    EXPECT_EQ(status(post(offered + "/take")), 404);
    EXPECT_EQ(home().server().get_channel(channel).value().name, "taken");
    channel = shared;
  }

  TwoServers stage;
  model::ChannelId channel;
  model::UserId who = stage.home.admin().id;
  const ApiDocument document;
  std::set<Operation> good;
};

}  // namespace causeway::scenario
