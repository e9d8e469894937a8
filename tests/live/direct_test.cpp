// Direct and group messages between people of two real servers: as Mattermost opens them where its flag is on, and by
// `/share-channel dm` where it is off, as it is unless somebody sets it by environment.
#include "pair_suite.h"

namespace causeway::live {
namespace {

using lab::Json;
using lab::RestClient;
using lab::Side;
using std::chrono::seconds;

constexpr seconds cross_limit{20};

class DirectSuite : public PairSuite, public ::testing::WithParamInterface<std::string> {
 protected:
  static void begin(bool flag) {
    lab::PairOptions options;
    if (flag) options.settings = {{"MM_FEATUREFLAGS_ENABLESHAREDCHANNELSDMS", "true"}};
    pair_ = start_pair(std::move(options));
    connection_ = pair_->connect();
    town_ = pair_->share_new_channel("people", "O", connection_, {"alice", "anna"});
    pair_->enter(pair_->b, town_, {"bob", "berta"});
    for (const auto& [side, names] :
         {std::pair(&pair_->a, std::vector{"alice", "anna"}), std::pair(&pair_->b, std::vector{"bob", "berta"})}) {
      Side& other = side == &pair_->a ? pair_->b : pair_->a;
      for (const std::string name : names) {
        const std::string post = side->person(name).write(town_, "I am " + name).at("id");
        ASSERT_TRUE(lab::eventually(cross_limit, [&] { return seen(*other.admin, post); })) << name;
      }
    }
  }
  static void switch_on(Side& side, bool on = true) {
    side.admin->patch_config(
        {{"PluginSettings",
          {{"Plugins", {{"causeway", {{"allowinsecurepeers", true}, {"enabledirectmessages", on}}}}}}}});
  }

  static Side& from() { return GetParam() == "AtoB" ? pair_->a : pair_->b; }
  static Side& to() { return GetParam() == "AtoB" ? pair_->b : pair_->a; }
  // The people of this direction; each has a friend on the same server.
  static std::string sender() { return GetParam() == "AtoB" ? "alice" : "bob"; }
  static std::string receiver() { return GetParam() == "AtoB" ? "bob" : "alice"; }
  static std::string friend_of_sender() { return GetParam() == "AtoB" ? "anna" : "berta"; }

  static bool seen(RestClient& reader, const std::string& post) {
    return reader.call("GET", "/api/v4/posts/" + post).ok();
  }
  static std::string channel_of(RestClient& reader, const std::string& post) {
    return reader.get("/api/v4/posts/" + post).at("channel_id");
  }
  static std::string type_of(RestClient& reader, const std::string& channel) {
    return reader.get("/api/v4/channels/" + channel).at("type");
  }
  static std::string id_of(const std::string& person) {
    Side& side = person == "alice" || person == "anna" ? pair_->a : pair_->b;
    return side.person(person).user_id();
  }
  // Those who have an account of their own on that server.
  static std::string name_on(Side& side, const std::string& person) {
    return side.admin->get("/api/v4/users/" + id_of(person)).at("username");
  }
  static lab::Reply opens(Side& side, const std::string& who, const std::vector<std::string>& with) {
    Json people{id_of(who)};
    for (const std::string& one : with) people.push_back(id_of(one));
    return side.person(who).call_json("POST", people.size() == 2 ? "/api/v4/channels/direct" : "/api/v4/channels/group",
                                      people);
  }
  // The writer's post reaches everybody of the other side, by web socket too; its channel there.
  static std::string crosses(Side& writer_side, const std::string& writer, const std::string& channel, Side& side,
                             const std::vector<std::string>& readers, const std::string& text) {
    lab::SocketClient socket(side.server->port(), side.person(readers.front()).token());
    const std::string post = writer_side.person(writer).write(channel, text).at("id");
    EXPECT_TRUE(socket.wait_for(lab::SocketClient::posted(post), cross_limit)) << text;
    for (const std::string& reader : readers) {
      EXPECT_TRUE(lab::eventually(cross_limit, [&] { return seen(side.person(reader), post); })) << reader << text;
    }
    const lab::Reply found = side.person(readers.front()).call("GET", "/api/v4/posts/" + post);
    EXPECT_EQ(found.body.value("message", ""), text);
    return found.body.value("channel_id", "");
  }

  static inline std::unique_ptr<lab::Pair> pair_;
  static inline std::string connection_, town_;
};

const auto ways = ::testing::Values("AtoB", "BtoA");
const auto name_of_way = [](const auto& way) { return std::string(way.param); };

class Direct : public DirectSuite {
 protected:
  static void SetUpTestSuite() { begin(true); }
  static void TearDownTestSuite() { end_pair(pair_); }
};

INSTANTIATE_TEST_SUITE_P(Ways, Direct, ways, name_of_way);

TEST_P(Direct, TheFirstMessageOfANewOneArrivesAndSoDoesTheAnswer) {
  const lab::Reply opened = opens(from(), sender(), {receiver() == "bob" ? "berta" : "anna"});
  ASSERT_TRUE(opened.ok()) << opened.text;
  const std::string other = receiver() == "bob" ? "berta" : "anna";
  const std::string there =
      crosses(from(), sender(), opened.body.at("id"), to(), {other}, "the first of " + GetParam());
  EXPECT_EQ(type_of(to().person(other), there), "D");
  const std::string back = crosses(to(), other, there, from(), {sender()}, "the answer of " + GetParam());
  EXPECT_EQ(back, opened.body.at("id"));
}

TEST_P(Direct, TwoThatWereOpenedOnBothSidesAtOnceAreOne) {
  const std::string who = GetParam() == "AtoB" ? "alice" : "berta", with = GetParam() == "AtoB" ? "bob" : "anna";
  const lab::Reply here = opens(from(), who, {with});
  const lab::Reply there = opens(to(), with, {who});
  ASSERT_TRUE(here.ok() && there.ok()) << here.text << there.text;
  EXPECT_EQ(crosses(from(), who, here.body.at("id"), to(), {with}, "from here"), there.body.at("id"));
  EXPECT_EQ(crosses(to(), with, there.body.at("id"), from(), {who}, "from there"), here.body.at("id"));
}

TEST_P(Direct, AGroupOfThree) {
  const lab::Reply opened = opens(from(), sender(), {friend_of_sender(), receiver()});
  ASSERT_TRUE(opened.ok()) << opened.text;
  const std::string there =
      crosses(from(), sender(), opened.body.at("id"), to(), {receiver()}, "to both, " + GetParam());
  EXPECT_EQ(type_of(to().person(receiver()), there), "G");
  crosses(to(), receiver(), there, from(), {friend_of_sender(), sender()}, "to all, " + GetParam());
}

class DirectOff : public DirectSuite {
 protected:
  static void SetUpTestSuite() {
    begin(false);
    switch_on(pair_->a);
    switch_on(pair_->b);
  }
  static void TearDownTestSuite() { end_pair(pair_); }

  static std::string dm(Side& side, const std::string& who, const std::vector<std::string>& with) {
    std::string line = "/share-channel dm";
    for (const std::string& one : with) line += " @" + name_on(side, one);
    return side.person(who).command(side.team, side.town_square, line);
  }
};

INSTANTIATE_TEST_SUITE_P(Ways, DirectOff, ways, name_of_way);

TEST_P(DirectOff, TheCommandOpensOneAndTheFirstMessageArrives) {
  const std::string other = receiver() == "bob" ? "berta" : "anna";
  EXPECT_EQ(opens(from(), sender(), {other}).status, 403) << "Mattermost itself refuses";
  const std::string answer = dm(from(), sender(), {other});
  EXPECT_NE(answer.find("is open"), std::string::npos) << answer;
  const lab::Reply found = opens(from(), sender(), {other});  // gives what is there, whatever the flag
  ASSERT_TRUE(found.ok()) << found.text;
  const std::string there = crosses(from(), sender(), found.body.at("id"), to(), {other}, "the first of " + GetParam());
  EXPECT_EQ(type_of(to().person(other), there), "D");
  EXPECT_EQ(crosses(to(), other, there, from(), {sender()}, "the answer of " + GetParam()), found.body.at("id"));
}

TEST_P(DirectOff, AGroupOfThree) {
  const std::string answer = dm(from(), sender(), {friend_of_sender(), receiver()});
  EXPECT_NE(answer.find("is open"), std::string::npos) << answer;
  Json found;
  for (const Json& one : from().person(sender()).get("/api/v4/users/me/channels?include_deleted=false")) {
    const std::string member = "/api/v4/channels/" + one.at("id").get<std::string>() + "/members/";
    const bool group = one.at("type") == "G";  // the other direction's too
    if (group && from().person(sender()).call("GET", member + id_of(friend_of_sender())).ok()) found = one;
  }
  ASSERT_FALSE(found.is_null());
  const std::string there = crosses(from(), sender(), found.at("id"), to(), {receiver()}, "to both, " + GetParam());
  EXPECT_EQ(type_of(to().person(receiver()), there), "G");
  crosses(to(), receiver(), there, from(), {friend_of_sender(), sender()}, "to all, " + GetParam());
}

TEST_P(DirectOff, SwitchedOffTheCommandSaysSo) {
  switch_on(from(), false);
  const std::string answer = dm(from(), friend_of_sender(), {receiver()});
  switch_on(from());
  EXPECT_NE(answer.find("switched off"), std::string::npos) << answer;
}

}  // namespace
}  // namespace causeway::live
