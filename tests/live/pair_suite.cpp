#include "pair_suite.h"

#include <cstdio>

namespace causeway::live {

std::unique_ptr<lab::World> WorldSuite::start_world(lab::WorldOptions options) {
  options.bundle = lab::bundle_under_test();
  return std::make_unique<lab::World>(options);
}

void WorldSuite::report_failure(lab::World& world) {
  EXPECT_EQ(world.leaks(), "") << "the plugin's log holds what it must never hold";
  const auto* suite = ::testing::UnitTest::GetInstance()->current_test_suite();
  if (suite == nullptr || suite->failed_test_count() == 0) return;
  world.keep_files();
  std::fprintf(stderr, "files kept in %s\n%s\n", world.folder().files().c_str(), world.logs().c_str());
}

std::unique_ptr<lab::Pair> PairSuite::start_pair(lab::PairOptions options, bool install) {
  if (install) options.bundle = lab::bundle_under_test();
  return std::make_unique<lab::Pair>(options);
}

void PairSuite::end_pair(std::unique_ptr<lab::Pair>& pair) {
  if (pair) report_failure(*pair);
  pair.reset();
}

}  // namespace causeway::live
