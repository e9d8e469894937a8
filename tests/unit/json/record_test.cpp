#include "json/record.h"

#include <gtest/gtest.h>

#include <random>

namespace causeway::json {
namespace {

struct ThingTag;
using ThingId = base::Id<ThingTag>;

#define TEST_INNER(F)                         \
  F(name, "Name", "name", keep, std::string)  \
  F(size, "Size", "size", omit, std::int32_t) \
  F(secret, "Secret", "-", keep, std::string)
CAUSEWAY_RECORD(Inner, TEST_INNER);

#define TEST_OUTER(F)                                                      \
  F(id, "Id", "id", keep, ThingId)                                         \
  F(create_at, "CreateAt", "create_at", keep, base::Time)                  \
  F(delete_at, "DeleteAt", "delete_at", omit, base::Time)                  \
  F(flag, "Flag", "flag", omit, bool)                                      \
  F(ratio, "Ratio", "ratio", omit, double)                                 \
  F(inner, "Inner", "inner", omit, Inner)                                  \
  F(pointer, "Pointer", "pointer", keep, std::optional<Inner>)             \
  F(gone, "Gone", "gone", omit, std::optional<std::string>)                \
  F(list, "List", "list", keep, std::vector<Inner>)                        \
  F(short_list, "ShortList", "short_list", omit, std::vector<std::string>) \
  F(by_name, "ByName", "by_name", omit, std::map<std::string, int>)        \
  F(by_id, "ById", "by_id", omit, std::map<ThingId, Inner>)                \
  F(props, "Props", "props", omit, Value)
CAUSEWAY_RECORD(Outer, TEST_OUTER);

Outer read(std::string_view text) {
  auto record = decode<Outer>(text, {});
  EXPECT_TRUE(record.ok()) << (record.ok() ? "" : record.error().text);
  return record.ok() ? *record : Outer{};
}

std::string error_of(std::string_view text) {
  const auto record = decode<Outer>(text, {}, "thing");
  return record.ok() ? "ok" : record.error().code + " " + record.error().text;
}

TEST(Record, WritesKeptMembersAndLeavesOutEmptyOnes) {
  EXPECT_EQ(encode(Outer{}), R"({"create_at":0,"id":"","inner":{"name":""},"list":[],"pointer":null})");
}

TEST(Record, WritesEveryMember) {
  Outer outer;
  outer.id = ThingId("x");
  outer.create_at = base::from_millis(1700000000123);
  outer.delete_at = base::from_millis(5);
  outer.flag = true;
  outer.ratio = 0.5;
  outer.inner = {"in", -3, "never seen"};
  outer.pointer = Inner{"p", 0, ""};
  outer.gone = "";
  outer.list = {{"l", 1, ""}};
  outer.short_list = {"a"};
  outer.by_name = {{"k", 2}};
  outer.by_id = {{ThingId("i"), {"m", 0, ""}}};
  outer.props = Value(Object{{"any", Value(1)}});
  EXPECT_EQ(encode(outer),
            R"({"by_id":{"i":{"name":"m"}},"by_name":{"k":2},"create_at":1700000000123,"delete_at":5,"flag":true,)"
            R"("gone":"","id":"x","inner":{"name":"in","size":-3},"list":[{"name":"l","size":1}],)"
            R"("pointer":{"name":"p"},"props":{"any":1},"ratio":0.5,"short_list":["a"]})");
  outer.inner.secret.clear();
  EXPECT_EQ(read(encode(outer)), outer);
}

TEST(Record, IgnoresUnknownMembersAndKeepsDefaultsForMissingAndNullOnes) {
  EXPECT_EQ(read("{}"), Outer{});
  EXPECT_EQ(read("null"), Outer{});
  EXPECT_EQ(read(R"({"ID":"x","new":[1],"id":null,"create_at":null,"flag":null,"ratio":null,"inner":null,"pointer":null,
                     "list":null,"by_name":null,"by_id":null,"short_list":null})"),
            Outer{});
  EXPECT_EQ(read(R"({"secret":"x","inner":{"-":"x","secret":"x"}})"), Outer{});
}

TEST(Record, NamesThePathOfAWrongKind) {
  EXPECT_EQ(error_of("[]"), "json_wrong_kind thing: expected an object");
  EXPECT_EQ(error_of(R"({"id":7})"), "json_wrong_kind thing.id: expected text");
  EXPECT_EQ(error_of(R"({"flag":"true"})"), "json_wrong_kind thing.flag: expected true or false");
  EXPECT_EQ(error_of(R"({"create_at":"1"})"), "json_wrong_kind thing.create_at: expected a whole number");
  EXPECT_EQ(error_of(R"({"ratio":[]})"), "json_wrong_kind thing.ratio: expected a number");
  EXPECT_EQ(error_of(R"({"list":[{},{"size":"x"}]})"), "json_wrong_kind thing.list[1].size: expected a whole number");
  EXPECT_EQ(error_of(R"({"list":{}})"), "json_wrong_kind thing.list: expected a list");
  EXPECT_EQ(error_of(R"({"by_id":{"abcdefghijklmnopqrstuvwxyz":3}})"),
            "json_wrong_kind thing.by_id.abcdefghijklmnopqrstuvwxyz: expected an object");
  EXPECT_EQ(error_of(R"({"by_name":{"alice@example.com":"x"}})"),
            "json_wrong_kind thing.by_name.*: expected a whole number");
}

TEST(Record, RefusesNumbersThatDoNotFit) {
  EXPECT_EQ(error_of(R"({"inner":{"size":2147483648}})"),
            "json_out_of_range thing.inner.size: expected a whole number in range");
  EXPECT_EQ(error_of(R"({"inner":{"size":-2147483649}})"),
            "json_out_of_range thing.inner.size: expected a whole number in range");
  EXPECT_EQ(error_of(R"({"create_at":1.5})"), "json_out_of_range thing.create_at: expected a whole number in range");
  EXPECT_EQ(error_of(R"({"create_at":9223372036854775808})"),
            "json_out_of_range thing.create_at: expected a whole number in range");
  EXPECT_EQ(error_of(R"({"inner":{"size":2147483647}})"), "ok");
}

TEST(Record, RandomRecordsSurviveTheRoundTrip) {
  std::mt19937 random(7);
  const auto below = [&](unsigned n) { return static_cast<unsigned>(random() % n); };
  const auto text = [&] {
    std::string out;
    for (unsigned i = below(6); i > 0; --i) out.push_back(static_cast<char>(below(128)));
    return out;
  };
  for (int round = 0; round < 500; ++round) {
    Outer outer;
    outer.id = ThingId(text());
    outer.create_at = base::from_millis(static_cast<std::int64_t>(random()) << below(32));
    outer.flag = below(2) == 0;
    outer.ratio = static_cast<double>(random()) / 3;
    if (below(2) == 0) outer.pointer = Inner{text(), static_cast<std::int32_t>(random()), ""};
    if (below(2) == 0) outer.gone = text();
    for (unsigned i = below(4); i > 0; --i) outer.list.push_back({text(), 1, ""});
    for (unsigned i = below(4); i > 0; --i) outer.by_name[text()] = static_cast<int>(below(9));
    for (unsigned i = below(4); i > 0; --i) outer.by_id[ThingId(text())] = {text(), 0, ""};
    if (below(2) == 0) outer.props = Value(Array{Value(text()), Value(0.25), Value()});
    EXPECT_EQ(read(encode(outer)), outer);
  }
}

}  // namespace
}  // namespace causeway::json
