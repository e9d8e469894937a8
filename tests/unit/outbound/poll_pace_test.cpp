#include "outbound/poll_pace.h"

#include <gtest/gtest.h>

#include "model/limits.h"

namespace causeway::outbound {
namespace {

class PollPaceTest : public testing::Test {
 protected:
  // What is asked for at a poll that finds the change `change`, or none (0).
  std::optional<base::Time> poll(int change) {
    now_ += model::limits::poll_period;
    return pace_.polled(change == 0 ? std::nullopt : std::optional(at(change)), now_);
  }
  static base::Time at(int change) { return base::from_millis(1'700'000'000'000 + change); }

  base::Steady now_{std::chrono::hours(1)};
  PollPace pace_;
};

TEST_F(PollPaceTest, WhatChangesNowAndThenIsAskedForAtOnce) {
  EXPECT_TRUE(pace_.rests());
  for (int i = 1; i < 50; ++i) {
    EXPECT_EQ(poll(i), at(i));
    EXPECT_FALSE(pace_.rests());
    EXPECT_EQ(poll(0), std::nullopt);
    EXPECT_TRUE(pace_.rests());
  }
}

TEST_F(PollPaceTest, WhatChangesAllTheTimeIsAskedForOnceInTheOverlapAndNothingIsForgotten) {
  int asked = 0;
  std::optional<base::Time> reached;  // the first change that no look covers yet
  for (int i = 1; i <= 100; ++i) {
    if (!reached) reached = at(i);
    if (const auto since = poll(i)) {
      EXPECT_EQ(*since, *reached) << i;
      reached.reset();
      ++asked;
    }
  }
  const auto turns = model::limits::cursor_overlap / model::limits::poll_period;
  EXPECT_LE(asked, 5 + 100 / turns);
  EXPECT_GE(asked, 100 / turns);
  // And when it ends, what was waiting is asked for with the next poll.
  while (poll(101)) {
  }
  EXPECT_EQ(poll(0), at(101));
  EXPECT_TRUE(pace_.rests());
  EXPECT_EQ(poll(102), at(102));
}

}  // namespace
}  // namespace causeway::outbound
