// Who is in a shared channel, and how people are to be seen, on two real servers.
#include <thread>

#include "pair_suite.h"

namespace causeway::live {
namespace {

using lab::Json;
using lab::RestClient;
using lab::Side;
using std::chrono::seconds;

constexpr seconds cross_limit{15};  // five are promised; a loaded machine may take its time

class Members : public PairSuite, public ::testing::WithParamInterface<std::string> {
 protected:
  static void SetUpTestSuite() {
    pair_ = start_pair({});
    connection_ = pair_->connect();
    open_ = pair_->share_new_channel("members", "O", connection_, {"alice"});
    pair_->enter(pair_->b, open_, {"bob"});
    secret_ = pair_->share_new_channel("secret-members", "P", connection_, {"alice"});
    pair_->enter(pair_->b, secret_, {"bob"});
  }
  static void TearDownTestSuite() { end_pair(pair_); }

  static Side& from() { return GetParam() == "AtoB" ? pair_->a : pair_->b; }
  static Side& to() { return GetParam() == "AtoB" ? pair_->b : pair_->a; }
  static RestClient& person() { return from().person(GetParam() == "AtoB" ? "alice" : "bob"); }

  static bool is_in(Side& side, const std::string& channel, const std::string& user) {
    return side.admin->call("GET", "/api/v4/channels/" + channel + "/members/" + user).ok();
  }
  static bool comes(Side& side, const std::string& channel, const std::string& user) {
    return lab::eventually(cross_limit, [&] { return is_in(side, channel, user); });
  }
  static bool goes(Side& side, const std::string& channel, const std::string& user) {
    return lab::eventually(cross_limit, [&] { return !is_in(side, channel, user); });
  }
  static std::string new_person(Side& side, const std::string& name) {
    const std::string user =
        side.admin->create_user(name, lab::lab_password, name + "@example.test").at("id").get<std::string>();
    side.admin->join_team(side.team, user);
    return user;
  }
  static bool seen_as(Side& side, const std::string& user, const std::string& word) {
    return lab::eventually(
        cross_limit, [&] { return side.admin->get("/api/v4/users/" + user + "/status").value("status", "") == word; });
  }
  static void be(const std::string& word, long long dnd_end = 0) {
    Json status{{"user_id", person().user_id()}, {"status", word}};
    if (dnd_end > 0) status["dnd_end_time"] = dnd_end;
    person().put("/api/v4/users/me/status", status);
  }
  static std::vector<std::string> notices(Side& side, const std::string& channel) {
    std::vector<std::string> types;
    for (const Json& post : side.admin->posts(channel)) {
      const std::string type = post.at("type");
      if (type.rfind("system_", 0) == 0) types.push_back(type + ":" + post.at("message").get<std::string>());
    }
    return types;
  }

  static inline std::unique_ptr<lab::Pair> pair_;
  static inline std::string connection_;
  static inline std::string open_;
  static inline std::string secret_;
};

INSTANTIATE_TEST_SUITE_P(Ways, Members, testing::Values("AtoB", "BtoA"), [](const auto& param) { return param.param; });

TEST_P(Members, JoiningAndLeavingFollowWithoutAWordInOpenAndPrivateChannels) {
  const std::string user = new_person(from(), "comer-" + std::string(GetParam() == "AtoB" ? "a" : "b"));
  for (const std::string& channel : {open_, secret_}) {
    const auto before = notices(to(), channel);
    from().admin->join_channel(channel, user);
    EXPECT_TRUE(comes(to(), channel, user)) << pair_->logs();
    from().admin->remove("/api/v4/channels/" + channel + "/members/" + user);
    EXPECT_TRUE(goes(to(), channel, user)) << pair_->logs();
    from().admin->join_channel(channel, user);
    EXPECT_TRUE(comes(to(), channel, user)) << pair_->logs();
    EXPECT_EQ(notices(to(), channel), before);
  }
}

TEST_P(Members, WhoIsNewToTheTeamIsInNoOtherChannelButTownSquare) {
  const std::string user = person().user_id();
  ASSERT_TRUE(comes(to(), open_, user));
  EXPECT_TRUE(is_in(to(), to().town_square, user));
  const std::string off_topic =
      to().admin->get("/api/v4/teams/" + to().team + "/channels/name/off-topic").at("id").get<std::string>();
  EXPECT_TRUE(goes(to(), off_topic, user)) << pair_->logs();
  for (const std::string& notice : notices(to(), off_topic))
    EXPECT_EQ(notice.find(":" + from().name() + " "), std::string::npos) << notice;
}

TEST_P(Members, WhatHappensWhileThePluginIsAwayIsMadeUpFor) {
  const std::string stays = new_person(from(), "stays-" + std::string(GetParam() == "AtoB" ? "a" : "b"));
  from().admin->join_channel(open_, stays);
  ASSERT_TRUE(comes(to(), open_, stays));
  const std::string late = new_person(from(), "late-" + std::string(GetParam() == "AtoB" ? "a" : "b"));
  from().admin->disable_plugin("causeway");
  from().admin->wait_for_plugin_state("causeway", 0, seconds(30));
  from().admin->remove("/api/v4/channels/" + open_ + "/members/" + stays);
  from().admin->join_channel(open_, late);
  from().admin->enable_plugin("causeway");
  EXPECT_TRUE(goes(to(), open_, stays)) << pair_->logs();
  EXPECT_TRUE(comes(to(), open_, late)) << pair_->logs();
}

TEST_P(Members, AStatusIsSeenOnTheOtherSide) {
  ASSERT_TRUE(comes(to(), open_, person().user_id()));
  for (const std::string word : {"away", "online", "offline"}) {
    be(word);
    EXPECT_TRUE(seen_as(to(), person().user_id(), word)) << word << pair_->logs();
  }
  const long long end =
      std::chrono::duration_cast<seconds>(std::chrono::system_clock::now().time_since_epoch()).count() + 3'600;
  be("dnd", end);
  EXPECT_TRUE(seen_as(to(), person().user_id(), "dnd")) << pair_->logs();
  // The server rounds down to whole five minutes' steps of its own clock job.
  const std::string there =
      pair_->query(to(), "SELECT dndendtime FROM status WHERE userid = '" + person().user_id() + "'");
  const std::string here =
      pair_->query(from(), "SELECT dndendtime FROM status WHERE userid = '" + person().user_id() + "'");
  EXPECT_EQ(there, here);
  be("online");
  EXPECT_TRUE(seen_as(to(), person().user_id(), "online")) << pair_->logs();
}

}  // namespace
}  // namespace causeway::live
