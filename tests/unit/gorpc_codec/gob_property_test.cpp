// Random types and values, seeded: what is written is read back the same, whole and byte by byte.
#include <gtest/gtest.h>

#include <deque>
#include <random>

#include "golden/gob/vector_files.h"

namespace causeway::golden {
namespace {

namespace gob = gorpc::gob;
using gob::Data;
using gob::Kind;
using gob::Type;

class World {
 public:
  explicit World(unsigned seed) : random_(seed) {}

  gob::Value value() {
    const Type* type = any_type(0);
    return {"top", gob::static_ref(type), data(*type, 0)};
  }

 private:
  std::uint64_t pick(std::uint64_t below) { return random_() % below; }

  const Type* any_type(int depth) {
    const Type* builtins[] = {&gob::bool_type,  &gob::int_type,    &gob::uint_type,    &gob::float_type,
                              &gob::bytes_type, &gob::string_type, &gob::complex_type, &gob::interface_type};
    if (depth > 3 || pick(3) == 0) return builtins[pick(8)];
    if (!types_.empty() && pick(4) == 0) return &types_[pick(types_.size())];
    const auto kind = static_cast<Kind>(static_cast<std::uint64_t>(Kind::array) + pick(7));
    Type made{.kind = kind, .name = name()};
    if (kind == Kind::array || kind == Kind::slice || kind == Kind::map) made.elem = any_type(depth + 1);
    if (kind == Kind::map) made.key = pick(2) == 0 ? &gob::string_type : &gob::int_type;
    if (kind == Kind::array) made.length = static_cast<std::int64_t>(pick(4));
    if (kind == Kind::structure) {
      std::vector<gob::Field> fields;
      for (auto count = pick(6); count > 0; --count) fields.push_back({name(), any_type(depth + 1)});
      made.fields = fields_.emplace_back(std::move(fields));
    }
    return &types_.emplace_back(made);
  }

  std::string_view name() { return names_.emplace_back(text()); }
  std::string text() {
    std::string made;
    for (auto size = pick(12); size > 0; --size) made.push_back(static_cast<char>(pick(256)));
    return made;
  }
  std::uint64_t bits() { return random_() >> pick(64); }

  Data data(const Type& type, int depth) {
    switch (type.kind) {
      case Kind::boolean:
        return {pick(2) == 0};
      case Kind::integer:
        return {static_cast<std::int64_t>(pick(2) == 0 ? bits() : ~bits())};
      case Kind::unsigned_integer:
        return {bits()};
      case Kind::floating:
        return {gob::float_from(bits())};
      case Kind::complex:
        return {std::complex<double>(gob::float_from(bits()), 1)};
      case Kind::interface:
        return interface(depth);
      case Kind::slice:
      case Kind::array:
        return list(type, depth);
      case Kind::map:
        return entries(type, depth);
      case Kind::structure:
        return members(type, depth);
      default:
        return {text()};
    }
  }
  Data interface(int depth) {
    if (depth > 6 || pick(3) == 0) return {};
    const Type* type = any_type(depth + 1);
    return {gob::Box({"some." + std::to_string(pick(10)), gob::static_ref(type), data(*type, depth + 1)})};
  }
  Data list(const Type& type, int depth) {
    gob::List list;
    auto count = type.kind == Kind::array ? static_cast<std::uint64_t>(type.length) : depth > 6 ? 0 : pick(4);
    for (; count > 0; --count) list.push_back(data(*type.elem, depth + 1));
    return {std::move(list)};
  }
  Data entries(const Type& type, int depth) {
    gob::Entries entries;
    for (auto count = depth > 6 ? 0 : pick(4); count > 0; --count) {
      entries.push_back({data(*type.key, depth + 1), data(*type.elem, depth + 1)});
    }
    return {std::move(entries)};
  }
  Data members(const Type& type, int depth) {
    gob::Members members;
    for (std::uint32_t field = 0; field < type.fields.size(); ++field) {
      if (pick(2) == 0) members.push_back({field, data(*type.fields[field].type, depth + 1)});
    }
    return {std::move(members)};
  }

  std::mt19937_64 random_;
  std::deque<Type> types_;
  std::deque<std::vector<gob::Field>> fields_;
  std::deque<std::string> names_;
};

TEST(RandomValues, ComeBackAsTheyWere) {
  for (unsigned seed = 0; seed < 2000; ++seed) {
    World world(seed);
    const std::vector<gob::Value> values = {world.value(), world.value(), world.value()};
    auto bytes = encode_all(values);
    ASSERT_TRUE(bytes.ok()) << seed << ": " << bytes.error().text;
    auto whole = decode_all(*bytes);
    ASSERT_TRUE(whole.ok()) << seed << ": " << whole.error().text;
    ASSERT_TRUE(*whole == values) << seed;
    if (seed % 10 == 0) {
      auto pieces = decode_all(*bytes, 1 + seed % 7);
      ASSERT_TRUE(pieces.ok() && *pieces == values) << seed;
    }
  }
}

TEST(RandomNumbers, ComeBackAsTheyWere) {
  std::mt19937_64 random(7);
  for (int i = 0; i < 20000; ++i) {
    const std::uint64_t number = random() >> (random() % 64);
    std::string bytes;
    gob::put_uint(bytes, number);
    gob::put_int(bytes, static_cast<std::int64_t>(~number));
    gob::Cursor cursor(bytes);
    ASSERT_EQ(cursor.uint(), number);
    ASSERT_EQ(cursor.integer(), static_cast<std::int64_t>(~number));
    ASSERT_TRUE(cursor.empty() && !cursor.failed());
  }
}

}  // namespace
}  // namespace causeway::golden
