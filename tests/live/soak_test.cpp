// A short soak; `make soak` is the long one.
#include <gtest/gtest.h>

#include "lab/bundle.h"
#include "lab/soak.h"

namespace causeway::live {
namespace {

TEST(Soak, AfterAQuarterOfAMinuteBothServersHoldTheSame) {
  lab::SoakOptions options;
  options.time = std::chrono::seconds(15);
  const auto result = lab::run_soak(lab::bundle_under_test(), options);
  EXPECT_TRUE(result.good()) << result.text();
  for (const auto& kind : lab::soak_kinds()) EXPECT_GT(result.operations.count(kind), 0U) << kind << " was never done";
}

}  // namespace
}  // namespace causeway::live
