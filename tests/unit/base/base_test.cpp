#include <gtest/gtest.h>

#include <set>

#include "base/id.h"
#include "base/log.h"
#include "base/record.h"
#include "base/result.h"
#include "base/utf8.h"

namespace causeway::base {
namespace {

TEST(Id, IsTwentySixLowerCaseCharactersAndNeverRepeats) {
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    const std::string id = new_id();
    EXPECT_TRUE(is_valid_id(id)) << id;
    EXPECT_TRUE(seen.insert(id).second);
  }
}

TEST(Id, RejectsWhatIsNotAnId) {
  EXPECT_FALSE(is_valid_id(""));
  EXPECT_FALSE(is_valid_id("ABCDEFGHIJKLMNOPQRSTUVWXYZ"));
  EXPECT_FALSE(is_valid_id("abcdefghijklmnopqrstuvwxy"));
  EXPECT_FALSE(is_valid_id("abcdefghijklmnopqrstuvwx/."));
}

TEST(Utf8, ReplacesOverlongSurrogateAndCutSequences) {
  EXPECT_EQ(utf8_clean("grün 😀"), "grün 😀");
  EXPECT_FALSE(utf8_valid("\xed\xa0\x80"));
  EXPECT_EQ(utf8_clean("a\xc0\xaf"), "a\xef\xbf\xbd\xef\xbf\xbd");
  EXPECT_EQ(utf8_clean("\xf0\x9f\x98"), "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
  EXPECT_EQ(utf8_length("grün 😀"), 6U);
}

TEST(Utf8, CutsBetweenCodePointsAndNeverInsideOne) {
  EXPECT_EQ(utf8_cut("grün 😀!", 6), "grün 😀");
  EXPECT_EQ(utf8_cut("grün", 3), "grü");
  EXPECT_EQ(utf8_cut("grün", 4), "grün");
  EXPECT_EQ(utf8_cut("grün", 100), "grün");
  EXPECT_EQ(utf8_cut("grün", 0), "");
  EXPECT_EQ(utf8_cut("\xf0\x9f\x98", 2), "\xf0\x9f");  // not a sequence: three invalid bytes
}

TEST(Utf8Line, HasNoControlCharactersAndIsCutBehindThem) {
  EXPECT_EQ(utf8_line(std::string_view("a\0b\nc\x7f\td", 8), 10), "abcd");
  EXPECT_EQ(utf8_line("\n\n\u00fcber", 2), "\u00fcb");
  EXPECT_EQ(utf8_line("", 5), "");
}

TEST(Log, NoInputAddsAKeyOrALine) {
  const std::string line =
      log::format_line(log::Level::warn, "x_code", "a\"b\n\x1b[31m", {{"remote_id", "r\\\"\r"}, {"n", 3}}, "T");
  EXPECT_EQ(line, R"({"@level":"warn","@message":"a\"b\u000a\u001b[31m","@timestamp":"T","code":"x_code",)"
                  R"("remote_id":"r\\\"\u000d","n":"3"})");
}

TEST(Log, WritesOfOneCodeOnlySoManyLinesASecond) {
  log::set_level(log::Level::info);
  testing::internal::CaptureStderr();
  for (int i = 0; i < 1'000; ++i) log::warn("flood_of_a_test", "again");
  log::warn("another_code", "is written all the same");
  const std::string said = testing::internal::GetCapturedStderr();
  std::size_t lines = 0;
  for (std::size_t at = said.find("flood_of_a_test"); at != std::string::npos;
       at = said.find("flood_of_a_test", at + 1))
    ++lines;
  EXPECT_GE(lines, 100U);
  EXPECT_LE(lines, 500U) << "a slow machine needs more than one second";
  EXPECT_NE(said.find("another_code"), std::string::npos);
}

#define TEST_PAIR(F)                 \
  F(left, "Left", "left", keep, int) \
  F(right, "Right", "-", omit, std::string)
CAUSEWAY_RECORD(Pair, TEST_PAIR);

TEST(Record, IsVisitedInOrderAndCompares) {
  std::string seen;
  Pair::describe([&](const auto& field) { seen += std::string(field.go_name) + (field.in_json() ? "+" : "-"); });
  EXPECT_EQ(seen, "Left+Right-");
  EXPECT_STREQ(Pair::record_name, "Pair");
  EXPECT_EQ((Pair{1, "a"}), (Pair{1, "a"}));
  EXPECT_NE((Pair{1, "a"}), (Pair{2, "a"}));
}

Result<int> half(int n) {
  if (n % 2 != 0) return refused("odd", "not even");
  return n / 2;
}
Result<int> quarter(int n) {
  CAUSEWAY_TRY(once, half(n));
  return half(once);
}

TEST(Result, CarriesTheErrorThroughTry) {
  EXPECT_EQ(*quarter(8), 2);
  EXPECT_EQ(quarter(6).error().code, "odd");
  EXPECT_EQ(quarter(7).error().next, Next::refused);
}

}  // namespace
}  // namespace causeway::base
