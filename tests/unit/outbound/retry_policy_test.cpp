#include "outbound/retry_policy.h"

#include <gtest/gtest.h>

#include "model/limits.h"

namespace causeway::outbound {
namespace {

using base::Millis;
const Millis first = model::limits::retry_first;
const Millis most = model::limits::retry_max;

TEST(RetryPolicy, DoublesFromTheFirstUpToTheCap) {
  EXPECT_EQ(retry_wait(1, {}, 0), first);
  EXPECT_EQ(retry_wait(2, {}, 0), first * 2);
  EXPECT_EQ(retry_wait(5, {}, 0), first * 16);
  EXPECT_EQ(retry_wait(50, {}, 0), most);
  EXPECT_EQ(retry_wait(2'000'000'000, {}, 0), most);
}

TEST(RetryPolicy, NeverShorterThanAsked) {
  EXPECT_EQ(retry_wait(1, Millis(30'000), 0), Millis(30'000));
  EXPECT_EQ(retry_wait(6, Millis(1), 0), first * 32);
  EXPECT_EQ(retry_wait(1, most * 6, 0), most * 6) << "an hour is what a busy peer may ask for";
}

TEST(RetryPolicy, RandomAddsUpToAQuarter) {
  for (const std::uint64_t random : {1ULL, 500ULL, 501ULL, 12'345'678'901'234'567ULL, ~0ULL}) {
    const Millis wait = retry_wait(1, {}, random);
    EXPECT_GE(wait, first);
    EXPECT_LE(wait, first + first / 4);
  }
  EXPECT_NE(retry_wait(1, {}, 1), retry_wait(1, {}, 2)) << "two tasks do not come back together";
}

}  // namespace
}  // namespace causeway::outbound
