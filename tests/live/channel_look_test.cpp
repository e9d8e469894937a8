// How a shared channel looks, and who may do what in one that is shared for reading, on two real servers.
#include <thread>

#include "pair_suite.h"

namespace causeway::live {
namespace {

using lab::Json;
using lab::Side;
using lab::SocketClient;
using std::chrono::seconds;

constexpr seconds cross_limit{15};  // five are promised; a loaded machine may take its time

class ChannelLook : public PairSuite, public ::testing::WithParamInterface<std::string> {
 protected:
  static void SetUpTestSuite() {
    pair_ = start_pair({});
    connection_ = pair_->connect();
    channel_ = pair_->share_new_channel("looks", "O", connection_, {"alice"});
    pair_->enter(pair_->b, channel_, {"bob"});
    // Extensions wait for the first answered ping.
    lab::eventually(cross_limit, [] { return pair_->connections(pair_->b)[0].value("last_ping_at", 0LL) > 0; });
  }
  static void TearDownTestSuite() { end_pair(pair_); }

  static Side& from() { return GetParam() == "AtoB" ? pair_->a : pair_->b; }
  static Side& to() { return GetParam() == "AtoB" ? pair_->b : pair_->a; }
  static Json look(Side& side, const std::string& channel = channel_) {
    return side.admin->get("/api/v4/channels/" + channel);
  }
  static void patch(Side& side, const Json& part, const std::string& channel = channel_) {
    side.admin->put("/api/v4/channels/" + channel + "/patch", part);
  }
  static bool shows(Side& side, const std::string& key, const Json& value) {
    return lab::eventually(cross_limit, [&] { return look(side).at(key) == value; });
  }

  // The system messages of the type, oldest first.
  static std::vector<Json> said(Side& side, const std::string& type) {
    std::vector<Json> found = side.admin->posts(channel_);
    std::erase_if(found, [&](const Json& post) { return post.at("type") != type; });
    return found;
  }

  static inline std::unique_ptr<lab::Pair> pair_;
  static inline std::string connection_;
  static inline std::string channel_;
};

INSTANTIATE_TEST_SUITE_P(Ways, ChannelLook, testing::Values("AtoB", "BtoA"),
                         [](const auto& param) { return param.param; });

TEST_P(ChannelLook, DisplayNameHeaderAndPurposeFollow) {
  const std::string mark = " of " + GetParam();
  patch(from(), {{"display_name", "Name" + mark}, {"header", "Header" + mark}, {"purpose", "Purpose" + mark}});
  EXPECT_TRUE(shows(to(), "display_name", "Name" + mark)) << pair_->logs();
  EXPECT_TRUE(shows(to(), "header", "Header" + mark));
  EXPECT_TRUE(shows(to(), "purpose", "Purpose" + mark));
  std::this_thread::sleep_for(seconds(5));  // two polls on either side
  EXPECT_EQ(look(from()).at("header"), "Header" + mark) << "nothing comes back";
  EXPECT_EQ(look(from()).at("name"), "looks") << "the name in the address is each side's own";
}

// Each side says it itself, once.
TEST_P(ChannelLook, AChangeIsSaidOnBothSides) {
  const std::vector<std::pair<std::string, std::string>> kinds{{"header", "system_header_change"},
                                                               {"display_name", "system_displayname_change"},
                                                               {"purpose", "system_purpose_change"}};
  for (const auto& [key, type] : kinds) {
    const std::size_t here = said(from(), type).size();
    const std::size_t there = said(to(), type).size();
    const std::string before = look(from()).at(key);
    const std::string after = "as " + GetParam() + " says";
    const auto began = std::chrono::steady_clock::now();
    patch(from(), {{key, after}});
    ASSERT_TRUE(lab::eventually(cross_limit, [&] { return said(to(), type).size() == there + 1; })) << pair_->logs();
    const auto took = std::chrono::steady_clock::now() - began;
    std::printf("no hook tells of a %s; it crossed in %lld ms\n", key.c_str(),
                static_cast<long long>(std::chrono::duration_cast<std::chrono::milliseconds>(took).count()));
    const Json props = said(to(), type).back().at("props");
    const std::string word = type.substr(7, type.rfind('_') - 7);  // system_<word>_change
    EXPECT_EQ(props.at("old_" + word), before);
    EXPECT_EQ(props.at("new_" + word), after);
    EXPECT_EQ(props.at("username"), "causeway");
    EXPECT_TRUE(shows(to(), key, after));
    EXPECT_EQ(said(from(), type).size(), here + 1) << "its own, and nothing came back";
  }
  std::this_thread::sleep_for(seconds(5));  // two polls on either side
  EXPECT_EQ(said(from(), "system_header_change").size(), said(to(), "system_header_change").size());
}

TEST_P(ChannelLook, ArchivingAndRestoringFollow) {
  from().admin->remove("/api/v4/channels/" + channel_);
  EXPECT_TRUE(lab::eventually(cross_limit, [] { return look(to()).value("delete_at", 0LL) > 0; })) << pair_->logs();
  from().admin->post("/api/v4/channels/" + channel_ + "/restore", Json::object());
  EXPECT_TRUE(shows(to(), "delete_at", 0)) << pair_->logs();
  SocketClient there = to().socket();
  const std::string post = from().person(GetParam() == "AtoB" ? "alice" : "bob").write(channel_, "open again").at("id");
  EXPECT_TRUE(there.wait_for(SocketClient::posted(post), cross_limit)) << pair_->logs();
}

// The receiving side holds everybody to it, its administrators too.
TEST_P(ChannelLook, WhereASideMayOnlyReadItNeitherWritesNorReacts) {
  if (GetParam() == "BtoA") return;  // there is one home
  const std::string channel = pair_->new_channel(pair_->a, "only-to-read", "O", {"alice"});
  pair_->a.admin->command(pair_->a.team, channel,
                          "/share-channel invite --connectionID " + connection_ + " --readonly Y");
  ASSERT_TRUE(
      lab::eventually(cross_limit, [&] { return pair_->b.admin->call("GET", "/api/v4/channels/" + channel).ok(); }));
  pair_->enter(pair_->b, channel, {"bob"});
  SocketClient there = pair_->b.socket();
  const std::string post = pair_->a.person("alice").write(channel, "look at this").at("id");
  ASSERT_TRUE(there.wait_for(SocketClient::posted(post), cross_limit)) << pair_->logs();
  for (lab::RestClient* reader : {pair_->b.admin.get(), &pair_->b.person("bob")}) {
    const Json wish{{"channel_id", channel}, {"message", "may I?"}};
    EXPECT_EQ(reader->call_json("POST", "/api/v4/posts", wish).status, 400);
    reader->react(post, "eyes");
    // By the tables first: who reads by REST meanwhile may leave the old list in the server's cache.
    const std::string count = "SELECT count(*) FROM reactions WHERE postid = '" + post + "' AND deleteat = 0";
    EXPECT_TRUE(lab::eventually(cross_limit, [&] { return pair_->query(pair_->b, count) == "0"; }));
    const Json left = pair_->b.admin->get("/api/v4/posts/" + post + "/reactions");
    EXPECT_TRUE(left.is_null() || left.empty()) << left.dump();
  }
  patch(pair_->b, {{"header", "by a reader"}}, channel);
  std::this_thread::sleep_for(seconds(5));
  EXPECT_EQ(look(pair_->a, channel).at("header"), "");
}

}  // namespace
}  // namespace causeway::live
