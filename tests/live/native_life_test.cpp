// Causeway and Mattermost's own shared channels through what befalls servers: a share that ends, an outage, a restart,
// a licence.
#include <algorithm>
#include <thread>

#include "native_suite.h"

namespace causeway::live {
namespace {

using lab::Json;
using lab::RestClient;
using lab::Side;

TEST_P(NativeSmoke, MentionsMeanWhomTheirWriterMeant) {
  crossed(ours(), "known from now on");
  crossed(theirs(), "known from now on");
  for (RestClient* writer : {&ours(), &theirs()}) {
    RestClient& reader = writer == &ours() ? theirs() : ours();
    Side& home = writer == &ours() ? here() : there();
    Side& other = other_side(*writer);
    const std::string own = writer->get("/api/v4/users/me").at("username");
    const std::string friend_there = reader.get("/api/v4/users/me").at("username");
    const std::string post = crossed(*writer, "@" + own + " asks @" + friend_there + ":" + other.name());
    expect(other, post, "names as they are called there", [&](const Json& found) {
      return found.at("message") == "@" + own + ":" + home.name() + " asks @" + friend_there;
    });
  }
}

TEST_P(NativeSmoke, APrivateChannelIsSharedAsOne) {
  std::string name = "private-" + GetParam().name();
  std::replace(name.begin(), name.end(), '_', '-');
  Side& home = GetParam().home_here ? here() : there();
  Side& guest = GetParam().home_here ? there() : here();
  const std::string channel = world_->new_channel(home, name, "P", {home.people.begin()->first});
  world_->share(home, channel, connections_.at(GetParam().peer), guest);
  EXPECT_EQ(guest.admin->get("/api/v4/channels/" + channel).at("type"), "P");
  const std::string post = home.people.begin()->second.write(channel, "behind closed doors").at("id");
  EXPECT_TRUE(arrives(guest, post)) << world_->logs();
  const std::string back = guest.admin->write(channel, "and back").at("id");
  EXPECT_TRUE(arrives(home, back)) << world_->logs();
}

// By REST only its people can acknowledge, for that takes a licence; ours do as the server would write it.
TEST_P(NativeSmoke, AcknowledgementsCrossBothWays) {
  const auto acknowledged = [](Side& side, const std::string& post) {
    return world_->query(side, "SELECT userid FROM postacknowledgements WHERE postid = '" + post +
                                   "' AND acknowledgedat > 0 ORDER BY userid");
  };
  const std::string of_ours = crossed(ours(), "please acknowledge");
  const auto given = theirs().call("POST", "/api/v4/users/" + theirs().user_id() + "/posts/" + of_ours + "/ack", "");
  ASSERT_TRUE(given.ok()) << given.text;
  EXPECT_TRUE(lab::eventually(cross_limit, [&] { return acknowledged(here(), of_ours) == theirs().user_id(); }))
      << acknowledged(here(), of_ours) << "\n"
      << world_->logs();
  const Json asks{{"channel_id", channel()},
                  {"message", "please acknowledge too"},
                  {"metadata", {{"priority", {{"priority", "important"}, {"requested_ack", true}}}}}};
  const std::string of_theirs = theirs().post("/api/v4/posts", asks).at("id");
  expect(here(), of_theirs, "the request", [](const Json& post) {
    return post.at("metadata").contains("priority") && post["metadata"]["priority"].value("requested_ack", false);
  });
  const std::string now = "(extract(epoch FROM clock_timestamp()) * 1000)::bigint";
  world_->query(here(),
                "INSERT INTO postacknowledgements (postid, userid, channelid, acknowledgedat, remoteid) "
                "VALUES ('" +
                    of_theirs + "', '" + ours().user_id() + "', '" + channel() + "', " + now +
                    ", ''); UPDATE posts SET updateat = " + now + " WHERE id = '" + of_theirs + "'");
  EXPECT_TRUE(lab::eventually(cross_limit, [&] { return acknowledged(there(), of_theirs) == ours().user_id(); }))
      << acknowledged(there(), of_theirs) << "\n"
      << world_->logs();
}

// One server with Causeway and one with its own shared channels, which are stopped, killed and started here.
class NativeLife : public WorldSuite {
 protected:
  static constexpr std::chrono::milliseconds cross_limit{20'000};
  // A message that found nobody is tried again by native with the next post, or when it sees us come back.
  static constexpr std::chrono::milliseconds heal_limit{30'000};

  static void SetUpTestSuite() {
    lab::WorldOptions options;
    options.sides = {{"c", {"alice"}, false}, {"m", {"mona"}, true}};
    world_ = start_world(options);
    connection_ = world_->connect(there(), here());
    await_connection();
  }
  static void TearDownTestSuite() {
    if (world_) report_failure(*world_);
    world_.reset();
  }

  static Side& here() { return world_->side("c"); }
  static Side& there() { return world_->side("m"); }
  static RestClient& alice() { return here().person("alice"); }
  static RestClient& mona() { return there().person("mona"); }
  static void await_connection() {
    if (!lab::eventually(lab::ping_round, [] { return world_->see_each_other(there(), here(), connection_); })) {
      throw lab::LabError("c and m do not see each other online\n" + world_->logs());
    }
  }
  static std::string shared(Side& home, Side& guest, const std::string& name) {
    const std::string channel = world_->new_channel(home, name, "O");
    world_->share(home, channel, connection_, guest);
    world_->enter(here(), channel, {"alice"});
    world_->enter(there(), channel, {"mona"});
    return channel;
  }
  static bool arrives(Side& reader, const std::string& post, std::chrono::milliseconds limit = cross_limit) {
    return lab::eventually(limit, [&] { return reader.admin->call("GET", "/api/v4/posts/" + post).ok(); });
  }
  static bool is_shared(Side& side, const std::string& channel) {
    return side.admin->get("/api/v4/channels/" + channel).at("shared") == true;  // else false or null
  }
  static std::size_t copies(Side& side, const std::string& channel, const std::string& like) {
    return std::stoul(world_->query(side, "SELECT count(*) FROM posts WHERE channelid = '" + channel +
                                              "' AND message LIKE '" + like + "' AND originalid = ''"));
  }
  static std::vector<std::string> write(RestClient& writer, const std::string& channel, const std::string& text,
                                        int count) {
    std::vector<std::string> posts;
    for (int i = 0; i < count; ++i) {
      posts.push_back(writer.write(channel, text + " " + std::to_string(i)).at("id").get<std::string>());
    }
    return posts;
  }

  static inline std::unique_ptr<lab::World> world_;
  static inline std::string connection_;
};

TEST_F(NativeLife, AShareThatEndsHereTakesNothingMoreAndNativeLearnsIt) {
  for (const bool home_here : {true, false}) {
    Side& home = home_here ? here() : there();
    const std::string channel = shared(home, home_here ? there() : here(), home_here ? "ends-ours" : "ends-theirs");
    ASSERT_TRUE(arrives(there(), alice().write(channel, "before").at("id")));
    const char* const end = home_here ? "/share-channel unshare" : "/share-channel uninvite --connectionID ";
    here().admin->command(here().team, channel, home_here ? end : end + connection_);
    EXPECT_TRUE(lab::eventually(cross_limit, [&] { return !is_shared(here(), channel); }));
    const std::string late = mona().write(channel, "too late").at("id");
    const std::string ours = alice().write(channel, "only here").at("id");
    // It has no message for the end of a share: the answer to its next one says so.
    EXPECT_TRUE(lab::eventually(cross_limit, [&] { return !is_shared(there(), channel); })) << world_->logs();
    EXPECT_FALSE(here().admin->call("GET", "/api/v4/posts/" + late).ok());
    EXPECT_FALSE(there().admin->call("GET", "/api/v4/posts/" + ours).ok());
    EXPECT_EQ(copies(there(), channel, "before"), 1U) << "what was written stays";
  }
}

TEST_F(NativeLife, AShareThatNativeEndsStopsHereWithTheNextMessage) {
  const std::string channel = shared(there(), here(), "native-ends");
  ASSERT_TRUE(arrives(here(), mona().write(channel, "before").at("id")));
  there().admin->command(there().team, channel, "/share-channel unshare");
  ASSERT_TRUE(lab::eventually(cross_limit, [&] { return !is_shared(there(), channel); }));
  const std::string late = alice().write(channel, "too late").at("id");
  EXPECT_TRUE(lab::eventually(cross_limit, [&] { return !is_shared(here(), channel); })) << world_->logs();
  EXPECT_FALSE(there().admin->call("GET", "/api/v4/posts/" + late).ok());
  EXPECT_EQ(copies(here(), channel, "before"), 1U);
}

TEST_F(NativeLife, WhatIsWrittenWhileNativeIsAwayArrivesByItself) {
  const std::string channel = shared(here(), there(), "native-away");
  ASSERT_TRUE(arrives(there(), alice().write(channel, "before").at("id")));
  there().server->kill();
  const auto posts = write(alice(), channel, "meanwhile", 30);
  std::this_thread::sleep_for(std::chrono::seconds(8));
  there().server->start();
  there().server->wait_until_up();
  EXPECT_TRUE(lab::eventually(heal_limit, [&] { return copies(there(), channel, "meanwhile%") == posts.size(); }))
      << copies(there(), channel, "meanwhile%") << "\n"
      << world_->logs();
  // And the way back is open.
  EXPECT_TRUE(arrives(here(), mona().write(channel, "back again").at("id"))) << world_->logs();
  EXPECT_EQ(copies(there(), channel, "meanwhile%"), posts.size()) << "nothing twice";
}

TEST_F(NativeLife, WhatNativeWritesWhileWeAreAwayArrivesWithItsNextPost) {
  const std::string channel = shared(there(), here(), "we-are-away");
  ASSERT_TRUE(arrives(here(), mona().write(channel, "before").at("id")));
  here().server->kill();
  const auto posts = write(mona(), channel, "meanwhile", 10);
  std::this_thread::sleep_for(std::chrono::seconds(12));
  here().server->start();
  here().server->wait_until_up();
  here().admin->wait_for_plugin_state("causeway", 2, std::chrono::seconds(30));
  EXPECT_TRUE(arrives(there(), alice().write(channel, "we are back").at("id"), heal_limit)) << world_->logs();
  const std::string next = mona().write(channel, "the next one").at("id");
  EXPECT_TRUE(arrives(here(), next, heal_limit)) << world_->logs();
  EXPECT_TRUE(lab::eventually(heal_limit, [&] { return copies(here(), channel, "meanwhile%") == posts.size(); }))
      << copies(here(), channel, "meanwhile%") << "\n"
      << world_->logs();
}

// The last test of the suite: the server stays licensed.
TEST_F(NativeLife, ZALicenceThatComesLaterChangesNothing) {
  const std::string channel = shared(here(), there(), "licensed-later");
  ASSERT_TRUE(arrives(there(), alice().write(channel, "before").at("id")));
  here().server->stop();
  here().server->take_licence();
  here().server->start();
  here().server->wait_until_up();
  here().admin->wait_for_plugin_state("causeway", 2, std::chrono::seconds(30));
  // Its own shared channels are on, know no connection, and leave Causeway's channels alone.
  EXPECT_EQ(here().admin->get("/api/v4/remotecluster"), Json::array());
  EXPECT_EQ(world_->connections(here()).size(), 1U);
  const std::string ours = alice().write(channel, "with a licence").at("id");
  EXPECT_TRUE(arrives(there(), ours, heal_limit)) << world_->logs();
  const std::string theirs = mona().write(channel, "to a licence").at("id");
  EXPECT_TRUE(arrives(here(), theirs, heal_limit)) << world_->logs();
  std::this_thread::sleep_for(std::chrono::seconds(5));
  for (Side* side : {&here(), &there()}) {
    EXPECT_EQ(copies(*side, channel, "with a licence"), 1U) << side->name();
    EXPECT_EQ(copies(*side, channel, "to a licence"), 1U) << side->name();
  }
  // Both have commands of these names; Mattermost asks plugins first.
  EXPECT_NE(here().admin->command(here().team, channel, "/share-channel status").find("| m |"), std::string::npos);
  EXPECT_EQ(world_->query(here(), "SELECT count(*) FROM sharedchannels"), "0");
}

}  // namespace
}  // namespace causeway::live
