// Every door of the peers' side without, with a wrong and with a right token.
#include <regex>

#include "flood.h"
#include "pair_suite.h"
#include "watermark.h"

namespace causeway::live {
namespace {

using lab::Headers;
using lab::Json;
using lab::Reply;

constexpr const char* some_id = "abcdefghijkmnopqrstuwxyz13";
constexpr const char* prefix = "/plugins/causeway/api/v4/remotecluster/";

class Doors : public PairSuite {
 protected:
  static void SetUpTestSuite() {
    lab::PairOptions options;
    options.proxies = true;  // they show the tokens that the two servers really use
    pair_ = start_pair(options);
    connection_ = pair_->connect();
    static const std::regex header("X-RemoteCluster-Token: *([^\r\n]+)", std::regex::icase);
    // The pings of b to a carry the token that a expects now; the confirmation's came before.
    lab::eventually(std::chrono::seconds(10),
                    [] { return pair_->a.proxy->recorded().find("remotecluster/ping") != std::string::npos; });
    const std::string record = pair_->a.proxy->recorded();
    for (std::sregex_iterator at(record.begin(), record.end(), header), end; at != end; ++at) {
      if (first_token_.empty()) first_token_ = (*at)[1];
      token_ = (*at)[1];
    }
  }
  static void TearDownTestSuite() { end_pair(pair_); }

  Reply knock(const std::string& door, const std::string& body, const std::string& id, const std::string& token) {
    Headers headers{{"Content-Type", "application/json"}};
    if (!id.empty()) headers.emplace_back("X-RemoteCluster-Id", id);
    if (!token.empty()) headers.emplace_back("X-RemoteCluster-Token", token);
    lab::RestClient stranger(pair_->a.server->url());
    return stranger.call("POST", prefix + door, body, headers);
  }
  static std::vector<std::string> doors() {
    return {"confirm_invite", "ping", "msg", std::string("upload/") + some_id, std::string(some_id) + "/image"};
  }
  static std::string frame(const std::string& id, const std::string& topic, const Json& payload) {
    return Json{{"remote_id", id},
                {"msg", {{"id", some_id}, {"topic", topic}, {"create_at", 1'700'000'000'000}, {"payload", payload}}}}
        .dump();
  }

  static inline std::unique_ptr<lab::Pair> pair_;
  static inline std::string connection_;
  static inline std::string token_;        // that b shows to a now
  static inline std::string first_token_;  // that b showed once, confirming the invitation
};

TEST_F(Doors, WithoutAnIdNobodyEnters) {
  for (const auto& door : doors()) {
    for (const std::string& token : {std::string(), token_}) {
      const Reply reply = knock(door, "{}", "", token);
      EXPECT_EQ(reply.status, 401) << door << ": " << reply.text;
      EXPECT_EQ(reply.error_id(), "api.context.remote_id_missing.app_error") << door;
      EXPECT_EQ(reply.body.value("status_code", 0), 401) << door;
    }
  }
}

TEST_F(Doors, AWrongTokenAndAnUnknownIdGetTheSameAnswer) {
  for (const auto& door : doors()) {
    const std::vector<std::pair<std::string, std::string>> keys{
        {connection_, ""}, {connection_, "wrong"}, {connection_, some_id}, {some_id, token_}, {some_id, "wrong"}};
    for (const auto& [id, token] : keys) {
      const Reply reply = knock(door, frame(id, "ping", {{"sent_at", 1}}), id, token);
      EXPECT_EQ(reply.status, 401) << door << ": " << reply.text;
      EXPECT_EQ(reply.error_id(), "api.context.invalid_token.error") << door;
    }
  }
}

TEST_F(Doors, TheInvitationsTokenIsSpentOnceConfirmed) {
  ASSERT_NE(first_token_, token_);
  const Reply reply =
      knock("confirm_invite", frame(connection_, "invitation", Json::object()), connection_, first_token_);
  EXPECT_EQ(reply.status, 401) << reply.text;
}

TEST_F(Doors, PingWithTheRightTokenIsAnsweredWithBothTimes) {
  const Reply reply =
      knock("ping", frame(connection_, "ping", {{"sent_at", 1'700'000'000'000}, {"recv_at", 0}}), connection_, token_);
  ASSERT_EQ(reply.status, 200) << reply.text;
  EXPECT_EQ(reply.body.at("sent_at"), 1'700'000'000'000);
  EXPECT_GT(reply.body.at("recv_at").get<long long>(), 1'700'000'000'000);
  EXPECT_FALSE(reply.body.at("causeway").at("version").get<std::string>().empty());
  EXPECT_EQ(reply.body.size(), 3U) << "native's two and the word by which Causeways know each other";
}

TEST_F(Doors, MsgWithTheRightTokenTakesFramesAndRefusesEverythingElse) {
  const Reply unknown = knock("msg", frame(connection_, "no_such_topic", {{"x", 1}}), connection_, token_);
  ASSERT_EQ(unknown.status, 200) << unknown.text;
  EXPECT_EQ(unknown.body, (Json{{"status", "OK"}, {"err", ""}, {"payload", nullptr}}));
  EXPECT_EQ(knock("msg", "not json", connection_, token_).status, 400);
  EXPECT_EQ(knock("msg", "{}", connection_, token_).status, 400);
  EXPECT_EQ(knock("msg", frame(some_id, "ping", {{"sent_at", 1}}), connection_, token_).status, 400);
}

TEST_F(Doors, ConfirmingAConnectionTwiceIsRefused) {
  const Json invite{{"remote_id", connection_},
                    {"site_url", "http://127.0.0.1:9"},
                    {"token", some_id},
                    {"refreshed_token", some_id},
                    {"version", 3}};
  const Reply reply = knock("confirm_invite", frame(connection_, "invitation", invite), connection_, token_);
  EXPECT_GE(reply.status, 400) << reply.text;
  // And the connection still works.
  EXPECT_EQ(knock("ping", frame(connection_, "ping", {{"sent_at", 1}}), connection_, token_).status, 200);
}

TEST_F(Doors, FilesAndImagesAreBehindTheSameLock) {
  const Reply upload = knock(std::string("upload/") + some_id, "bytes", connection_, token_);
  EXPECT_EQ(upload.status, 404) << upload.text;
  EXPECT_EQ(upload.error_id(), "app.upload.get.app_error");
  const Reply image = knock(std::string(some_id) + "/image", "bytes", connection_, token_);
  EXPECT_EQ(image.status, 400) << image.text;
  EXPECT_EQ(image.error_id(), "api.user.upload_profile_user.parse.app_error");
  EXPECT_EQ(knock(std::string(some_id) + "/image", "bytes", connection_, "wrong").status, 401);
}

TEST_F(Doors, AHugeBodyIsRefusedWithoutGrowing) {
  const std::string body(100'000'000, 'x');
  for (const std::string& token : {std::string("wrong"), token_}) {
    const auto before = lab::plugin_process(*pair_->a.server);
    ASSERT_TRUE(before);
    const Reply reply = knock("msg", body, connection_, token);
    EXPECT_EQ(reply.status, token == token_ ? 413 : 401) << reply.text;
    const auto after = lab::plugin_process(*pair_->a.server);
    ASSERT_TRUE(after);
    EXPECT_EQ(after->pid, before->pid);
    // Some megabytes for buffers and the allocator; a held body would be a hundred.
    EXPECT_LT(after->rss_mb - before->rss_mb, 20.0);
  }
}

// A peer with a valid token, and a stranger.
TEST_F(Doors, TwoHundredHugeBodiesAtOnceStandInNoMemory) {
  const auto plugin = lab::plugin_process(*pair_->a.server);
  ASSERT_TRUE(plugin);
  for (const std::string& token : {std::string("wrong"), token_}) {
    Watermark memory({plugin->pid});
    const auto statuses = flood(pair_->a.server->url() + prefix + "msg",
                                {"Content-Type: application/json", "X-RemoteCluster-Id: " + connection_,
                                 "X-RemoteCluster-Token: " + token, "Expect:"},
                                200, 100'000'000);
    const double grown = memory.growth().at(0);
    std::string said;
    for (const auto& [status, times] : statuses) {
      said += " " + std::to_string(times) + " x " + std::to_string(status);
      EXPECT_TRUE(status == 0 || (status >= 400 && status < 500)) << status;
    }
    std::printf("200 bodies of 100 MB at once:%s; memory of the plugin %.1f MB, grew by %.1f MB\n", said.c_str(),
                plugin->rss_mb, grown);
    EXPECT_LT(grown, 64);
  }
  const auto after = lab::plugin_process(*pair_->a.server);
  ASSERT_TRUE(after);
  EXPECT_EQ(after->pid, plugin->pid);
  EXPECT_EQ(knock("ping", frame(connection_, "ping", {{"sent_at", 1}}), connection_, token_).status, 200);
}

TEST_F(Doors, AnAdminsDoorAsksForASession) {
  lab::RestClient stranger(pair_->a.server->url());
  EXPECT_EQ(stranger.call("GET", "/plugins/causeway/api/v4/remotecluster").status, 401);
  EXPECT_EQ(pair_->a.person("alice").call("GET", "/plugins/causeway/api/v4/remotecluster").status, 403);
  const Reply rows = pair_->a.admin->call("GET", "/plugins/causeway/api/v4/remotecluster");
  EXPECT_EQ(rows.status, 200);
  EXPECT_EQ(rows.text.find(token_), std::string::npos);
}

}  // namespace
}  // namespace causeway::live
