#include <gtest/gtest.h>

#include "golden/gob/records.h"
#include "golden/gob/vector_files.h"

namespace causeway::golden {
namespace {

#define CAUSEWAY_TEST_WRONG_KIND(F) F(create_at, "CreateAt", "-", keep, std::string)
CAUSEWAY_RECORD(WrongKind, CAUSEWAY_TEST_WRONG_KIND);

std::string broken_by(std::string_view bytes, const gob::Limits& limits = {}) {
  auto values = decode_all(bytes, 1 << 20, limits);
  return values.ok() ? "" : values.error().code;
}

TEST(GobDecoder, ValueThatDoesNotFitLeavesTheConnectionUsable) {
  gob::Encoder encoder;
  std::string bytes;
  Reaction reaction;
  reaction.create_at = base::from_millis(5);
  ASSERT_TRUE(encoder.encode(reaction, bytes).ok());
  ASSERT_TRUE(encoder.encode(reaction, bytes).ok());
  gob::Decoder decoder;
  ASSERT_TRUE(decoder.feed(bytes).ok());
  ASSERT_TRUE(*decoder.next());
  WrongKind wrong;
  auto read = decoder.read(wrong);
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.error().code, "gob_mismatch");
  EXPECT_EQ(read.error().text, "CreateAt: received int, expected string");
  ASSERT_TRUE(*decoder.next());
  Reaction second;
  EXPECT_TRUE(decoder.read(second).ok());
  EXPECT_EQ(second, reaction);
}

TEST(GobDecoder, NumberThatDoesNotFitIsAnError) {
  auto narrow = gob::decode_alone<std::int8_t>(*gob::encode_alone(std::int64_t{300}));
  ASSERT_FALSE(narrow.ok());
  EXPECT_EQ(narrow.error().text, "number out of range");
}

TEST(GobDecoder, RefusesMoreThanItsLimits) {
  const std::string list = *gob::encode_alone(std::vector<bool>(1000, true));
  EXPECT_EQ(broken_by(list), "");
  EXPECT_EQ(broken_by(list, {.message_bytes = 100}), "gob_limit");
  EXPECT_EQ(broken_by(list, {.buffered_bytes = 100}), "gob_limit");
  EXPECT_EQ(broken_by(list, {.elements = 999}), "gob_limit");
  EXPECT_EQ(broken_by(list, {.allocated_bytes = 1000}), "gob_mismatch");
  EXPECT_EQ(broken_by(list, {.types = 0}), "gob_malformed");
}

TEST(GobDecoder, RefusesNestingBeyondTheDepth) {
  gob::Value nested = gob::Value::of_string("core");
  for (int level = 0; level < 50; ++level) nested = gob::Value::of_list({nested});
  const std::string bytes = *gob::encode_alone(nested);
  EXPECT_EQ(broken_by(bytes, {.depth = 102}), "");
  EXPECT_EQ(broken_by(bytes, {.depth = 40}), "gob_limit");
}

TEST(GobDecoder, AllocatesNothingForAClaim) {
  // Two elements are there, 2^40 are claimed: more than the limit of elements.
  EXPECT_EQ(broken_by(std::string("\x0c\xff\x81\x02\x01\x02\xff\x82\x00\x01\x0c\x00\x00", 13) +
                      std::string("\x0b\xff\x82\x00\xfa\x01\x00\x00\x00\x00\x00\x00\x00", 13)),
            "gob_limit");
}

TEST(GobDecoder, SaysTheSameForEverOnceBroken) {
  gob::Decoder decoder;
  ASSERT_TRUE(decoder.feed("\x80").ok());
  EXPECT_EQ(decoder.next().error().code, "gob_malformed");
  EXPECT_EQ(decoder.next().error().code, "gob_malformed");
  EXPECT_EQ(decoder.feed("x").error().code, "gob_malformed");
}

TEST(GobEncoder, DefinesATypeOnce) {
  gob::Encoder encoder;
  std::string first;
  std::string second;
  ASSERT_TRUE(encoder.encode(Tree{}, first).ok());
  ASSERT_TRUE(encoder.encode(Tree{}, second).ok());
  EXPECT_GT(first.size(), 60u);
  EXPECT_LT(second.size(), 6u);
}

TEST(GobEncoder, RecognisesTheSameTypeFromAnotherConnection) {
  const auto cut = [] { return *gob::decode_alone<Cut>(read_file(vectors_folder() + "/cut.gob")); };
  gob::Encoder encoder;
  std::string first;
  std::string second;
  ASSERT_TRUE(encoder.encode(cut(), first).ok());
  ASSERT_TRUE(encoder.encode(cut(), second).ok());
  EXPECT_LT(second.size(), first.size() / 2);
}

TEST(GobEncoder, FailedValueSendsNothingAndHarmsNothing) {
  gob::Encoder encoder;
  std::string out;
  std::vector<std::optional<std::int64_t>> with_nil(1);
  auto failed = encoder.encode(with_nil, out);
  ASSERT_FALSE(failed.ok());
  EXPECT_EQ(failed.error().code, "gob_unencodable");
  EXPECT_EQ(out, "");
  with_nil[0] = 7;
  ASSERT_TRUE(encoder.encode(with_nil, out).ok());
  EXPECT_EQ(*gob::decode_alone<std::vector<std::int64_t>>(out), std::vector<std::int64_t>{7});
}

TEST(GobValue, OutlivesItsConnection) {
  gob::Value kept;
  {
    gob::Decoder decoder;
    ASSERT_TRUE(decoder.feed(read_file(vectors_folder() + "/cut.gob")).ok());
    ASSERT_TRUE(*decoder.next());
    Cut cut;
    ASSERT_TRUE(decoder.read(cut).ok());
    kept = cut.b;
  }
  EXPECT_EQ(kept.name, "map[string]interface {}");
  EXPECT_TRUE(gob::encode_alone(kept).ok());
}

TEST(GobValue, PacksARecordUnderARegisteredName) {
  Leaf leaf{"label", gob::Value::of_number(1.5)};
  auto packed = gob::pack("golden.Leaf", leaf);
  ASSERT_TRUE(packed.ok());
  EXPECT_EQ(packed->name, "golden.Leaf");
  EXPECT_EQ(*gob::unpack<Leaf>(*packed), leaf);
}

}  // namespace
}  // namespace causeway::golden
