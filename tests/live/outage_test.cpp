// After a peer was away: everything is there in seconds with no new post, and a long backlog starves nobody. The long
// ones are `lab outage` and `lab catchup`.
#include <gtest/gtest.h>

#include "lab/bundle.h"
#include "lab/catchup.h"

namespace causeway::live {
namespace {

TEST(Outage, AfterTwentySecondsEverythingIsThereWithNoNewPost) {
  const auto result = lab::run_outage(lab::bundle_under_test(), {std::chrono::seconds(20), 200});
  std::printf("%s\n", result.json().dump().c_str());
  EXPECT_GE(result.equal_after, 0) << result.copies << " came";
  EXPECT_LT(result.equal_after, 15);
  EXPECT_EQ(result.copies, result.options.posts);
  EXPECT_LT(result.cpu_percent, 5);
  EXPECT_EQ(result.notices, 1U) << "one note a channel and outage";
}

TEST(Outage, ABacklogStarvesNobody) {
  const auto result = lab::run_catch_up(lab::bundle_under_test(), {1'500});
  std::printf("%s\n", result.json().dump().c_str());
  EXPECT_GE(result.seconds, 0);
  EXPECT_LT(result.other_max, 2'000);
  EXPECT_LT(result.same_max, 2'000);
}

}  // namespace
}  // namespace causeway::live
