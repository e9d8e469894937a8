// The doors for people on real servers: Mattermost's sessions and permissions before them, real figures behind.
#include "pair_suite.h"

namespace causeway::live {
namespace {

using lab::Json;
using lab::Reply;
using lab::RestClient;
using std::chrono::seconds;

const std::string root = "/plugins/causeway";
constexpr seconds cross_limit{15};

class Api : public PairSuite {
 protected:
  static void SetUpTestSuite() {
    pair_ = start_pair({});
    connection_ = pair_->connect();
    channel_ = pair_->share_new_channel("town", "P", connection_, {"alice"});
    pair_->enter(pair_->b, channel_, {"bob"});
    own_ = root + "/api/v1/connections/" + connection_;
  }
  static void TearDownTestSuite() { end_pair(pair_); }

  static RestClient& admin() { return *pair_->a.admin; }
  static RestClient& alice() { return pair_->a.person("alice"); }  // in the channel
  static RestClient& anna() { return pair_->a.person("anna"); }    // in the team alone
  static long status(RestClient& who, const std::string& path) { return who.call("GET", root + path).status; }
  static bool is_on_b(const std::string& post) { return pair_->b.admin->call("GET", "/api/v4/posts/" + post).ok(); }

  static inline std::unique_ptr<lab::Pair> pair_;
  static inline std::string connection_, channel_, own_;
};

TEST_F(Api, AsksMattermostWhoMayWhat) {
  const std::string& team = pair_->a.team;
  RestClient stranger(pair_->a.server->url());
  for (const char* path : {"/api/v1/connections", "/api/v1/audit", "/api/v1/channels"}) {
    EXPECT_EQ(status(admin(), path), 200) << path;
    EXPECT_EQ(status(alice(), path), 403) << path;
    EXPECT_EQ(status(stranger, path), 401) << path;
  }
  const auto rows = [&](RestClient& who) { return who.get(root + "/api/v4/sharedchannels/" + team); };
  EXPECT_EQ(rows(admin()).size(), 1U);
  ASSERT_EQ(rows(alice()).size(), 1U);
  EXPECT_EQ(rows(alice())[0].at("id"), channel_);
  EXPECT_EQ(rows(anna()).size(), 0U);
  admin().create_user("outsider", lab::lab_password, "outsider@example.test");
  RestClient out(pair_->a.server->url());
  out.login("outsider", lab::lab_password);
  EXPECT_EQ(status(out, "/api/v4/sharedchannels/" + team), 403) << "is in no team";

  for (const std::string& path : {"/api/v4/sharedchannels/" + channel_ + "/remotes", "/api/v1/channels/" + channel_}) {
    EXPECT_EQ(status(admin(), path), 200) << path;
    EXPECT_EQ(status(alice(), path), 200) << path;
    EXPECT_EQ(status(anna(), path), 403) << path;
  }
  EXPECT_EQ(status(alice(), "/api/v4/sharedchannels/remote_info/" + connection_), 200);
  EXPECT_EQ(status(anna(), "/api/v4/sharedchannels/remote_info/" + connection_), 404);
  EXPECT_EQ(alice().call("POST", root + "/api/v1/channels/" + channel_ + "/redrive").status, 403);
  EXPECT_EQ(alice().call("POST", own_ + "/pause").status, 403);
}

TEST_F(Api, PausedConnectionFallsBehindAndCatchesUp) {
  ASSERT_EQ(admin().post(own_ + "/pause", Json::object()).at("state"), "paused");
  const std::string post = alice().write(channel_, "waits").at("id");
  EXPECT_TRUE(lab::eventually(cross_limit, [] {
    const Json health = admin().get(own_);
    return health.at("pending") == 1 && health.at("lag_ms") > 1'000;
  })) << admin().get(own_);
  EXPECT_FALSE(is_on_b(post));
  ASSERT_EQ(admin().post(own_ + "/resume", Json::object()).at("state"), "connected");
  EXPECT_TRUE(lab::eventually(cross_limit, [&] { return is_on_b(post); }));
  EXPECT_TRUE(lab::eventually(cross_limit, [] {
    const Json health = admin().get(own_);
    return health.at("pending") == 0 && health.at("lag_ms") == 0;
  })) << admin().get(own_);
}

TEST_F(Api, LooksAfterAConnection) {
  const Json found = admin().post(own_ + "/doctor", Json::object()).at("findings");
  ASSERT_FALSE(found.empty());
  for (const Json& finding : found) EXPECT_NE(finding.at("verdict"), "wrong") << finding;
  EXPECT_EQ(admin().post(own_ + "/rotate", Json::object()).at("status"), "OK");
  EXPECT_EQ(admin().put(own_ + "/policy", {{"statuses", false}}),
            (Json{{"statuses", false}, {"road", Json::object()}}));
  EXPECT_EQ(admin().get(own_ + "/policy").at("statuses"), false);
  EXPECT_EQ(admin().call_json("PUT", own_ + "/policy", {{"status", false}}).status, 400);
  EXPECT_EQ(admin().put(own_ + "/policy", Json::object()), (Json{{"road", Json::object()}}));
  const Reply renamed =
      admin().call_json("PATCH", root + "/api/v4/remotecluster/" + connection_, {{"display_name", "The other one"}});
  EXPECT_EQ(renamed.body.at("display_name"), "The other one") << renamed.text;
  std::string deeds;
  for (const Json& row : admin().get(root + "/api/v1/audit")) deeds += row.at("deed").get<std::string>() + " ";
  for (const char* deed : {"connection.rotate", "connection.policy", "connection.patch", "channel.share"}) {
    EXPECT_NE(deeds.find(deed), std::string::npos) << deed << " of " << deeds;
  }
  const std::string post = alice().write(channel_, "with new tokens").at("id");
  EXPECT_TRUE(lab::eventually(cross_limit, [&] { return is_on_b(post); }));
}

}  // namespace
}  // namespace causeway::live
