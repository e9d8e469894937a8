// The lab itself, without a plugin: what the other suites rely on.
#include "pair_suite.h"

namespace causeway::live {
namespace {

using lab::FaultProxy;
using lab::SocketClient;
using std::chrono::milliseconds;
using std::chrono::seconds;

class Lab : public PairSuite {
 protected:
  static void SetUpTestSuite() {
    lab::PairOptions options;
    options.proxies = true;
    pair_ = start_pair(options, false);
  }
  static void TearDownTestSuite() { end_pair(pair_); }

  long ping_through_proxy() {
    return lab::RestClient(pair_->a.server->site_url()).call("GET", "/api/v4/system/ping").status;
  }

  static inline std::unique_ptr<lab::Pair> pair_;
};

TEST_F(Lab, APostShowsInTheWebSocketOfAnother) {
  SocketClient socket(pair_->a.server->port(), pair_->a.admin->token());
  auto& alice = pair_->a.person("alice");
  const std::string root = alice.write(pair_->a.town_square, "hello").at("id");
  const auto event = socket.wait_for(SocketClient::posted(root), seconds(5));
  ASSERT_TRUE(event);
  EXPECT_EQ(event->post.at("message"), "hello");
  const std::string file = alice.upload_file(pair_->a.town_square, "a.txt", "content");
  alice.write(pair_->a.town_square, "reply", root, {file});
  EXPECT_EQ(alice.thread(root).at("posts").size(), 2U);
  alice.edit(root, "hello again");
  alice.react(root, "thumbsup");
  EXPECT_TRUE(socket.wait_for([](const lab::SocketEvent& e) { return e.event == "post_edited"; }, seconds(5)));
  EXPECT_TRUE(socket.wait_for([](const lab::SocketEvent& e) { return e.event == "reaction_added"; }, seconds(5)));
  EXPECT_FALSE(socket.wait_for([](const lab::SocketEvent& e) { return e.event == "nothing"; }, milliseconds(50)));
}

// Without a word in which order the server lists them, they are on no page or on two.
TEST_F(Lab, PostsOfOneMillisecondAreAllListed) {
  const std::string channel = pair_->a.town_square;
  const std::size_t before = pair_->a.admin->posts(channel).size();
  pair_->query(pair_->a,
               "INSERT INTO posts (id, createat, updateat, editat, deleteat, ispinned, userid, channelid, rootid, "
               "originalid, message, type, props, hashtags, filenames, fileids, hasreactions) "
               "SELECT substr(md5(n::text), 1, 26), 1000 + n / 3, 1000 + n / 3, 0, 0, false, '" +
                   pair_->a.person("alice").user_id() + "', '" + channel +
                   "', '', '', n::text, '', '{}', '', '[]', '[]', false FROM generate_series(1, 900) n ORDER BY "
                   "md5(n::text); ANALYZE posts");
  EXPECT_EQ(pair_->a.admin->posts(channel).size(), before + 900);
}

TEST_F(Lab, ACommandsAnswerIsReadable) {
  EXPECT_NE(pair_->a.admin->command(pair_->a.team, pair_->a.town_square, "/invite_people nobody").size(), 0U);
}

TEST_F(Lab, TheProxyHasWeather) {
  FaultProxy& proxy = *pair_->a.proxy;
  EXPECT_EQ(ping_through_proxy(), 200);
  EXPECT_NE(proxy.recorded().find("GET /api/v4/system/ping"), std::string::npos);
  proxy.set_mode(FaultProxy::Mode::cut_answer);
  EXPECT_EQ(ping_through_proxy(), 0);
  proxy.cut_after(10);
  proxy.set_mode(FaultProxy::Mode::cut_request);
  EXPECT_EQ(ping_through_proxy(), 0);
  proxy.set_mode(FaultProxy::Mode::refuse);
  // The listener closes within one look of the proxy's thread.
  EXPECT_TRUE(lab::eventually(seconds(2), [&] {
    const auto reply = lab::RestClient(pair_->a.server->site_url()).call("GET", "/");
    return reply.status == 0 && reply.text.find("connect") != std::string::npos;
  }));
  proxy.set_mode(FaultProxy::Mode::pass);
  EXPECT_TRUE(lab::eventually(seconds(2), [&] { return ping_through_proxy() == 200; }));
}

TEST_F(Lab, TheDatabaseAndAServerCanGoAndComeBack) {
  pair_->postgres().kill();
  EXPECT_NE(pair_->b.admin->call("GET", "/api/v4/users/username/bob").status, 200);
  pair_->postgres().start();
  EXPECT_TRUE(lab::eventually(seconds(30),
                              [&] { return pair_->b.admin->call("GET", "/api/v4/users/username/bob").status == 200; }));
  pair_->b.server->stop();
  EXPECT_FALSE(pair_->b.server->running());
  pair_->b.server->start();
  pair_->b.server->wait_until_up();
  EXPECT_EQ(pair_->b.person("bob").call("GET", "/api/v4/users/me").status, 200);
  EXPECT_EQ(pair_->postgres().query("mattermost_b", "SELECT count(*) FROM users WHERE username = 'bob'"), "1");
}

}  // namespace
}  // namespace causeway::live
