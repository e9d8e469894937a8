// A short cut of `make chaos`.
#include "lab/chaos.h"

#include <gtest/gtest.h>

#include "lab/bundle.h"

namespace causeway::live {
namespace {

TEST(Chaos, AfterABadDayBothServersHoldTheSame) {
  lab::ChaosOptions options;
  options.seeds = 1;
  const auto result = lab::run_chaos(lab::bundle_under_test(), options);
  EXPECT_TRUE(result.good()) << result.json().dump(2);
  for (const std::string& line : result.wrong) ADD_FAILURE() << line;
  EXPECT_FALSE(result.faults.empty());
}

}  // namespace
}  // namespace causeway::live
