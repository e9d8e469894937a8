// People between Causeway and Mattermost's own shared channels: as it is by default, and with native's three flags on.
#include <algorithm>

#include "lab/pictures.h"
#include "native_suite.h"

namespace causeway::live {
namespace {

using lab::Json;
using lab::RestClient;
using lab::Side;

TEST_P(NativeSmoke, ProfilesAndCustomStatusesFollowBothWays) {
  for (RestClient* writer : {&ours(), &theirs()}) {
    crossed(*writer, "known from now on");
    writer->put("/api/v4/users/me/patch", {{"nickname", "Nick of " + GetParam().name()}, {"position", "Pilot"}});
    writer->put("/api/v4/users/me/status/custom", {{"emoji", "calendar"}, {"text", "in " + GetParam().name()}});
    // Native tells of a person with what they write next.
    crossed(*writer, "and changed");
    RestClient& reader = *other_side(*writer).admin;
    Json last;
    EXPECT_TRUE(lab::eventually(cross_limit, [&] {
      last = reader.get("/api/v4/users/" + writer->user_id());
      return last.at("nickname") == "Nick of " + GetParam().name() && last.at("position") == "Pilot" &&
             last.at("props").value("customStatus", "").find("in " + GetParam().name()) != std::string::npos;
    })) << last.dump();
    EXPECT_EQ(last.at("roles"), "system_user");
  }
  // What native sends is not kept.
  EXPECT_EQ(here().admin->get("/api/v4/users/" + theirs().user_id()).dump().find("@m.lab"), std::string::npos);
  EXPECT_EQ(here().admin->get("/api/v4/users/" + theirs().user_id()).at("email").get<std::string>().find('@'),
            std::string::npos);
}

TEST_P(NativeSmoke, PicturesFollowBothWays) {
  for (RestClient* writer : {&ours(), &theirs()}) {
    crossed(*writer, "known from now on");
    const std::string path = "/api/v4/users/" + writer->user_id() + "/image";
    const std::string form = lab::picture_form(GetParam().home_here ? lab::one_pixel() : lab::one_red_pixel());
    const auto set = writer->call("POST", path, form, {{"Content-Type", lab::picture_form_type}});
    ASSERT_TRUE(set.ok()) << set.text;
    crossed(*writer, "with a new picture");
    const std::string picture = writer->call("GET", path).text;
    EXPECT_TRUE(
        lab::eventually(cross_limit, [&] { return other_side(*writer).admin->call("GET", path).text == picture; }))
        << "of " << other_side(*writer).name();
  }
}

// Causeway beside a native server whose flags for members, direct messages and everybody are on.
class NativeFlags : public WorldSuite {
 protected:
  static constexpr std::chrono::milliseconds cross_limit{20'000};

  static void SetUpTestSuite() {
    lab::WorldOptions options;
    options.sides = {{"c", {"alice", "anna"}, false}, {"m", {"mona", "mike"}, true}};
    options.settings = {{"MM_FEATUREFLAGS_ENABLESHAREDCHANNELSDMS", "true"},
                        {"MM_FEATUREFLAGS_ENABLESHAREDCHANNELSMEMBERSYNC", "true"},
                        {"MM_FEATUREFLAGS_ENABLESYNCALLUSERSFORREMOTECLUSTER", "true"},
                        {"MM_CONNECTEDWORKSPACESSETTINGS_SYNCUSERSONCONNECTIONOPEN", "true"}};
    world_ = start_world(options);
    here().admin->patch_config({{"PluginSettings",
                                 {{"Plugins",
                                   {{"causeway",
                                     {{"allowinsecurepeers", true},
                                      {"enabledirectmessages", true},
                                      {"enablesyncallusersforremotecluster", true}}}}}}}});
    const std::string connection = world_->connect(there(), here());
    if (!lab::eventually(lab::ping_round, [&] { return world_->see_each_other(there(), here(), connection); })) {
      throw lab::LabError("c and m do not see each other online\n" + world_->logs());
    }
    channel_ = world_->new_channel(here(), "flags", "O");
    world_->share(here(), channel_, connection, there());
    world_->enter(here(), channel_, {"alice"});
    world_->enter(there(), channel_, {"mona"});
  }
  static void TearDownTestSuite() {
    if (world_) report_failure(*world_);
    world_.reset();
  }

  static Side& here() { return world_->side("c"); }
  static Side& there() { return world_->side("m"); }
  static bool arrives(RestClient& reader, const std::string& post) {
    return lab::eventually(cross_limit, [&] { return reader.call("GET", "/api/v4/posts/" + post).ok(); });
  }
  // A direct channel, or a group's.
  static std::string open(RestClient& person, const std::vector<std::string>& people) {
    return person.post(people.size() == 2 ? "/api/v4/channels/direct" : "/api/v4/channels/group", people).at("id");
  }
  static bool is_member(RestClient& reader, const std::string& channel, const std::string& person) {
    return reader.call("GET", "/api/v4/channels/" + channel + "/members/" + person).ok();
  }
  static std::string newcomer(Side& side, const std::string& name) {
    const std::string user = side.admin->create_user(name, lab::lab_password, name + "@example.test").at("id");
    side.admin->join_team(side.team, user);
    return user;
  }

  static inline std::unique_ptr<lab::World> world_;
  static inline std::string channel_;
};

TEST_F(NativeFlags, EverybodyIsToldBothWays) {
  for (const auto& [from, to, who] : {std::tuple(&here(), &there(), "anna"), std::tuple(&there(), &here(), "mike")}) {
    const std::string user = from->person(who).user_id();
    EXPECT_TRUE(lab::eventually(cross_limit, [&] { return to->admin->call("GET", "/api/v4/users/" + user).ok(); }))
        << who << "\n"
        << world_->logs();
  }
  // Native tells only when it connects; we tell of whoever comes later too.
  const std::string late = newcomer(here(), "late");
  EXPECT_TRUE(lab::eventually(cross_limit, [&] { return there().admin->call("GET", "/api/v4/users/" + late).ok(); }))
      << world_->logs();
}

TEST_F(NativeFlags, MembersComeAndGoBothWays) {
  for (const auto& [from, to, name] : {std::tuple(&here(), &there(), "carl"), std::tuple(&there(), &here(), "nora")}) {
    const std::string user = newcomer(*from, name), member = "/api/v4/channels/" + channel_ + "/members/" + user;
    from->admin->join_channel(channel_, user);
    EXPECT_TRUE(lab::eventually(cross_limit, [&] { return to->admin->call("GET", member).ok(); })) << name << "\n"
                                                                                                   << world_->logs();
    from->admin->remove(member);
    EXPECT_TRUE(lab::eventually(cross_limit, [&] { return to->admin->call("GET", member).status == 404; }))
        << name << "\n"
        << world_->logs();
  }
}

// Opened here, by people whom both sides know.
TEST_F(NativeFlags, DirectAndGroupMessagesCrossBothWays) {
  RestClient &alice = here().person("alice"), &mona = there().person("mona");
  ASSERT_TRUE(arrives(*there().admin, alice.write(channel_, "I am alice").at("id")));
  ASSERT_TRUE(arrives(*here().admin, mona.write(channel_, "I am mona").at("id")));
  for (const std::string& anybody_else : {std::string(), here().person("anna").user_id()}) {
    std::vector<std::string> people{alice.user_id(), mona.user_id()};
    if (!anybody_else.empty()) people.push_back(anybody_else);
    const std::string channel = open(alice, people);
    const std::string first = alice.write(channel, "the first").at("id");
    ASSERT_TRUE(arrives(mona, first)) << people.size() << world_->logs();
    const std::string there_id = mona.get("/api/v4/posts/" + first).at("channel_id");
    const std::string answer = mona.write(there_id, "the answer").at("id");
    ASSERT_TRUE(arrives(alice, answer)) << people.size() << world_->logs();
    EXPECT_EQ(alice.get("/api/v4/posts/" + answer).at("channel_id"), channel);
    for (const std::string& person : people) EXPECT_TRUE(is_member(mona, there_id, person)) << person;
  }
}

TEST_F(NativeFlags, DirectAndGroupMessagesOpenedByNativeArriveFromTheSecondOn) {
  RestClient &anna = here().person("anna"), &mike = there().person("mike");
  ASSERT_TRUE(lab::eventually(cross_limit, [&] { return mike.call("GET", "/api/v4/users/" + anna.user_id()).ok(); }));
  for (const std::string& anybody_else : {std::string(), there().person("mona").user_id()}) {
    std::vector<std::string> people{mike.user_id(), anna.user_id()};
    if (!anybody_else.empty()) people.push_back(anybody_else);
    const std::string there_id = open(mike, people);
    mike.write(there_id, "native may lose this one");
    // When our answer to its invitation has arrived there, which nothing tells.
    std::string post;
    ASSERT_TRUE(lab::eventually(cross_limit,
                                [&] {
                                  post = mike.write(there_id, "and this one crosses").at("id");
                                  return lab::eventually(std::chrono::seconds(4), [&] {
                                    return anna.call("GET", "/api/v4/posts/" + post).ok();
                                  });
                                }))
        << people.size() << world_->logs();
    const std::string channel = anna.get("/api/v4/posts/" + post).at("channel_id");
    const std::string answer = anna.write(channel, "the answer").at("id");
    ASSERT_TRUE(arrives(mike, answer)) << people.size() << world_->logs();
    for (const std::string& person : people) EXPECT_TRUE(is_member(anna, channel, person)) << person;
  }
}

}  // namespace
}  // namespace causeway::live
