// A short cut of `make chaos`.
#include "lab/chaos.h"

#include <gtest/gtest.h>

#include "lab/bundle.h"
#include "lab/error.h"

namespace causeway::live {
namespace {

TEST(Chaos, AfterABadDayBothServersHoldTheSame) {
  const auto bundle = lab::find_bundle();
  if (bundle.empty()) throw lab::LabError("no bundle to test: run make bundle, or set CAUSEWAY_BUNDLE");
  lab::ChaosOptions options;
  options.seeds = 1;
  const auto result = lab::run_chaos(bundle, options);
  EXPECT_TRUE(result.good()) << result.json().dump(2);
  for (const std::string& line : result.wrong) ADD_FAILURE() << line;
  EXPECT_FALSE(result.faults.empty());
}

}  // namespace
}  // namespace causeway::live
