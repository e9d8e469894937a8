// Two servers connect and share channels; people write on both sides.
#include <thread>

#include "pair_suite.h"

namespace causeway::live {
namespace {

using lab::Json;
using lab::SocketClient;
using lab::SocketEvent;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr milliseconds cross_limit{15'000};

class Sharing : public PairSuite {
 protected:
  static void SetUpTestSuite() {
    pair_ = start_pair({});
    connection_ = pair_->connect();
    channel_ = pair_->share_new_channel("bridge", "O", connection_, {"alice"});
    let_bob_in(channel_);
  }
  static void TearDownTestSuite() { end_pair(pair_); }

  static void let_bob_in(const std::string& channel) {
    pair_->b.admin->join_channel(channel, pair_->b.admin->user_id());
    pair_->b.admin->join_channel(channel, pair_->b.person("bob").user_id());
  }
  lab::Side& a() { return pair_->a; }
  lab::Side& b() { return pair_->b; }
  SocketClient watch(const lab::Side& side) { return SocketClient(side.server->port(), side.admin->token()); }

  static inline std::unique_ptr<lab::Pair> pair_;
  static inline std::string connection_;
  static inline std::string channel_;
};

TEST_F(Sharing, BothServersAreOnlineToEachOtherAtOnce) {
  for (lab::Side* side : {&a(), &b()}) {
    EXPECT_TRUE(lab::eventually(seconds(10), [&] {
      const Json rows = pair_->connections(*side);
      return rows.size() == 1 && rows[0].at("remote_id") == connection_ && rows[0].value("last_ping_at", 0LL) > 0;
    })) << pair_->connections(*side).dump();
  }
}

TEST_F(Sharing, ASharedChannelIsTheSameOnBothSides) {
  for (const std::string& type : {std::string("O"), std::string("P")}) {
    const std::string name = type == "O" ? "an-open-one" : "a-private-one";
    const std::string id = pair_->share_new_channel(name, type, connection_);
    const Json there = b().admin->get("/api/v4/channels/" + id);
    EXPECT_EQ(there.at("type"), type);
    EXPECT_EQ(there.at("name"), name);
    EXPECT_EQ(there.at("display_name"), name);
    EXPECT_EQ(there.at("shared"), true);
    EXPECT_EQ(a().admin->get("/api/v4/channels/" + id).at("shared"), true);
  }
}

TEST_F(Sharing, PostsCrossBothWaysWithTheirIdsAndTimes) {
  auto on_a = watch(a());
  auto on_b = watch(b());
  const Json from_a = a().person("alice").write(channel_, "hello over there: ünïcödé 🌉");
  const auto seen_b = on_b.wait_for(SocketClient::posted(from_a.at("id")), cross_limit);
  ASSERT_TRUE(seen_b) << pair_->logs();
  const Json from_b = b().person("bob").write(channel_, "hello back");
  const auto seen_a = on_a.wait_for(SocketClient::posted(from_b.at("id")), cross_limit);
  ASSERT_TRUE(seen_a) << pair_->logs();
  EXPECT_EQ(seen_b->post.at("message"), from_a.at("message"));
  for (const Json& post : {from_a, from_b}) {
    const Json there = (post == from_a ? b() : a()).admin->get("/api/v4/posts/" + post.at("id").get<std::string>());
    EXPECT_EQ(there.at("create_at"), post.at("create_at"));
    EXPECT_EQ(there.at("message"), post.at("message"));
    EXPECT_EQ(there.at("channel_id"), channel_);
  }
}

TEST_F(Sharing, RepliesArriveAfterTheirRootInTheSameThread) {
  auto on_b = watch(b());
  const std::string root = a().person("alice").write(channel_, "root").at("id");
  std::vector<std::string> replies;
  for (int i = 0; i < 10; ++i) replies.push_back(a().person("alice").write(channel_, "reply", root).at("id"));
  ASSERT_TRUE(on_b.wait_for(SocketClient::posted(replies.back()), cross_limit)) << pair_->logs();
  ASSERT_EQ(on_b.wait_for_count([](const SocketEvent& event) { return event.event == "posted"; }, 11, cross_limit),
            11U);
  const Json thread = b().admin->get("/api/v4/posts/" + root + "/thread");
  EXPECT_EQ(thread.at("posts").size(), 11U);
  for (const auto& reply : replies) EXPECT_EQ(thread.at("posts").at(reply).at("root_id"), root);
  for (const auto& event : on_b.events()) {
    if (event.event != "posted") continue;
    EXPECT_EQ(event.post.at("id"), root) << "a reply came before its root";
    break;
  }
  auto on_a = watch(a());
  const std::string back = b().person("bob").write(channel_, "a reply from the other side", root).at("id");
  ASSERT_TRUE(on_a.wait_for(SocketClient::posted(back), cross_limit));
  EXPECT_EQ(a().admin->thread(root).at("posts").size(), 12U);
}

TEST_F(Sharing, AnAuthorIsKnownThereButCannotLogInAndHasNoRealAddress) {
  auto on_b = watch(b());
  const std::string post = a().person("alice").write(channel_, "who am I?").at("id");
  const auto seen = on_b.wait_for(SocketClient::posted(post), cross_limit);
  ASSERT_TRUE(seen);
  const Json user = b().admin->get("/api/v4/users/" + seen->post.at("user_id").get<std::string>());
  EXPECT_EQ(user.at("username"), "alice:a");
  EXPECT_EQ(user.value("remote_id", ""), connection_);
  EXPECT_EQ(user.dump().find("alice@a.lab.example"), std::string::npos) << user.dump();
  const std::string email = user.at("email");
  for (const std::string& login : {std::string("alice:a"), email}) {
    for (const std::string& password : {std::string(lab::lab_password), std::string()}) {
      lab::RestClient stranger(b().server->url());
      const auto reply =
          stranger.call_json("POST", "/api/v4/users/login", {{"login_id", login}, {"password", password}});
      EXPECT_GE(reply.status, 400) << login;
      EXPECT_LT(reply.status, 500) << login;
    }
  }
  const auto address_anywhere = pair_->postgres().query(
      "mattermost_b",
      "SELECT count(*) FROM users WHERE email LIKE '%@a.lab.example' OR props::text LIKE '%@a.lab.example%'");
  EXPECT_EQ(address_anywhere, "0");
}

TEST_F(Sharing, NothingComesBackToWhereItCameFrom) {
  auto on_a = watch(a());
  auto on_b = watch(b());
  const std::string first = a().person("alice").write(channel_, "there").at("id");
  const std::string second = b().person("bob").write(channel_, "and back").at("id");
  ASSERT_TRUE(on_b.wait_for(SocketClient::posted(first), cross_limit));
  ASSERT_TRUE(on_a.wait_for(SocketClient::posted(second), cross_limit));
  // Long enough for any echo: the round trip is some ten milliseconds.
  std::this_thread::sleep_for(seconds(3));
  for (const SocketClient* socket : {&on_a, &on_b}) {
    std::size_t posted = 0;
    for (const auto& event : socket->events()) {
      if (event.event == "posted" || event.event == "post_edited") ++posted;
    }
    EXPECT_EQ(posted, 2U);
  }
}

TEST_F(Sharing, TokensAreReplacedWhilePeopleWrite) {
  const auto digest = [](lab::Side& side) {
    return pair_->query(side, "SELECT encode(incoming_digest, 'hex') FROM causeway.remotes");
  };
  const auto settled = [](lab::Side& side) {
    return pair_->query(side, "SELECT next_digest = '' AND previous_digest <> '' FROM causeway.remotes") == "t";
  };
  const std::string before_a = digest(a()), before_b = digest(b());
  auto on_a = watch(a());
  auto on_b = watch(b());
  std::vector<std::string> there, back;
  for (int i = 0; i < 10; ++i) {
    if (i == 5) {
      const std::string said =
          a().admin->command(a().team, channel_, "/secure-connection rotate --connectionID " + connection_);
      EXPECT_NE(said.find("has new tokens"), std::string::npos) << said;
    }
    there.push_back(a().person("alice").write(channel_, "written while tokens change").at("id"));
    back.push_back(b().person("bob").write(channel_, "and the other way round").at("id"));
  }
  for (const std::string& post : there) EXPECT_TRUE(on_b.wait_for(SocketClient::posted(post), cross_limit));
  for (const std::string& post : back) EXPECT_TRUE(on_a.wait_for(SocketClient::posted(post), cross_limit));
  EXPECT_TRUE(lab::eventually(seconds(10), [&] { return settled(a()) && settled(b()); })) << pair_->logs();
  EXPECT_NE(digest(a()), before_a);
  EXPECT_NE(digest(b()), before_b);
  const std::string audit = b().admin->command(b().team, channel_, "/secure-connection audit");
  EXPECT_NE(audit.find("connection.rotated_by_peer"), std::string::npos) << audit;
}

TEST_F(Sharing, TheDoctorFindsTheRoadGoodAndSaysWhatIsWrongWithIt) {
  const std::string ask = "/secure-connection doctor --connectionID " + connection_;
  const std::string good = a().admin->command(a().team, channel_, ask);
  for (const char* part : {"address", "DNS", "TCP", "route", "token", "clock", "version", "size"}) {
    EXPECT_NE(good.find(std::string(":white_check_mark: **") + part), std::string::npos) << part << "\n" << good;
  }
  ASSERT_TRUE(b().admin->disable_plugin("causeway").ok());
  const std::string bad = a().admin->command(a().team, channel_, ask);
  EXPECT_NE(bad.find(":x: **route**: there is no Causeway"), std::string::npos) << bad;
  ASSERT_TRUE(b().admin->enable_plugin("causeway").ok());
  b().admin->wait_for_plugin_state("causeway", 2, seconds(20));
}

TEST_F(Sharing, AfterUninvitingNothingMoreCrosses) {
  const std::string other = pair_->share_new_channel("for-a-while", "O", connection_, {"alice"});
  auto on_b = watch(b());
  let_bob_in(other);
  const std::string before = a().person("alice").write(other, "before").at("id");
  ASSERT_TRUE(on_b.wait_for(SocketClient::posted(before), cross_limit));
  a().admin->command(a().team, other, "/share-channel uninvite --connectionID " + connection_);
  const std::string after = a().person("alice").write(other, "after").at("id");
  // A later post in a channel that is still shared has crossed when we look.
  const std::string barrier = a().person("alice").write(channel_, "barrier").at("id");
  ASSERT_TRUE(on_b.wait_for(SocketClient::posted(barrier), cross_limit));
  std::this_thread::sleep_for(seconds(2));
  EXPECT_EQ(b().admin->call("GET", "/api/v4/posts/" + after).status, 404);
}

}  // namespace
}  // namespace causeway::live
