#include "hub_suite.h"

#include <thread>

#include "lab/snapshot.h"

namespace causeway::live {

using lab::Json;

void Hub::SetUpTestSuite() {
  lab::WorldOptions options;
  options.sides = {{"a", {"alice"}, false}, {"b", {"bob"}, false}, {"c", {"carol"}, false}};
  world_ = start_world(options);
  auto& hub = world_->side("a");
  channel_ = world_->new_channel(hub, "hub", "O", {"alice"});
  for (const std::string name : {"b", "c"}) {
    auto& spoke = world_->side(name);
    world_->share(hub, channel_, world_->connect(hub, spoke), spoke);
    world_->enter(spoke, channel_, {spoke.people.begin()->first});
  }
}

void Hub::TearDownTestSuite() {
  if (world_) report_failure(*world_);
  world_.reset();
}

std::vector<Hub::Place> Hub::places() {
  std::vector<Place> result;
  for (const std::string name : {"a", "b", "c"}) {
    auto& side = world_->side(name);
    result.push_back({&side, &side.people.begin()->second});
  }
  return result;
}

void Hub::expect_everywhere(const std::string& post, const std::string& what,
                            const std::function<bool(const Json& post)>& fits) {
  for (const auto& place : places()) {
    lab::Reply last;
    const bool arrived = lab::eventually(cross_limit, [&] {
      last = place.side->admin->call("GET", "/api/v4/posts/" + post);
      return last.ok() && fits(last.body);
    });
    EXPECT_TRUE(arrived) << what << " is not on " << place.side->name() << ", which has " << last.text;
  }
}

std::string Hub::everywhere(const Place& place, const std::string& message) {
  const std::string post = place.person->write(channel_, message).at("id");
  expect_everywhere(post, message, [&](const Json& seen) { return seen.at("message") == message; });
  return post;
}

void Hub::expect_rest(const std::string& post, std::size_t changes) {
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

}  // namespace causeway::live
