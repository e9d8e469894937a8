#include "peer/custom_status.h"

#include <gtest/gtest.h>

namespace causeway::peer {
namespace {

std::string status(const std::string& emoji, const std::string& text, const std::string& duration,
                   const std::string& expires_at) {
  return R"({"duration":")" + duration + R"(","emoji":")" + emoji + R"(","expires_at":")" + expires_at +
         R"(","text":")" + text + R"("})";
}

constexpr const char* never = "0001-01-01T00:00:00Z";
constexpr const char* later = "2026-11-28T18:30:00.123456789+01:00";

TEST(CustomStatus, IsTheSameInOneSpellingHoweverOften) {
  const std::string whole = status("calendar", "In a meeting", "one_hour", later);
  EXPECT_EQ(custom_status(whole), whole);
  EXPECT_EQ(custom_status(R"({"text":"x","emoji":"tada"})"), status("tada", "x", "", never));
  EXPECT_EQ(custom_status(custom_status(R"({"text":"x"})")), custom_status(R"({"text":"x"})"));
}

TEST(CustomStatus, NothingIsNone) {
  for (const char* none : {"", "{}", "null", "[]", "no JSON", R"({"emoji":"","text":""})", R"({"text":3})",
                           R"({"emoji":"not an emoji","duration":"today"})"}) {
    EXPECT_EQ(custom_status(none), "") << none;
  }
}

TEST(CustomStatus, WhatNoClientWouldWriteIsLeftOut) {
  EXPECT_EQ(custom_status(status("<b>", "x", "for ever", "soon")), status("", "x", "", never));
  EXPECT_EQ(custom_status(R"({"text":"a\u0000b\nc"})"), status("", "abc", "", never));
  EXPECT_EQ(custom_status(R"({"text":")" + std::string(101, 'x') + R"("})"),
            status("", std::string(100, 'x'), "", never));
  EXPECT_EQ(custom_status(R"({"text":"x","expires_at":"2026-11-28T18:30:00<script>"})"), status("", "x", "", never));
  EXPECT_EQ(custom_status(R"({"text":")" + std::string(10'000, 'x') + R"("})"), "");
}

}  // namespace
}  // namespace causeway::peer
