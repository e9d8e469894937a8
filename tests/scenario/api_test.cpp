// The doors for people, held against docs/openapi.json: what they answer, to whom, and what they refuse.
#include <gtest/gtest.h>

#include <utility>

#include "base/id.h"
#include "routes/console_shapes.h"
#include "routes/router.h"
#include "scenario/api_suite.h"

namespace causeway::scenario {
namespace {

TEST_F(Api, EveryDoorForPeopleIsInTheDocumentAndNoOther) {
  std::set<Operation> doors;
  for (const auto& door : routes::Router::doors()) {
    if (!door.for_peers) doors.emplace(door.method, door.path);
  }
  EXPECT_EQ(doors, document.operations());
}

// Without a password in the line /secure-connection asks in a dialog.
TEST_F(Api, InvitationsAreMadeAndAcceptedInDialogs) {
  EXPECT_EQ(home().types("/secure-connection create --name dialled"), "");
  const auto shown = home().server().dialogs();
  ASSERT_EQ(shown.size(), 1U);
  EXPECT_EQ(shown[0].id, "create");
  EXPECT_EQ(shown[0].door, "/plugins/causeway/api/v1/dialog");
  EXPECT_EQ(shown[0].fields[0].value, "dialled");
  const auto fills = [&](const std::string& values) {
    return ask(post("/api/v1/dialog"), R"({"channel_id":")" + channel.str() + R"(",)" + values + "}").body;
  };
  EXPECT_NE(fills(R"("callback_id":"create","submission":{"name":"dialled","password":"short"})").find("error"),
            std::string::npos);
  EXPECT_EQ(fills(R"("callback_id":"create","cancelled":true,"submission":{"name":"dialled"})"), "{}");
  EXPECT_EQ(fills(R"("callback_id":"create","submission":{"name":"dialled","displayname":null})"), "{}");
  const auto told = home().server().ephemerals();
  ASSERT_FALSE(told.empty());
  EXPECT_EQ(told.back().to, home().admin().id);
  const std::string text = told.back().post.message;
  const auto begin = text.find("shown only now: `") + 17;
  const std::string made = text.substr(begin, text.find('`', begin) - begin);
  EXPECT_GE(made.size(), 14U) << text;

  EXPECT_EQ(spoke().types("/secure-connection accept"), "");
  EXPECT_EQ(spoke().server().dialogs().at(0).id, "accept");
  const auto accepts = [&](const std::string& word) {
    return parsed(spoke().visits(spoke().admin().id, "POST", "/api/v1/dialog",
                                 R"({"callback_id":"accept","submission":{"name":"by-dialog","invite":")" +
                                     invite_in(text) + R"(","password":")" + word + "\"}}"));
  };
  EXPECT_NE(accepts("a wrong password").find("error")->string()->find("password is wrong"), std::string::npos);
  EXPECT_EQ(accepts(made).find("error"), nullptr);
  EXPECT_NE(spoke().server().ephemerals().back().post.message.find("accepted and confirmed"), std::string::npos);

  EXPECT_NE(home().types("/secure-connection create --name x", {}, home().person().id).find("permission"),
            std::string::npos);
  EXPECT_EQ(home().server().dialogs().size(), 1U);
}

TEST_F(Api, EveryDoorAnswersAsTheDocumentSays) {
  const std::string root = native, one = root + "/{remote_id}", own = ours;
  const std::string shares = "/channels/{channel_id}", first = one + shares;
  for (const std::string& path :
       {root, one, one + "/sharedchannelremotes", std::string("/api/v4/sharedchannels/{team_id}"),
        std::string("/api/v4/sharedchannels/{channel_id}/remotes"), std::string("/autocomplete/remotes"),
        std::string("/api/v4/autocomplete/remotes"), std::string("/api/v1/connections"), own, own + "/channels",
        own + "/policy", own + "/dead_letters", std::string("/api/v1/channels"),
        std::string("/api/v1/channels/{channel_id}"), std::string("/api/v1/audit"), std::string("/api/v1/metrics")}) {
    EXPECT_EQ(status(get(path)), 200) << path;
  }
  who = home().person().id;
  EXPECT_EQ(status(get("/api/v4/sharedchannels/remote_info/{remote_id}")), 200);
  who = home().admin().id;

  const HttpAnswer made = ask(post(root), R"({"name":"third"})");
  ASSERT_EQ(made.status, 201);
  EXPECT_GE(text(made, "password").size(), 14U);
  const std::string third = *parsed(made).find("remote_cluster")->find("remote_id")->string();
  EXPECT_EQ(status(post(one + "/generate_invite"), R"({"password":"a password of length"})", third), 201);
  const HttpAnswer again = ask(post(own + "/invite"), "{}", third);
  ASSERT_EQ(again.status, 201);
  EXPECT_FALSE(text(again, "password").empty());

  // The spoke makes one more invitation, which this server accepts.
  const std::string theirs =
      spoke().types(std::string("/secure-connection create --name second --password \"") + password + "\"");
  EXPECT_EQ(status(post(root + "/accept_invite"), R"({"name":"second","password":")" + std::string(password) +
                                                      R"(","invite":")" + invite_in(theirs) + "\"}"),
            201);

  EXPECT_EQ(status({"PATCH", one}, R"({"display_name":"The Spoke"})"), 200);
  EXPECT_EQ(remote().display_name, "The Spoke");
  EXPECT_EQ(status(post(own + "/pause")), 200);
  EXPECT_EQ(status(post(own + "/resume")), 200);
  EXPECT_EQ(status(post(own + "/rotate")), 200);
  EXPECT_EQ(status(post(own + "/doctor")), 200);
  EXPECT_EQ(status({"PUT", own + "/policy"}, R"({"members":false,"profile_fields":["nickname"],
            "blocked_file_types":["exe"],"max_file_size_mb":7})"),
            200);
  EXPECT_EQ(remote().policy.blocked_file_types, std::vector<std::string>{"exe"});
  EXPECT_EQ(status(post(own + "/redrive"), "{}"), 200);
  EXPECT_EQ(status(post("/api/v1/channels/{channel_id}/redrive")), 200);
  EXPECT_EQ(status(post("/api/v1/channels/{channel_id}/reconcile"), "{}"), 200);
  EXPECT_EQ(status(get("/api/v1/channels/{channel_id}/reconciliations")), 200);
  EXPECT_EQ(status(post("/api/v1/dialog"), R"({"callback_id":"create","submission":{"name":"by-dialog"}})"), 200);

  blocks_and_takes_an_offer();
  for (const std::string& path : {first, "/api/v4" + shares + "/remotes/{remote_id}"}) {
    EXPECT_EQ(status(post(path + "/uninvite")), 200) << path;
    EXPECT_EQ(status(post(path + "/uninvite")), 204) << path;
    EXPECT_EQ(status(post(path + "/invite"), R"({"read_only":true,"history_days":-1})"), 200) << path;
    EXPECT_EQ(home().store().channel_remote(channel, stage.link).value()->read_only, true);
  }
  EXPECT_EQ(status({"DELETE", one}), 200);
  EXPECT_EQ(good, document.operations());
}

TEST_F(Api, NobodyGetsInWithoutASessionAndFewWithoutThePermission) {
  for (const Operation& operation : document.operations()) {
    who = {};
    EXPECT_EQ(status(operation, "{}"), 401) << operation.second;
    who = home().add_user("nobody-" + std::to_string(operation.second.size()) + operation.first).id;
    const HttpAnswer answer = ask(operation, "{}");
    if (operation.second.find("autocomplete") != std::string::npos) {
      EXPECT_EQ(answer.body, "[]");
    } else if (operation.second.find("remote_info") != std::string::npos) {
      EXPECT_EQ(answer.status, 404) << "is in no channel of it";
    } else if (operation.second.find("{team_id}") != std::string::npos) {
      EXPECT_EQ(answer.body, "[]") << "is in the team and in no such channel";
    } else {
      EXPECT_EQ(answer.status, 403) << operation.first << " " << operation.second << answer.body;
    }
  }
  EXPECT_TRUE(remote().state == model::RemoteState::connected);
}

TEST_F(Api, WhatIsMalformedIsRefusedWithAReason) {
  const std::string one = std::string(native) + "/{remote_id}", own = ours;
  const std::string strange = base::new_id();
  for (const Operation& operation : document.operations()) {
    if (operation.second.find("{remote_id}") != std::string::npos) {
      EXPECT_EQ(status(operation, "{}", "..%2f.."), 400) << operation.second;
      EXPECT_GE(status(operation, "{}", strange), operation.second.find("uninvite") != std::string::npos ? 204 : 400)
          << operation.second;
    }
  }
  const std::vector<std::pair<Operation, std::string>> bad{
      {{"PATCH", one}, R"({"display_name":7})"},
      {{"PATCH", one}, "[]"},
      {{"PATCH", one}, "{"},
      {{"PATCH", one}, R"({"default_team_id":"nowhere"})"},
      {post(native), R"({"name":"no spaces"})"},
      {post(native), R"({"name":"short","password":"short"})"},
      {post(native), R"({"name":"road","road":{"pin":"md5"}})"},
      {post(one + "/generate_invite"), "{}"},
      {post(one + "/channels/{channel_id}/invite"), R"({"history_days":-2})"},
      {post(one + "/channels/{channel_id}/invite"), R"({"read_only":"yes"})"},
      {{"PUT", own + "/policy"}, R"({"member":false})"},
      {{"PUT", own + "/policy"}, R"({"profile_fields":["email"]})"},
      {{"PUT", own + "/policy"}, R"({"blocked_file_types":[".exe"]})"},
      {{"PUT", own + "/policy"}, R"({"blocked_file_types":["EXE"]})"},
      {{"PUT", own + "/policy"}, R"({"blocked_file_types":[""]})"},
      {{"PUT", own + "/policy"}, R"({"max_file_size_mb":-1})"},
      {{"PUT", own + "/policy"}, R"({"road":{"proxy":"ftp://host"}})"},
      {post(own + "/block"), R"({"username":"alice"})"},
      {post(own + "/block"), R"({"username":"nobody"})"},
      {post(own + "/block"), R"({"name":"alice"})"},
      {post(own + "/offers/{channel_id}/take"), R"({"team":"x"})"},
      {post("/api/v1/channels/{channel_id}/reconcile"), R"({"remote":"x"})"},
      {post(own + "/redrive"), R"({"number":1})"}};
  for (const auto& [operation, body] : bad) {
    const HttpAnswer answer = ask(operation, body);
    EXPECT_EQ(answer.status, 400) << operation.second << " " << body << " " << answer.body;
    EXPECT_FALSE(text(answer, "message").empty());
  }
  EXPECT_EQ(remote().policy, model::RemotePolicy{});
  for (const char* query : {"?page=x", "?per_page=-1", "?page=99999999999999999999"}) {
    EXPECT_EQ(ask(get(native), {}, {}, query).status, 400) << query;
  }
}

TEST_F(Api, WhatTheStateDoesNotAllowIsAConflict) {
  const std::string own = ours;
  EXPECT_EQ(status(post(own + "/resume")), 409);
  EXPECT_EQ(status(post(own + "/pause")), 200);
  EXPECT_EQ(status(post(own + "/pause")), 409);
  const std::string pending =
      *parsed(ask(post(native), R"({"name":"third"})")).find("remote_cluster")->find("remote_id")->string();
  EXPECT_EQ(status(post(own + "/pause"), {}, pending), 409);
  EXPECT_EQ(status(post(own + "/doctor"), {}, pending), 409);
  EXPECT_EQ(status(post(own + "/invite"), "{}"), 400) << "it is confirmed";
}

TEST_F(Api, ListsArePagedAndFiltered) {
  for (const char* name : {"aaa", "bbb"}) ask(post(native), R"({"name":")" + std::string(name) + "\"}");
  const auto names = [&](const std::string& query) {
    std::string all;
    const json::Value rows = parsed(ask(get(native), {}, {}, query));
    for (const json::Value& row : *rows.array()) all += *row.find("name")->string() + " ";
    return all;
  };
  EXPECT_EQ(names(""), "aaa bbb spoke ");
  EXPECT_EQ(names("?per_page=1&page=1"), "bbb ");
  EXPECT_EQ(names("?per_page=2&page=5"), "");
  EXPECT_EQ(names("?only_confirmed=true"), "spoke ");
  EXPECT_EQ(names("?in_channel=" + channel.str()), "spoke ");
  EXPECT_EQ(names("?not_in_channel=" + channel.str()), "aaa bbb ");
  EXPECT_EQ(names("?only_plugins=true"), "");
}

TEST_F(Api, HealthTellsWhatWaitsWhileAConnectionIsPausedAndThatItIsGone) {
  const auto figures = [&] { return parsed(ask(get(ours))); };
  EXPECT_NE(home().types("/secure-connection pause --connectionID " + stage.link.str()).find("is paused"),
            std::string::npos);
  EXPECT_NE(home().types("/secure-connection pause --connectionID " + stage.link.str()).find("Could not pause"),
            std::string::npos);
  EXPECT_EQ(*figures().find("state")->string(), "paused");
  const model::PostId waiting = home().posts(channel, "waits");
  ASSERT_TRUE(eventually([&] { return number(figures(), "pending") == 1 && number(figures(), "lag_ms") > 0; }));
  const json::Value channels = parsed(ask(get("/api/v1/channels")));
  ASSERT_EQ(channels.array()->size(), 1U);
  EXPECT_EQ(number((*channels.array())[0], "pending"), 1);
  EXPECT_EQ(*(*channels.array())[0].find("state")->string(), "paused");
  EXPECT_FALSE(spoke().has(waiting));
  const auto theirs = spoke().posts(channel, "of the other side");
  EXPECT_TRUE(eventually([&] { return home().has(theirs); })) << "what the peer sends is taken";

  EXPECT_NE(home().types("/secure-connection resume --connectionID " + stage.link.str()).find("goes on"),
            std::string::npos);
  ASSERT_TRUE(eventually([&] { return spoke().has(waiting); }));
  ASSERT_TRUE(eventually([&] { return number(figures(), "pending") == 0 && number(figures(), "lag_ms") == 0; }));
  EXPECT_EQ(*figures().find("state")->string(), "connected");
  const std::string trail = ask(get("/api/v1/audit")).body;
  EXPECT_NE(trail.find("connection.pause"), std::string::npos);
  EXPECT_NE(trail.find("connection.resume"), std::string::npos);
}

TEST_F(Api, DeadLettersAreShownWithTheirReasonAndRedriven) {
  choke("poison");
  const model::PostId bad = home().posts(channel, "poison");
  ASSERT_TRUE(stage.crosses(home(), spoke(), channel, "the rest"));
  ASSERT_TRUE(eventually([&] { return number(parsed(ask(get(ours))), "dead_letters") == 1; }));
  const json::Value letters = parsed(ask(get(std::string(ours) + "/dead_letters")));
  ASSERT_EQ(letters.array()->size(), 1U);
  EXPECT_EQ(*(*letters.array())[0].find("post_id")->string(), bad.str());
  EXPECT_FALSE((*letters.array())[0].find("reason")->string()->empty());
  EXPECT_EQ(number((*letters.array())[0], "tries"), 3);

  const std::string panel = ask(get("/api/v1/channels/{channel_id}")).body;
  EXPECT_NE(panel.find(bad.str()), std::string::npos);
  choke("nothing of that kind");
  const HttpAnswer none = ask(post("/api/v1/channels/{channel_id}/redrive"), R"({"id":999})");
  EXPECT_EQ(number(parsed(none), "count"), 0);
  const HttpAnswer redriven = ask(post(std::string(ours) + "/redrive"), "{\"channel_id\":\"" + channel.str() + "\"}");
  EXPECT_EQ(number(parsed(redriven), "count"), 1);
  EXPECT_NE(ask(get("/api/v1/audit")).body.find("connection.redrive"), std::string::npos);
  EXPECT_TRUE(eventually([&] { return spoke().has(bad); }));
  EXPECT_TRUE(eventually([&] { return number(parsed(ask(get(ours))), "dead_letters") == 0; }));
}

TEST_F(Api, AComparisonIsBegunAndItsFindingsAreShown) {
  const model::PostId lost = stage.crossed(home(), spoke(), channel, "is lost there");
  ASSERT_TRUE(eventually([&] { return home().store().tasks(stage.link).value().empty(); }));
  spoke().loses_post(lost);
  model::Post old = *home().find(lost);
  old.update_at -= std::chrono::seconds(10);  // what was changed a moment ago is not compared
  home().store().put_post(old);
  const Operation begin = post("/api/v1/channels/{channel_id}/reconcile");
  const Operation findings = get("/api/v1/channels/{channel_id}/reconciliations");
  EXPECT_EQ(parsed(ask(findings)).array()->size(), 0U);
  EXPECT_EQ(status(begin, R"({"remote_id":")" + base::new_id() + "\"}"), 404);
  EXPECT_EQ(number(parsed(ask(begin, R"({"remote_id":")" + stage.link.str() + "\"}")), "count"), 1);
  ASSERT_TRUE(eventually([&] {
    const json::Value rows = parsed(ask(findings));
    return number(*(*rows.array())[0].find("theirs"), "done_at") > 0 &&
           number(*(*rows.array())[0].find("ours"), "done_at") > 0;
  }));
  const json::Value rows = parsed(ask(findings));
  const json::Value& row = (*rows.array())[0];
  EXPECT_EQ(*row.find("remote_display_name")->string(), "spoke");
  EXPECT_EQ(*row.find("asked_by")->string(), home().admin().id.str());
  EXPECT_EQ(number(*row.find("ours"), "missing"), 1);
  EXPECT_EQ(number(*row.find("theirs"), "missing"), 0);
  EXPECT_TRUE(eventually([&] { return spoke().has(lost); }));
  const auto quiet = std::exchange(channel, home().open_channel("quiet").id);
  EXPECT_EQ(status(begin), 404);
  channel = quiet;
  model::Remote plain = remote();
  plain.causeway = false;
  EXPECT_EQ(json::to_json(routes::comparison_row({}, plain)).find("theirs"), nullptr) << "native does not say";
}

TEST_F(Api, PanelTellsPeopleOfTheChannelWithWhomButNoAddresses) {
  who = home().person().id;
  EXPECT_EQ(status(get("/api/v1/channels/{channel_id}")), 403) << "the fake server gives nobody a right by itself";
  home().server().allow(who, mattermost::permission::read_channel);
  ASSERT_TRUE(
      home().store().set_invite_state(channel, stage.link, model::InviteState::confirmed, "10.0.0.7 says").ok());
  const HttpAnswer seen = ask(get("/api/v1/channels/{channel_id}"));
  ASSERT_EQ(seen.status, 200);
  EXPECT_NE(seen.body.find("\"remote_display_name\":\"spoke\""), std::string::npos);
  EXPECT_EQ(seen.body.find("10.0.0.7"), std::string::npos);
  EXPECT_EQ(*parsed(seen).find("manages")->boolean(), false);
  EXPECT_EQ(status(post("/api/v1/channels/{channel_id}/redrive")), 403);
  ASSERT_TRUE(home().set("WhoMayShare", "team_admins"));
  home().server().allow(who, mattermost::permission::manage_team);
  EXPECT_EQ(*parsed(ask(get("/api/v1/channels/{channel_id}"))).find("manages")->boolean(), true);
  EXPECT_EQ(status(post("/api/v1/channels/{channel_id}/redrive")), 200);
  who = home().admin().id;
  EXPECT_NE(ask(get("/api/v1/channels/{channel_id}")).body.find("10.0.0.7"), std::string::npos);
}

TEST_F(Api, NoAnswerHoldsASecret) {
  const model::Remote link = remote();
  for (const Operation& operation : document.operations()) {
    if (operation.first != "GET") continue;
    const std::string body = ask(operation).body;
    EXPECT_EQ(body.find(link.outgoing_token), std::string::npos) << operation.second;
    EXPECT_EQ(body.find("incoming_digest"), std::string::npos) << operation.second;
  }
}

TEST_F(Api, SharedChannelsOfATeamAreOnesOwnOrAll) {
  const std::string other = home().open_channel("other").id.str();
  ASSERT_TRUE(
      ask(post("/api/v4/remotecluster/{remote_id}/channels/" + std::string("{channel_id}") + "/invite")).status == 400)
      << "it is shared already";
  share(home(), spoke(), stage.link, model::ChannelId(other));
  const auto stranger = home().add_user("stranger").id;
  home().server().add_member(channel, stranger);
  const auto count = [&](const model::UserId& user) {
    who = user;
    return parsed(ask(get("/api/v4/sharedchannels/{team_id}"))).array()->size();
  };
  EXPECT_EQ(count(home().admin().id), 2U);
  EXPECT_EQ(count(home().person().id), 2U);
  EXPECT_EQ(count(stranger), 1U);
}

}  // namespace
}  // namespace causeway::scenario
