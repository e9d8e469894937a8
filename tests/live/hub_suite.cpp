#include "hub_suite.h"

namespace causeway::live {

using lab::Json;

void HubSuite::SetUpTestSuite() {
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

void HubSuite::TearDownTestSuite() {
  if (world_) report_failure(*world_);
  world_.reset();
}

std::vector<HubSuite::Place> HubSuite::places() {
  std::vector<Place> result;
  for (const std::string name : {"a", "b", "c"}) {
    auto& side = world_->side(name);
    result.push_back({&side, &side.people.begin()->second});
  }
  return result;
}

void HubSuite::expect_everywhere(const std::string& post, const std::string& what,
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

}  // namespace causeway::live
