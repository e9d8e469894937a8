// A short soak; `make soak` is the long one.
#include <gtest/gtest.h>

#include "lab/bundle.h"
#include "lab/error.h"
#include "lab/soak.h"

namespace causeway::live {
namespace {

TEST(Soak, AfterAQuarterOfAMinuteBothServersHoldTheSame) {
  const auto bundle = lab::find_bundle();
  if (bundle.empty()) throw lab::LabError("no bundle to test: run make bundle, or set CAUSEWAY_BUNDLE");
  lab::SoakOptions options;
  options.time = std::chrono::seconds(15);
  const auto result = lab::run_soak(bundle, options);
  EXPECT_TRUE(result.good()) << result.text();
  for (const auto& kind : lab::soak_kinds()) EXPECT_GT(result.operations.count(kind), 0U) << kind << " was never done";
}

}  // namespace
}  // namespace causeway::live
