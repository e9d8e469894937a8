// What is deleted for good on one server is deleted on the other: posts, people with what they wrote, channels.
#include "pair_suite.h"

namespace causeway::live {
namespace {

using lab::RestClient;
using lab::Side;
using std::chrono::seconds;

constexpr seconds cross_limit{15};

class Erasure : public PairSuite, public ::testing::WithParamInterface<std::string> {
 protected:
  static void SetUpTestSuite() {
    pair_ = start_pair({});
    connection_ = pair_->connect();
    channel_ = pair_->share_new_channel("passing", "O", connection_, {"alice"});
    pair_->enter(pair_->b, channel_, {"bob"});
    for (Side* side : {&pair_->a, &pair_->b}) {
      side->admin->patch_config(
          {{"ServiceSettings",
            {{"EnableAPIPostDeletion", true}, {"EnableAPIUserDeletion", true}, {"EnableAPIChannelDeletion", true}}}});
    }
  }
  static void TearDownTestSuite() { end_pair(pair_); }

  // The side where it happens and the one that it must reach.
  static Side& from() { return GetParam() == "AtoB" ? pair_->a : pair_->b; }
  static Side& to() { return GetParam() == "AtoB" ? pair_->b : pair_->a; }
  static RestClient& writer() { return from().person(GetParam() == "AtoB" ? "alice" : "bob"); }
  static RestClient& reader() { return to().person(GetParam() == "AtoB" ? "bob" : "alice"); }

  // alive, deleted or none
  static std::string state(Side& side, const std::string& post) {
    const std::string found = pair_->query(side, "SELECT deleteat = 0 FROM posts WHERE id = '" + post + "'");
    return found.empty() ? "none" : found == "t" ? "alive" : "deleted";
  }
  static void becomes(Side& side, const std::string& post, const std::string& wanted) {
    EXPECT_TRUE(lab::eventually(cross_limit, [&] { return state(side, post) == wanted; }))
        << post << " is " << state(side, post) << " on " << side.name() << ", not " << wanted;
  }
  static std::string crossed(RestClient& who, Side& there, const std::string& channel, const std::string& text,
                             const std::string& root = {}) {
    const std::string post = who.write(channel, text, root).at("id");
    becomes(there, post, "alive");
    return post;
  }

  static inline std::unique_ptr<lab::Pair> pair_;
  static inline std::string connection_, channel_;
};

INSTANTIATE_TEST_SUITE_P(BothWays, Erasure, ::testing::Values("AtoB", "BtoA"),
                         [](const auto& one) { return std::string(one.param); });

TEST_P(Erasure, APost) {
  const std::string post = crossed(writer(), to(), channel_, "said too much");
  const std::string other = crossed(writer(), to(), channel_, "a post beside it");
  from().admin->remove("/api/v4/posts/" + post + "?permanent=true");
  EXPECT_EQ(state(from(), post), "none") << "it has no row any more";
  becomes(to(), post, "deleted");
  EXPECT_EQ(state(to(), other), "alive");
}

// No hook tells of people and channels: what is looked for every ten minutes is looked for when the plugin begins, too.
TEST_P(Erasure, APerson) {
  Side& here = from();
  const std::string name = "passing-" + here.name();
  const std::string person = here.admin->create_user(name, lab::lab_password, name + "@example.com").at("id");
  here.admin->join_team(here.team, person);
  here.admin->join_channel(channel_, person);
  RestClient passing(here.server->url());
  passing.login(name, lab::lab_password);
  const std::string post = crossed(passing, to(), channel_, "of somebody who is only passing");
  const std::string root = crossed(passing, to(), channel_, "of somebody who gets an answer");
  const std::string answer = crossed(reader(), here, channel_, "an answer", root);
  here.admin->remove("/api/v4/users/" + person + "?permanent=true");
  ASSERT_EQ(state(here, post), "none");
  pair_->restart_plugin(here);
  becomes(to(), post, "deleted");
  const auto text = [&] { return pair_->query(to(), "SELECT message FROM posts WHERE id = '" + root + "'"); };
  EXPECT_TRUE(lab::eventually(cross_limit, [&] { return text() == "*(removed)*"; })) << text();
  EXPECT_EQ(state(to(), root), "alive");
  EXPECT_EQ(state(to(), answer), "alive");
  EXPECT_TRUE(lab::eventually(cross_limit, [&] {
    return pair_->query(to(), "SELECT deleteat > 0 FROM users WHERE id = '" + person + "'") == "t";
  }));
}

TEST_P(Erasure, AChannel) {
  Side& here = from();
  const std::string channel = pair_->share_new_channel("doomed-" + here.name(), "O", connection_, {"alice"});
  pair_->enter(pair_->b, channel, {"bob"});
  const std::string ours = crossed(writer(), to(), channel, "in a channel that does not last");
  const std::string theirs = crossed(reader(), here, channel, "of the other side");
  here.admin->remove("/api/v4/channels/" + channel + "?permanent=true");
  ASSERT_EQ(state(here, ours), "none");
  pair_->restart_plugin(here);
  becomes(to(), ours, "deleted");
  EXPECT_EQ(state(to(), theirs), "alive");
  for (Side* side : {&here, &to()}) {
    EXPECT_TRUE(lab::eventually(cross_limit, [&] {
      return pair_->query(*side,
                          "SELECT count(*) FROM causeway.channel_remotes WHERE channel_id = '" + channel + "'") == "0";
    })) << side->name();
  }
}

}  // namespace
}  // namespace causeway::live
