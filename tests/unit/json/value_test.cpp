#include "json/value.h"

#include <gtest/gtest.h>

#include <limits>

namespace causeway::json {
namespace {

Value read(std::string_view text) {
  auto value = parse(text, {});
  EXPECT_TRUE(value.ok()) << text << ": " << (value.ok() ? "" : value.error().text);
  return value.ok() ? *value : Value("unreadable");
}

std::string code_of(std::string_view text, const Limits& limits = {}) {
  const auto value = parse(text, limits);
  return value.ok() ? "ok" : value.error().code;
}

TEST(Parse, ReadsEveryKindOfValue) {
  const Value value = read(R"( {"n":null,"t":true,"i":-7,"d":0.5,"s":"a\u00e9\n","a":[1,[]],"o":{}} )");
  EXPECT_TRUE(value.find("n")->is_null());
  EXPECT_EQ(*value.find("t")->boolean(), true);
  EXPECT_EQ(*value.find("i")->integer(), -7);
  EXPECT_EQ(*value.find("d")->number(), 0.5);
  EXPECT_EQ(*value.find("s")->string(), "a\xc3\xa9\n");
  EXPECT_EQ(*value.find("a"), Value(Array{Value(1), Value(Array{})}));
  EXPECT_EQ(*value.find("o"), Value(Object{}));
  EXPECT_EQ(value.find("absent"), nullptr);
  EXPECT_EQ(Value(3).find("absent"), nullptr);
}

TEST(Parse, TheLastOfTwoEqualNamesCounts) {
  EXPECT_EQ(*read(R"({"a":1,"a":2})").find("a"), Value(2));
}

TEST(Parse, KeepsWholeNumbersWholeAndTurnsLargerOnesIntoDoubles) {
  EXPECT_EQ(read("9223372036854775807"), Value(std::numeric_limits<std::int64_t>::max()));
  EXPECT_EQ(read("-9223372036854775808"), Value(std::numeric_limits<std::int64_t>::min()));
  EXPECT_EQ(read("9223372036854775808"), Value(9223372036854775808.0));
  EXPECT_EQ(read("1e30"), Value(1e30));
  EXPECT_EQ(read("2.0"), Value(2));
  EXPECT_EQ(read("1e3"), Value(1000));
  EXPECT_EQ(code_of("1e400"), "json_invalid");
  for (const char* text : {"NaN", "Infinity", "-", "01", "1.", ".5", "+1", "0x1"}) {
    EXPECT_EQ(code_of(text), "json_invalid") << text;
  }
}

TEST(Parse, RefusesWhatIsNotJson) {
  for (const char* text : {"", " ", "{", "[1,]", "{\"a\":1,}", "{a:1}", "'a'", "\"a", "[1] 2", "tru", "\"\\x\"",
                           "// c\n1", "\"\n\"", "\"\\u12g4\"", "\"\\u12", "\"\\", "]", "\xef\xbb\xbf[]"}) {
    EXPECT_EQ(code_of(text), "json_invalid") << text;
  }
  EXPECT_EQ(code_of(std::string_view("1\0", 2)), "json_invalid");
  EXPECT_EQ(code_of(std::string_view("[1]\0[2]", 7)), "json_invalid");
}

TEST(Parse, ReplacesBrokenTextAsGoDoes) {
  EXPECT_EQ(*read("\"a\xff\"").string(), "a\xef\xbf\xbd");
  EXPECT_EQ(*read(R"("\ud83d\ude00")").string(), "\xf0\x9f\x98\x80");
  EXPECT_EQ(*read(R"("\ud83dx")").string(), "\xef\xbf\xbdx");
  EXPECT_EQ(*read(R"("\uDE00\uD83D")").string(), "\xef\xbf\xbd\xef\xbf\xbd");
  EXPECT_EQ(*read(R"("\ud83d\ud83d\ude00")").string(), "\xef\xbf\xbd\xf0\x9f\x98\x80");
  EXPECT_EQ(*read(R"("\\ud83d")").string(), "\\ud83d");
  EXPECT_EQ(*read(R"("\ud83d\u0041")").string(),
            "\xef\xbf\xbd"
            "A");
  EXPECT_EQ(code_of("\xff"), "json_invalid");
}

TEST(Parse, AnErrorNeverQuotesTheText) {
  const auto value = parse(R"({"token":"hunter2" "x")", {});
  ASSERT_FALSE(value.ok());
  EXPECT_EQ(value.error().text.find("hunter2"), std::string::npos);
  EXPECT_EQ(value.error().next, base::Next::refused);
}

TEST(Limits, StopWhileParsing) {
  EXPECT_EQ(code_of("[[1]]", {100, 2, 100}), "ok");
  EXPECT_EQ(code_of("[[[1]]]", {100, 2, 100}), "json_too_deep");
  EXPECT_EQ(code_of("1", {100, 0, 100}), "ok");
  EXPECT_EQ(code_of("[1,2,3]", {100, 2, 4}), "ok");
  EXPECT_EQ(code_of("[1,2,3,4]", {100, 2, 4}), "json_too_large");
  EXPECT_EQ(code_of("[1,2,3]", {6, 2, 4}), "json_too_large");
  // The limit is met before the error behind it is seen.
  EXPECT_EQ(code_of("[[[[ not json", {100, 2, 100}), "json_too_deep");
}

TEST(Limits, AMillionBracketsCostNoStack) {
  const std::string deep(1'000'000, '[');
  EXPECT_EQ(code_of(deep, {2'000'000, 64, 2'000'000}), "json_too_deep");
  std::string objects;
  for (int i = 0; i < 100'000; ++i) objects += "{\"a\":";
  EXPECT_EQ(code_of(objects, {2'000'000, 64, 2'000'000}), "json_too_deep");
}

TEST(Dump, WritesWhatParseReads) {
  const std::string text = R"({"a":[1,-2,0.5,true,null,"x\"\\\n\u0001"],"b":{},"c":[]})";
  EXPECT_EQ(dump(read(text)), text);
}

TEST(Dump, WritesNumbersAsGoDoes) {
  EXPECT_EQ(dump(Value(2.0)), "2");
  EXPECT_EQ(dump(Value(1e20)), "100000000000000000000");
  EXPECT_EQ(dump(Value(1e21)), "1e+21");
  EXPECT_EQ(dump(Value(1e-6)), "0.000001");
  EXPECT_EQ(read(dump(Value(1.5e-7))), Value(1.5e-7));
  EXPECT_EQ(dump(Value(0.1)), "0.1");
  EXPECT_EQ(dump(Value(std::numeric_limits<double>::quiet_NaN())), "null");
  EXPECT_EQ(read(dump(Value(std::numeric_limits<double>::denorm_min()))),
            Value(std::numeric_limits<double>::denorm_min()));
  EXPECT_EQ(read(dump(Value(std::numeric_limits<double>::max()))), Value(std::numeric_limits<double>::max()));
}

TEST(Dump, IsAlwaysValidUtf8) {
  EXPECT_EQ(dump(Value("a\xff\xc3")), "\"a\xef\xbf\xbd\xef\xbf\xbd\"");
}

}  // namespace
}  // namespace causeway::json
