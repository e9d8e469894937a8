#pragma once
// JSON as a value. The only target that knows the JSON library is this one. Values; no thread affinity.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"

namespace causeway::json {

class Value;
using Array = std::vector<Value>;
using Object = std::map<std::string, Value, std::less<>>;  // key order is not part of a JSON value's meaning

class Value {
 public:
  Value() = default;  // null
  Value(std::nullptr_t) {}
  Value(bool b) : data_(b) {}
  Value(std::int64_t n) : data_(n) {}
  Value(int n) : data_(static_cast<std::int64_t>(n)) {}
  Value(double n) : data_(n) {}
  Value(std::string s) : data_(std::move(s)) {}
  Value(std::string_view s) : data_(std::string(s)) {}
  Value(const char* s) : data_(std::string(s)) {}
  Value(Array a) : data_(std::move(a)) {}
  Value(Object o) : data_(std::move(o)) {}

  bool is_null() const { return std::holds_alternative<std::monostate>(data_); }
  // Null when the value is of another kind (an integral double is also an integer).
  const bool* boolean() const { return std::get_if<bool>(&data_); }
  const std::int64_t* integer() const { return std::get_if<std::int64_t>(&data_); }
  const double* number() const { return std::get_if<double>(&data_); }  // only for numbers that are no int64
  const std::string* string() const { return std::get_if<std::string>(&data_); }
  const Array* array() const { return std::get_if<Array>(&data_); }
  Array* array() { return std::get_if<Array>(&data_); }
  const Object* object() const { return std::get_if<Object>(&data_); }
  Object* object() { return std::get_if<Object>(&data_); }

  // The member of an object, or null when this is no object or has no such member. Never throws, never inserts.
  const Value* find(std::string_view key) const;

  bool operator==(const Value&) const = default;

 private:
  std::variant<std::monostate, bool, std::int64_t, double, std::string, Array, Object> data_;
};

// Bounds for foreign text: checked while parsing, before the tree is built any further.
struct Limits {
  std::size_t bytes = 1U << 20U;
  std::size_t depth = 64;
  std::size_t values = 100'000;  // every scalar, array and object counts one
};

// Strict JSON in UTF-8. Errors (refused): json_too_large, json_too_deep, json_invalid. A number beyond int64 becomes a
// double; duplicate keys: the last one counts (as Go does); invalid UTF-8 and lone surrogate escapes become U+FFFD
// (as Go does).
base::Result<Value> parse(std::string_view text, const Limits& limits);

// Compact text; invalid UTF-8 becomes U+FFFD. Doubles that are integral are written without a fraction, as Go does.
std::string dump(const Value& value);

}  // namespace causeway::json
