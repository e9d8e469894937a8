// What happens to a post on one of three servers happens on the other two, once: no doubled events, no revisions beyond
// the changes made.
#include <thread>

#include "hub_suite.h"
#include "lab/snapshot.h"

namespace causeway::live {
namespace {

using lab::Json;

class HubContent : public HubSuite {
 protected:
  static std::string everywhere(const Place& place, const std::string& message) {
    const std::string post = place.person->write(channel_, message).at("id");
    expect_everywhere(post, message, [&](const Json& seen) { return seen.at("message") == message; });
    return post;
  }
  static void expect_rest(const std::string& post, std::size_t changes) {
    std::this_thread::sleep_for(echo_limit);
    const auto facts = [&](const Place& place) {
      return lab::Snapshot{{post, lab::read_snapshot(*world_, *place.side, {channel_}).at(post)}};
    };
    const auto all = places();
    for (std::size_t i = 1; i < all.size(); ++i) {
      for (const auto& line : lab::compare(facts(all[0]), facts(all[i]), {{post, changes}}).lines) {
        ADD_FAILURE() << "b is " << all[i].side->name() << ": " << line;
      }
    }
  }
};

TEST_F(HubContent, AnEditOfEachIsEverywhere) {
  for (const auto& place : places()) {
    const std::string post = everywhere(place, "before, of " + place.side->name());
    place.person->edit(post, "after, of " + place.side->name());
    expect_everywhere(post, "the edit", [&](const Json& seen) {
      return seen.at("message") == "after, of " + place.side->name() && seen.at("edit_at") > 0;
    });
    expect_rest(post, 1);
  }
}

TEST_F(HubContent, ADeletionOfEachIsEverywhere) {
  for (const auto& place : places()) {
    const std::string post = everywhere(place, "to be deleted, of " + place.side->name());
    place.person->remove("/api/v4/posts/" + post);
    for (const auto& other : places()) {
      EXPECT_TRUE(lab::eventually(
          cross_limit, [&] { return other.side->admin->call("GET", "/api/v4/posts/" + post).status == 404; }))
          << "deleted on " << place.side->name() << ", still on " << other.side->name();
    }
  }
}

TEST_F(HubContent, AReactionOfEachToAPostOfEachIsEverywhereAndGoesEverywhere) {
  for (const auto& author : places()) {
    const std::string post = everywhere(author, "react to this of " + author.side->name());
    for (const auto& place : places()) place.person->react(post, "tada");
    expect_everywhere(post, "three reactions", [](const Json& seen) {
      return seen.at("metadata").contains("reactions") && seen["metadata"]["reactions"].size() == 3;
    });
    expect_rest(post, 0);
    for (const auto& place : places()) {
      place.person->remove("/api/v4/users/" + place.person->user_id() + "/posts/" + post + "/reactions/tada");
    }
    expect_everywhere(post, "no reaction", [](const Json& seen) {
      return !seen.at("metadata").contains("reactions") || seen["metadata"]["reactions"].empty();
    });
  }
}

TEST_F(HubContent, APinOfEachIsEverywhere) {
  const auto all = places();
  for (std::size_t i = 0; i < all.size(); ++i) {
    const std::string post = everywhere(all[i], "pin this of " + all[i].side->name());
    all[(i + 1) % all.size()].person->post("/api/v4/posts/" + post + "/pin", Json::object());
    expect_everywhere(post, "the pin", [](const Json& seen) { return seen.at("is_pinned") == true; });
    expect_rest(post, 1);
  }
}

}  // namespace
}  // namespace causeway::live
