#include "outbound/poison.h"

#include <gtest/gtest.h>

#include "model/limits.h"

namespace causeway::outbound {
namespace {

const base::Time start = base::from_millis(1'000'000);

TEST(Poison, OnlyAnAnswerSpeaksOfTheMessageAndOnlyWhatWasSentCanBreakTheLine) {
  EXPECT_EQ(fault_of(base::retry_later("peer_failed", "")), Fault::message);
  EXPECT_EQ(fault_of(base::refused("peer_too_large", "")), Fault::message);
  EXPECT_EQ(fault_of(base::in_doubt("peer_bad_answer", "")), Fault::message);
  EXPECT_EQ(fault_of(base::in_doubt("peer_timeout", "")), Fault::broken);
  EXPECT_EQ(fault_of(base::retry_later("peer_timeout", "")), Fault::connection);
  EXPECT_EQ(fault_of(base::in_doubt("peer_connection_lost", "")), Fault::broken);
  for (const char* code : {"peer_unreachable", "peer_busy", "peer_not_there", "peer_unauthorized", "peer_cancelled",
                           "peer_unshared", "store_unavailable"}) {
    EXPECT_EQ(fault_of(base::retry_later(code, "")), Fault::connection) << code;
  }
}

TEST(Poison, SilenceIsWhatNobodyAnsweredNotWhatSomebodyRefusedOrWeCutOff) {
  for (const char* code : {"peer_unreachable", "peer_connection_lost", "peer_timeout"}) {
    EXPECT_TRUE(peer_silent(base::in_doubt(code, ""))) << code;
    EXPECT_TRUE(peer_silent(base::retry_later(code, ""))) << code;
  }
  for (const char* code : {"peer_failed", "peer_too_large", "peer_cancelled", "store_unavailable", "bridge_closed"}) {
    EXPECT_FALSE(peer_silent(base::retry_later(code, ""))) << code;
  }
}

TEST(Poison, ThreeTriesBesideOthersThatWereTakenMakeADeadLetter) {
  model::HeldItem item;
  item.proven = true;
  for (int i = 1; i <= model::limits::poison_tries; ++i) {
    item = after_try(item, Fault::message, start + std::chrono::seconds(i));
    EXPECT_EQ(item.tries, i);
    EXPECT_EQ(item.dead, i == model::limits::poison_tries);
  }
  EXPECT_EQ(item.since, start + std::chrono::seconds(1));
}

TEST(Poison, WithoutProofItIsTriedForEverAndEverMoreSeldom) {
  model::HeldItem item;
  for (int i = 0; i < 100; ++i) item = after_try(item, Fault::message, start);
  EXPECT_FALSE(item.dead);
  EXPECT_EQ(item.not_before, start + model::limits::retry_max);
}

TEST(Poison, WhatBreaksTheLineIsGivenTime) {
  model::HeldItem item;
  item.proven = true;
  for (int i = 0; i < 10; ++i) item = after_try(item, Fault::broken, start);
  EXPECT_FALSE(item.dead);
  EXPECT_TRUE(after_try(item, Fault::broken, start + model::limits::broken_patience).dead);
}

TEST(Poison, WaitingForAnotherIsNoTry) {
  const auto item = after_waiting({}, start);
  EXPECT_EQ(item.tries, 0);
  EXPECT_EQ(item.since, start);
  EXPECT_GT(item.not_before, start);
}

}  // namespace
}  // namespace causeway::outbound
