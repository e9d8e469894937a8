// A peer that is away for seconds or for hours, and back: everything of meanwhile comes with no new post.
#include <gtest/gtest.h>

#include "simulation/storm.h"

namespace causeway::simulation {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

struct Away {
  const char* name;
  base::Millis length;
  base::Millis limit;  // from its return until all is there
};

// In its first five minutes a peer that is away is looked for every 2 to 3 s, then every minute.
class Outage : public testing::TestWithParam<Away> {};

INSTANTIATE_TEST_SUITE_P(Lengths, Outage,
                         testing::Values(Away{"second", seconds(1), seconds(5)},
                                         Away{"half_a_minute", seconds(30), seconds(5)},
                                         Away{"four_minutes", minutes(4), seconds(5)},
                                         Away{"hour", hours(1), seconds(65)}, Away{"day", hours(24), seconds(65)}),
                         [](const auto& one) { return std::string(one.param.name); });

TEST_P(Outage, HealsByItself) {
  fakes::Simulation simulation(42);
  scenario::Site home(simulation, "home", "alice", 1), spoke(simulation, "spoke", "bob", 2);
  const model::RemoteId link = acquaint(home, spoke, simulation.now());
  const model::ChannelId channel = home.open_channel("town").id;
  scenario::share(home, spoke, link, channel);
  const auto first = home.posts(channel, "before");
  ASSERT_TRUE(scenario::eventually([&] { return spoke.has(first); }));
  home.loses(spoke);
  spoke.loses(home);
  std::vector<model::PostId> here, there;
  for (int i = 0; i < 20; ++i) {
    here.push_back(home.posts(channel, "of home " + std::to_string(i)));
    there.push_back(spoke.posts(channel, "of spoke " + std::to_string(i)));
  }
  home.server().user_edits(first, "changed meanwhile");
  const model::ChannelId other = home.open_channel("made-meanwhile").id;
  const std::string answer = home.types("/share-channel invite --connectionID " + link.str(), other);
  EXPECT_NE(answer.find("has been sent"), std::string::npos) << answer;
  const auto in_other = home.posts(other, "in a channel that was shared meanwhile");
  simulation.sleep(GetParam().length);
  EXPECT_FALSE(spoke.has(here.front()));
  home.reaches(spoke);
  spoke.reaches(home);
  const base::Steady back = simulation.steady();
  const auto equal = [&] {
    return std::all_of(here.begin(), here.end(), [&](const auto& post) { return spoke.has(post); }) &&
           std::all_of(there.begin(), there.end(), [&](const auto& post) { return home.has(post); }) &&
           spoke.find(first)->message == "changed meanwhile" && spoke.has(in_other);
  };
  while (!equal() && simulation.steady() - back < minutes(30)) simulation.sleep(milliseconds(100));
  EXPECT_TRUE(equal());
  const auto took = std::chrono::duration_cast<base::Millis>(simulation.steady() - back);
  EXPECT_LE(took, GetParam().limit);
  std::printf("away for %lld s: all there %lld ms after the return\n",
              static_cast<long long>(GetParam().length.count() / 1000), static_cast<long long>(took.count()));
  home.deactivate();
  spoke.deactivate();
}

}  // namespace
}  // namespace causeway::simulation
