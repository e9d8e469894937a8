// Files in bad weather: of parts that get lost, come twice or are cut off, every byte arrives once, and nobody is told
// that a file did not cross.
#include <gtest/gtest.h>

#include "simulation/storm.h"

namespace causeway::simulation {
namespace {

class Files : public testing::TestWithParam<int> {};

INSTANTIATE_TEST_SUITE_P(Seeds, Files, testing::Range(1, 9));

TEST_P(Files, BadWeatherLosesAndDoublesNone) {
  fakes::Simulation simulation(static_cast<std::uint64_t>(GetParam()));
  scenario::Site home(simulation, "home", "alice", static_cast<std::uint64_t>(2 * GetParam())),
      spoke(simulation, "spoke", "bob", static_cast<std::uint64_t>(2 * GetParam() + 1));
  const model::RemoteId link = acquaint(home, spoke, simulation.now());
  const model::ChannelId channel = home.open_channel("files").id;
  scenario::share(home, spoke, link, channel);
  const fakes::Weather weather{15, 15, 30, 20, 30};
  for (scenario::Site* site : {&home, &spoke}) site->peer().set_weather(weather);
  const std::vector<std::pair<std::string, std::string>> files{
      {"empty.txt", ""}, {"small.txt", "small"}, {"parts.bin", std::string(std::size_t{12} << 20U, 'p')}};
  std::vector<std::pair<scenario::Site*, model::Post>> written;
  for (int i = 0; i < 2; ++i) {
    for (scenario::Site* site : {&home, &spoke}) {
      site->store().doubt_next_writes(2);
      site->server().lose_answer_next("upload_data");
      written.emplace_back(site, site->posts_files(channel, "post " + std::to_string(i), files));
    }
  }
  const auto there = [&](scenario::Site* from) -> scenario::Site& { return from == &home ? spoke : home; };
  const auto all_there = [&] {
    return std::all_of(written.begin(), written.end(),
                       [&](const auto& one) { return there(one.first).has(one.second.id); });
  };
  const base::Steady begin = simulation.steady();
  while (!all_there() && simulation.steady() - begin < std::chrono::hours(1))
    simulation.sleep(std::chrono::milliseconds(500));
  ASSERT_TRUE(all_there());
  for (const auto& [from, post] : written) {
    scenario::Site& to = there(from);
    EXPECT_EQ(to.copies(post.id, channel), 1U);
    EXPECT_EQ(to.find(post.id)->message, post.message);
    EXPECT_EQ(to.find(post.id)->file_ids, post.file_ids);
    for (std::size_t i = 0; i < files.size(); ++i) {
      const auto got = to.server().bytes_of(post.file_ids[i]);
      EXPECT_TRUE(got && *got == files[i].second) << files[i].first << " is not the same, or not there";
    }
  }
  for (const auto& one : home.server().ephemerals()) EXPECT_NE(one.post.message.rfind("Your attachment", 0), 0U);
  home.deactivate();
  spoke.deactivate();
}

}  // namespace
}  // namespace causeway::simulation
