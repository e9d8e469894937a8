// What people's profiles say, on two real servers.
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
    pair_ = start_pair({});
    connection_ = pair_->connect();
    channel_ = pair_->share_new_channel("profiles", "O", connection_, {"alice"});
    pair_->enter(pair_->b, channel_, {"bob"});
  }
  static void TearDownTestSuite() { end_pair(pair_); }

  static Side& from() { return GetParam() == "AtoB" ? pair_->a : pair_->b; }
  static Side& to() { return GetParam() == "AtoB" ? pair_->b : pair_->a; }

  // Somebody new, who has written in the channel, as the other side shows them.
  static std::string newcomer(const std::string& name) {
    const std::string user =
        from().admin->create_user(name, lab::lab_password, name + "@secret.example").at("id").get<std::string>();
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

}  // namespace
}  // namespace causeway::live
