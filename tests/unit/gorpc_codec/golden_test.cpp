#include <gtest/gtest.h>

#include "golden/gob/canonical_json.h"
#include "golden/gob/records.h"
#include "golden/gob/vector_files.h"

namespace causeway::golden {
namespace {

class EveryVector : public testing::TestWithParam<std::string> {
 protected:
  std::string bytes() const { return read_file(vectors_folder() + "/" + GetParam() + ".gob"); }
  std::string json() const { return read_file(vectors_folder() + "/" + GetParam() + ".json"); }
};

TEST_P(EveryVector, SaysWhatGoPutIn) {
  auto values = decode_all(bytes());
  ASSERT_TRUE(values.ok()) << values.error().text;
  EXPECT_TRUE(same_json(canonical_json(*values), json())) << canonical_json(*values);
}

TEST_P(EveryVector, IsTheSameWhenItComesByteByByte) {
  auto at_once = decode_all(bytes());
  auto byte_by_byte = decode_all(bytes(), 1);
  ASSERT_TRUE(byte_by_byte.ok()) << byte_by_byte.error().text;
  EXPECT_TRUE(*at_once == *byte_by_byte);
}

TEST_P(EveryVector, SurvivesBeingWrittenAgainWithItsNamesAndDefinitions) {
  auto values = decode_all(bytes());
  auto again = encode_all(*values);
  ASSERT_TRUE(again.ok()) << again.error().text;
  auto reread = decode_all(*again);
  ASSERT_TRUE(reread.ok()) << reread.error().text;
  EXPECT_TRUE(*values == *reread);
}

TEST_P(EveryVector, CutShortIsNeverAWholeConnection) {
  const std::string whole = bytes();
  const std::size_t values = decode_all(whole)->size();
  for (std::size_t size = 0; size < whole.size(); size += 1 + whole.size() / 100) {
    auto part = decode_all(std::string_view(whole).substr(0, size));
    EXPECT_TRUE(!part.ok() || part->size() < values) << size;
  }
}

TEST_P(EveryVector, WithOneBitWrongDoesNoHarm) {
  std::string bytes_ = bytes();
  for (std::size_t at = 0; at < bytes_.size(); at += 1 + bytes_.size() / 60) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string wrong = bytes_;
      wrong[at] = static_cast<char>(wrong[at] ^ (1 << bit));
      auto values = decode_all(wrong);  // refused, or other values: what counts is that nothing breaks
      if (values.ok()) {
        EXPECT_TRUE(encode_all(*values).ok());
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Golden, EveryVector, testing::ValuesIn(vector_names()),
                         [](const auto& named) { return named.param; });

TEST(TypedRecords, HoldWhatGoPutIn) {
  auto numbers = gob::decode_alone<Numbers>(read_file(vectors_folder() + "/numbers.gob"));
  ASSERT_TRUE(numbers.ok()) << numbers.error().text;
  EXPECT_EQ(numbers->i8, -128);
  EXPECT_EQ(numbers->min, std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(numbers->u, std::numeric_limits<std::uint64_t>::max());
  EXPECT_EQ(numbers->f, -0.1);
  EXPECT_EQ(numbers->c, std::complex<double>(1, -2));
  EXPECT_EQ(numbers->by.data, std::string("\x00\xff\x01", 3));
  EXPECT_EQ(numbers->arr[1], 5);
  EXPECT_EQ(numbers->p1, 1);
  EXPECT_FALSE(numbers->p_zero.has_value());
  EXPECT_EQ(numbers->wide, std::uint64_t{1} << 56);
}

TEST(TypedRecords, SkipWhatANewerServerAdds) {
  auto tree = gob::decode_alone<Tree>(read_file(vectors_folder() + "/newer.gob"));
  ASSERT_TRUE(tree.ok()) << tree.error().text;
  EXPECT_EQ(tree->name, "n");
  EXPECT_TRUE(tree->kids.empty());
}

TEST(TypedRecords, FollowRecursiveTypes) {
  auto tree = gob::decode_alone<Tree>(read_file(vectors_folder() + "/tree.gob"));
  ASSERT_TRUE(tree.ok()) << tree.error().text;
  ASSERT_EQ(tree->kids.size(), 2u);
  EXPECT_EQ(tree->kids[1].kids[0].name, "grandkid");
  auto leaf = gob::unpack<Leaf>(tree->by.at("x").any);
  ASSERT_TRUE(leaf.ok()) << leaf.error().text;
  EXPECT_EQ(leaf->label, "l");
  EXPECT_EQ(gob::unpack<Leaf>(leaf->next)->label, "m");
}

TEST(TypedRecords, ReadTimesAndLinks) {
  auto packed = gob::decode_alone<Packed>(read_file(vectors_folder() + "/packed.gob"));
  ASSERT_TRUE(packed.ok()) << packed.error().text;
  EXPECT_EQ(packed->at, (gob::GoTime{1700000000, 123456789, std::nullopt}));
  EXPECT_EQ(packed->loc, (gob::GoTime{1700000000, 5, 3600}));
  EXPECT_EQ(packed->zero, gob::GoTime{});
  EXPECT_EQ(packed->link.data, "/a?b=c");
}

}  // namespace
}  // namespace causeway::golden
