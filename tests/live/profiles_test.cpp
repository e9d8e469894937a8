// What people's profiles say, on two real servers.
#include "lab/pictures.h"
#include "pair_suite.h"

namespace causeway::live {
namespace {

using lab::Json;
using lab::RestClient;
using lab::Side;
using std::chrono::seconds;

constexpr seconds cross_limit{15};  // five are promised; a loaded machine may take its time

class Profiles : public PairSuite, public ::testing::WithParamInterface<std::string> {
 protected:
  static void SetUpTestSuite() {
    lab::PairOptions options;
    options.settings = {{"MM_SERVICESETTINGS_ENABLEBOTACCOUNTCREATION", "true"},
                        {"MM_SERVICESETTINGS_ENABLEUSERACCESSTOKENS", "true"}};
    pair_ = start_pair(options);
    connection_ = pair_->connect();
    channel_ = pair_->share_new_channel("profiles", "O", connection_, {"alice"});
    pair_->enter(pair_->b, channel_, {"bob"});
  }
  static void TearDownTestSuite() { end_pair(pair_); }

  static Side& from() { return GetParam() == "AtoB" ? pair_->a : pair_->b; }
  static Side& to() { return GetParam() == "AtoB" ? pair_->b : pair_->a; }

  // Somebody new, who has written in the channel, as the other side shows them.
  static std::string newcomer(const std::string& name, const std::string& domain = "secret.example") {
    const std::string user =
        from().admin->create_user(name, lab::lab_password, name + "@" + domain).at("id").get<std::string>();
    from().admin->join_team(from().team, user);
    from().admin->join_channel(channel_, user);
    RestClient person(from().admin->base_url());
    person.login(name, lab::lab_password);
    person.write(channel_, "here I am");
    EXPECT_TRUE(shows(user, [](const Json&) { return true; })) << name;
    return user;
  }
  static Json seen(const std::string& user) {
    const auto reply = to().admin->call("GET", "/api/v4/users/" + user);
    return reply.ok() ? reply.body : Json();
  }
  static bool shows(const std::string& user, const std::function<bool(const Json&)>& look) {
    return lab::eventually(cross_limit, [&] {
      const Json there = seen(user);
      return !there.is_null() && look(there);
    });
  }
  static std::string unique(const std::string& name) { return name + (GetParam() == "AtoB" ? "a" : "b"); }

  static inline std::unique_ptr<lab::Pair> pair_;
  static inline std::string connection_, channel_;
};

INSTANTIATE_TEST_SUITE_P(Ways, Profiles, ::testing::Values("AtoB", "BtoA"), [](const auto& way) { return way.param; });

TEST_P(Profiles, ARenameAndOtherFieldsFollow) {
  const std::string user = newcomer(unique("carol"));
  const std::string connection = seen(user).at("username").get<std::string>().substr(unique("carol").size());
  EXPECT_EQ(connection.front(), ':');
  from().admin->put("/api/v4/users/" + user + "/patch", {{"username", unique("karla")},
                                                         {"nickname", "K"},
                                                         {"first_name", "Karla"},
                                                         {"last_name", "Kolumna"},
                                                         {"position", "Reporter"},
                                                         {"locale", "de"}});
  EXPECT_TRUE(shows(user, [&](const Json& there) { return there.at("username") == unique("karla") + connection; }))
      << seen(user).dump();
  const Json there = seen(user);
  EXPECT_EQ(there.at("nickname"), "K");
  EXPECT_EQ(there.at("first_name").get<std::string>() + there.at("last_name").get<std::string>(), "KarlaKolumna");
  EXPECT_EQ(there.at("position"), "Reporter");
  EXPECT_EQ(there.at("locale"), "de");
  EXPECT_EQ(there.dump().find("secret.example"), std::string::npos);
}

TEST_P(Profiles, DeactivationAndReactivationCross) {
  const std::string user = newcomer(unique("dora"));
  from().admin->call("DELETE", "/api/v4/users/" + user);
  EXPECT_TRUE(shows(user, [](const Json& there) { return there.value("delete_at", 0LL) != 0; })) << seen(user).dump();
  from().admin->put("/api/v4/users/" + user + "/active", {{"active", true}});
  EXPECT_TRUE(shows(user, [](const Json& there) { return there.value("delete_at", 0LL) == 0; })) << seen(user).dump();
}

TEST_P(Profiles, APictureIsSetChangedAndTakenAway) {
  const std::string user = newcomer(unique("petra"));
  const std::string path = "/api/v4/users/" + user + "/image";
  const auto sets = [&](const std::string& picture) {
    const auto reply =
        from().admin->call("POST", path, lab::picture_form(picture), {{"Content-Type", lab::picture_form_type}});
    EXPECT_TRUE(reply.ok()) << reply.text;
  };
  const auto same = [&] {
    return lab::eventually(cross_limit,
                           [&] { return from().admin->call("GET", path).text == to().admin->call("GET", path).text; });
  };
  const std::string initials = to().admin->call("GET", path).text;
  sets(lab::one_pixel());
  EXPECT_TRUE(same());
  EXPECT_NE(to().admin->call("GET", path).text, initials);
  sets(lab::one_red_pixel());
  const std::string second = from().admin->call("GET", path).text;
  EXPECT_TRUE(same());
  EXPECT_EQ(to().admin->call("GET", path).text, second);
  EXPECT_TRUE(from().admin->call("DELETE", path).ok());
  EXPECT_TRUE(same());
  EXPECT_NE(to().admin->call("GET", path).text, second);
}

TEST_P(Profiles, ACustomStatusIsSetAndClearedAndABotIsMarked) {
  const std::string user = newcomer(unique("gerda"));
  const std::string custom = "/api/v4/users/" + user + "/status/custom";
  RestClient gerda(from().admin->base_url());
  gerda.login(unique("gerda"), lab::lab_password);
  gerda.put(custom, {{"emoji", "calendar"}, {"text", "In a meeting"}});
  const auto status = [](const Json& there) { return there.at("props").value("customStatus", std::string()); };
  EXPECT_TRUE(shows(user, [&](const Json& there) { return status(there).find("In a meeting") != std::string::npos; }))
      << seen(user).dump();
  gerda.remove(custom);
  EXPECT_TRUE(shows(user, [&](const Json& there) { return status(there).empty(); })) << seen(user).dump();

  const Json bot = from().admin->post("/api/v4/bots", {{"username", unique("robot")}, {"display_name", "Robot"}});
  const std::string robot = bot.at("user_id");
  const std::string token =
      from().admin->post("/api/v4/users/" + robot + "/tokens", {{"description", "test"}}).at("token");
  from().admin->join_team(from().team, robot);
  from().admin->join_channel(channel_, robot);
  const auto said = RestClient(from().admin->base_url())
                        .call("POST", "/api/v4/posts", Json{{"channel_id", channel_}, {"message", "beep"}}.dump(),
                              {{"Authorization", "Bearer " + token}});
  ASSERT_TRUE(said.ok()) << said.text;
  EXPECT_TRUE(shows(robot, [](const Json& there) { return there.at("position") == "Bot"; })) << seen(robot).dump();
  EXPECT_EQ(seen(robot).at("roles"), "system_user");
}

// As an ordinary user of the other side, by every route that shows people, and by the web socket.
TEST_P(Profiles, NobodySeesTheRealAddresses) {
  const std::string reader_name = GetParam() == "AtoB" ? "berta" : "anna";
  RestClient& reader = to().person(reader_name);
  to().admin->join_channel(channel_, reader.user_id());
  lab::SocketClient socket(to().server->port(), reader.token());
  const std::string hidden = "hidden-" + unique("") + ".example";
  const std::string user = newcomer(unique("emma"), hidden);
  const std::string name = seen(user).at("username");
  RestClient emma(from().admin->base_url());
  emma.login(unique("emma"), lab::lab_password);
  from().admin->put("/api/v4/users/" + user + "/patch", {{"nickname", "Em"}});
  const std::string post = emma.write(channel_, "marker from emma", {}).at("id");
  ASSERT_TRUE(socket.wait_for(lab::SocketClient::posted(post), cross_limit));
  EXPECT_TRUE(shows(user, [](const Json& there) { return there.at("nickname") == "Em"; }));
  const auto of_her = [&](const lab::SocketEvent& one) { return one.event == "user_updated"; };
  EXPECT_TRUE(socket.wait_for(of_her, cross_limit));
  for (const lab::SocketEvent& one : socket.events()) {
    EXPECT_EQ((one.data.dump() + one.broadcast.dump()).find(hidden), std::string::npos) << one.data.dump();
  }

  const std::string team = to().team;
  int shown = 0;
  const auto check = [&](const lab::Reply& reply, const std::string& what) {
    EXPECT_TRUE(reply.ok()) << what << " " << reply.text;
    EXPECT_EQ(reply.text.find(hidden), std::string::npos) << what << " " << reply.text;
    shown += reply.text.find(user) != std::string::npos ? 1 : 0;
  };
  const std::vector<std::string> paths{
      "/api/v4/users/" + user,
      "/api/v4/users?per_page=200",
      "/api/v4/users?in_team=" + team + "&per_page=200",
      "/api/v4/users?in_channel=" + channel_ + "&per_page=200",
      "/api/v4/users/autocomplete?in_team=" + team + "&name=" + unique("emma"),
      "/api/v4/users/autocomplete?in_team=" + team + "&in_channel=" + channel_ + "&name=" + unique("emma"),
      "/api/v4/channels/" + channel_ + "/members?per_page=200",
      "/api/v4/teams/" + team + "/members?per_page=200",
      "/api/v4/teams/" + team + "/members/" + user,
      "/api/v4/channels/" + channel_ + "/posts",
      "/api/v4/posts/" + post,
      "/api/v4/posts/" + post + "/thread",
      "/api/v4/users/" + user + "/status"};
  for (const std::string& path : paths) {
    check(reader.call("GET", path), path);
  }
  check(reader.call_json("POST", "/api/v4/users/ids", {user}), "ids");
  check(reader.call_json("POST", "/api/v4/users/usernames", {name}), "usernames");
  check(reader.call_json("POST", "/api/v4/users/search", {{"term", unique("emma")}}), "search");
  check(reader.call_json("POST", "/api/v4/users/search", {{"term", hidden}}), "search by address");
  check(reader.call_json("POST", "/api/v4/users/status/ids", {user}), "statuses");
  EXPECT_GE(shown, 15) << "the routes that are looked at show the person";
  EXPECT_EQ(reader.call("GET", "/api/v4/users/email/" + unique("emma") + "@" + hidden).status, 404);
  EXPECT_EQ(pair_->query(to(), "SELECT count(*) FROM users WHERE email LIKE '%" + hidden +
                                   "%' OR props::text LIKE "
                                   "'%" +
                                   hidden + "%'"),
            "0");
}

TEST_P(Profiles, NothingOfABlockedPersonArrives) {
  const std::string user = newcomer(unique("frida"));
  const std::string name = seen(user).at("username");
  RestClient frida(from().admin->base_url());
  frida.login(unique("frida"), lab::lab_password);
  const auto command = [](const std::string& text) {
    return to().admin->command(to().team, to().town_square, "/secure-connection " + text);
  };
  const auto arrives = [](const std::string& post) {
    return lab::eventually(cross_limit, [&] { return to().admin->call("GET", "/api/v4/posts/" + post).ok(); });
  };
  const std::string before = frida.write(channel_, "before").at("id");
  ASSERT_TRUE(arrives(before));
  EXPECT_NE(command("block @" + name).find("Blocked"), std::string::npos);
  EXPECT_NE(command("blocked").find(name), std::string::npos);
  const std::string hidden = frida.write(channel_, "hidden").at("id");
  frida.put("/api/v4/posts/" + before + "/patch", {{"message", "changed"}});
  const std::string others = from().person(GetParam() == "AtoB" ? "alice" : "bob").write(channel_, "marker").at("id");
  frida.call_json("POST", "/api/v4/reactions", {{"user_id", user}, {"post_id", others}, {"emoji_name", "tada"}});
  ASSERT_TRUE(arrives(others));
  EXPECT_NE(command("unblock @" + name).find("Unblocked"), std::string::npos);
  ASSERT_TRUE(arrives(frida.write(channel_, "heard again").at("id")));
  EXPECT_EQ(to().admin->call("GET", "/api/v4/posts/" + hidden).status, 404);
  EXPECT_EQ(to().admin->get("/api/v4/posts/" + before).at("message"), "before");
  const auto status = from().admin->command(from().team, from().town_square, "/secure-connection status");
  EXPECT_EQ(status.find("dead letter"), std::string::npos) << status;
}

TEST_P(Profiles, ThePolicySaysWhatLeaves) {
  const std::string user = newcomer(unique("emil"));
  from().admin->put("/api/v4/users/" + user + "/patch", {{"nickname", "E"}, {"position", "Pilot"}});
  ASSERT_TRUE(shows(user, [](const Json& there) { return there.at("nickname") == "E"; }));
  const std::string policy = "/plugins/causeway/api/v1/connections/" + connection_ + "/policy";
  from().admin->put(policy, {{"profile_fields", {"position"}}});
  EXPECT_TRUE(shows(user, [](const Json& there) { return there.at("nickname") == ""; })) << seen(user).dump();
  EXPECT_EQ(seen(user).at("position"), "Pilot");
  from().admin->put(policy, Json::object());
  EXPECT_TRUE(shows(user, [](const Json& there) { return there.at("nickname") == "E"; })) << seen(user).dump();
}

// Everybody is told.
class Everybody : public PairSuite, public ::testing::WithParamInterface<std::string> {
 protected:
  static void SetUpTestSuite() {
    pair_ = start_pair({});
    for (Side* side : {&pair_->a, &pair_->b}) {
      side->admin->patch_config(
          {{"PluginSettings",
            {{"Plugins",
              {{"causeway", {{"allowinsecurepeers", true}, {"enablesyncallusersforremotecluster", true}}}}}}}});
    }
    connection_ = pair_->connect();
  }
  static void TearDownTestSuite() { end_pair(pair_); }

  static inline std::unique_ptr<lab::Pair> pair_;
  static inline std::string connection_;
};

INSTANTIATE_TEST_SUITE_P(Ways, Everybody, ::testing::Values("AtoB", "BtoA"), [](const auto& way) { return way.param; });

TEST_P(Everybody, IsFoundThereWithoutAnyPost) {
  Side& from = GetParam() == "AtoB" ? pair_->a : pair_->b;
  Side& to = GetParam() == "AtoB" ? pair_->b : pair_->a;
  const std::string first = from.person(GetParam() == "AtoB" ? "anna" : "berta").user_id();
  const std::string name = "newcomer" + from.name();
  const auto known = [&](const std::string& user) {
    return lab::eventually(cross_limit, [&] { return to.admin->call("GET", "/api/v4/users/" + user).ok(); });
  };
  EXPECT_TRUE(known(first));
  const std::string user = from.admin->create_user(name, lab::lab_password, name + "@secret.example").at("id");
  EXPECT_TRUE(known(user));
  const Json found = to.admin->post("/api/v4/users/search", {{"term", name}});
  ASSERT_EQ(found.size(), 1U) << found.dump();
  EXPECT_EQ(found[0].at("id"), user);
  EXPECT_EQ(found[0].at("username").get<std::string>().rfind(name + ":", 0), 0U);
  EXPECT_EQ(found[0].at("remote_id"), connection_);
  EXPECT_EQ(found.dump().find("secret.example"), std::string::npos);
  const std::string again = from.admin->command(from.team, from.town_square, "/secure-connection sync-users");
  EXPECT_NE(again.find("told to 1 server"), std::string::npos) << again;
}

class Leaving : public PairSuite, public ::testing::WithParamInterface<std::string> {
 protected:
  static void SetUpTestSuite() { pair_ = start_pair({}); }
  static void TearDownTestSuite() { end_pair(pair_); }

  static bool active(Side& side, const std::string& user) {
    const auto reply = side.admin->call("GET", "/api/v4/users/" + user);
    return reply.ok() && reply.body.value("delete_at", 0LL) == 0;
  }
  static bool crosses(Side& from, const std::string& who, Side& to, const std::string& channel) {
    const std::string post = from.person(who).write(channel, "I am " + who).at("id");
    const std::string path = "/api/v4/posts/" + post;
    if (!lab::eventually(cross_limit, [&] { return to.admin->call("GET", path).ok(); })) return false;
    return to.admin->get(path).at("user_id") == from.person(who).user_id();
  }
  static void remove(Side& side, const std::string& connection) {
    const std::string line = "/secure-connection remove --connectionID " + connection;
    EXPECT_NE(side.admin->command(side.team, side.town_square, line).find("removed"), std::string::npos);
  }

  static inline std::unique_ptr<lab::Pair> pair_;
};

INSTANTIATE_TEST_SUITE_P(Ways, Leaving, ::testing::Values("AtoB", "BtoA"), [](const auto& way) { return way.param; });

// The parameter says who removes the connection.
TEST_P(Leaving, NoGhostsStayAndWhoComesBackIsTheSame) {
  Side& first = GetParam() == "AtoB" ? pair_->a : pair_->b;
  Side& second = GetParam() == "AtoB" ? pair_->b : pair_->a;
  const std::string connection = pair_->connect();
  const std::string channel = pair_->share_new_channel("l" + connection.substr(0, 8), "O", connection, {"alice"});
  pair_->enter(pair_->b, channel, {"bob"});
  ASSERT_TRUE(crosses(pair_->a, "alice", pair_->b, channel) && crosses(pair_->b, "bob", pair_->a, channel));
  const std::string old = pair_->a.person("alice").write(channel, "before").at("id");
  const std::string alice = pair_->a.person("alice").user_id(), bob = pair_->b.person("bob").user_id();
  ASSERT_TRUE(active(pair_->b, alice) && active(pair_->a, bob));
  remove(first, connection);
  EXPECT_TRUE(lab::eventually(cross_limit, [&] { return !active(pair_->b, alice) && !active(pair_->a, bob); }));
  remove(second, connection);
  const std::string again = pair_->connect();
  ASSERT_NE(again, connection);
  pair_->a.admin->command(pair_->a.team, channel, "/share-channel invite --connectionID " + again + " --history all");
  EXPECT_TRUE(crosses(pair_->a, "alice", pair_->b, channel) && crosses(pair_->b, "bob", pair_->a, channel));
  EXPECT_TRUE(lab::eventually(cross_limit, [&] { return active(pair_->b, alice) && active(pair_->a, bob); }));
  EXPECT_EQ(pair_->b.admin->get("/api/v4/users/" + alice).at("remote_id"), again);
  pair_->a.person("alice").put("/api/v4/posts/" + old + "/patch", {{"message", "after all"}});
  EXPECT_TRUE(lab::eventually(
      cross_limit, [&] { return pair_->b.admin->get("/api/v4/posts/" + old).at("message") == "after all"; }));
  remove(first, again);
  remove(second, again);
}

}  // namespace
}  // namespace causeway::live
