// What happens to a post on one of three servers happens on the other two, once: no doubled events, no revisions beyond
// the changes made.
#include "hub_suite.h"

namespace causeway::live {
namespace {

using lab::Json;

TEST_F(Hub, AnEditOfEachIsEverywhere) {
  for (const auto& place : places()) {
    const std::string post = everywhere(place, "before, of " + place.side->name());
    place.person->edit(post, "after, of " + place.side->name());
    expect_everywhere(post, "the edit", [&](const Json& seen) {
      return seen.at("message") == "after, of " + place.side->name() && seen.at("edit_at") > 0;
    });
    expect_rest(post, 1);
  }
}

TEST_F(Hub, ADeletionOfEachIsEverywhere) {
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

TEST_F(Hub, AReactionOfEachToAPostOfEachIsEverywhereAndGoesEverywhere) {
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

TEST_F(Hub, APinOfEachIsEverywhere) {
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
