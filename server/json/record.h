#pragma once
// Records (base/record.h) as JSON, by Go's rules (encoding/json), so that both ends of the wire agree:
// - reading: names are case-sensitive, unknown members are ignored, missing ones and nulls keep the default; a wrong
// kind or a number that
//   does not fit is refused (codes json_wrong_kind, json_out_of_range; the text names the path, never a value);
// - writing: `keep` always writes, `omit` leaves out false, 0, "", null, [] and {}; an empty list is [] (Go may write
//   null, which reads as empty).
// Lengths of strings and lists are the caller's check. Pure functions.

#include <concepts>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "base/clock.h"
#include "base/id.h"
#include "base/record.h"
#include "base/result.h"
#include "json/value.h"

namespace causeway::json {

// Specialise for a type that has a JSON form of its own:
//   static Value write(const T&); static bool read(const Value&, T&, Mismatch&); static bool is_zero(const T&)
template <class T>
struct Codec;

// Why a value could not be read, filled from the inside out.
struct Mismatch {
  std::string path;
  std::string wanted;
  bool out_of_range = false;

  void under_member(std::string_view name) { path.insert(0, "." + std::string(name)); }
  void under_index(std::size_t index) { path.insert(0, "[" + std::to_string(index) + "]"); }
  void under_key(std::string_view key);  // ids are named, other keys are content and are not
  base::Error error(std::string_view what) const;
};

template <class T>
Value to_json(const T& value) {
  return Codec<T>::write(value);
}

// `what` names the whole in the error's text, e.g. "message".
template <class T>
base::Result<T> from_json(const Value& value, std::string_view what = "JSON") {
  T out{};
  Mismatch mismatch;
  if (!Codec<T>::read(value, out, mismatch)) return mismatch.error(what);
  return out;
}

// Text to record: parse() and from_json() in one step, with the errors of both.
template <class T>
base::Result<T> decode(std::string_view text, const Limits& limits, std::string_view what = "JSON") {
  CAUSEWAY_TRY(value, parse(text, limits));
  return from_json<T>(value, what);
}

template <class T>
std::string encode(const T& value) {
  return dump(to_json(value));
}

namespace detail {
bool read_integer(const Value& value, std::int64_t least, std::int64_t most, std::int64_t& out, Mismatch& mismatch);
bool read_double(const Value& value, double& out, Mismatch& mismatch);
bool wrong_kind(Mismatch& mismatch, const char* wanted);
}  // namespace detail

template <>
struct Codec<bool> {
  static Value write(bool b) { return Value(b); }
  static bool is_zero(bool b) { return !b; }
  static bool read(const Value& value, bool& out, Mismatch& mismatch);
};

template <std::integral T>
struct Codec<T> {
  static_assert(sizeof(T) < 8 || std::signed_integral<T>, "no 64-bit unsigned number crosses this wire");
  static Value write(T n) { return Value(static_cast<std::int64_t>(n)); }
  static bool is_zero(T n) { return n == 0; }
  static bool read(const Value& value, T& out, Mismatch& mismatch) {
    if (value.is_null()) return true;
    using Range = std::numeric_limits<T>;
    std::int64_t number = 0;
    if (!detail::read_integer(value, Range::min(), Range::max(), number, mismatch)) return false;
    out = static_cast<T>(number);
    return true;
  }
};

template <>
struct Codec<double> {
  static Value write(double n) { return Value(n); }
  static bool is_zero(double n) { return n == 0; }
  static bool read(const Value& value, double& out, Mismatch& mismatch) {
    return value.is_null() || detail::read_double(value, out, mismatch);
  }
};

template <>
struct Codec<std::string> {
  static Value write(const std::string& s) { return Value(s); }
  static bool is_zero(const std::string& s) { return s.empty(); }
  static bool read(const Value& value, std::string& out, Mismatch& mismatch);
};

template <class Tag>
struct Codec<base::Id<Tag>> {
  static Value write(const base::Id<Tag>& id) { return Value(id.str()); }
  static bool is_zero(const base::Id<Tag>& id) { return id.empty(); }
  static bool read(const Value& value, base::Id<Tag>& out, Mismatch& mismatch) {
    std::string text;
    if (!Codec<std::string>::read(value, text, mismatch)) return false;
    if (!value.is_null()) out = base::Id<Tag>(std::move(text));
    return true;
  }
};

template <>
struct Codec<base::Time> {
  static Value write(base::Time time) { return Value(base::to_millis(time)); }
  static bool is_zero(base::Time time) { return time == base::Time(); }
  static bool read(const Value& value, base::Time& out, Mismatch& mismatch) {
    std::int64_t millis = base::to_millis(out);
    if (!Codec<std::int64_t>::read(value, millis, mismatch)) return false;
    out = base::from_millis(millis);
    return true;
  }
};

// JSON inside JSON, kept as it is.
template <>
struct Codec<Value> {
  static Value write(const Value& value) { return value; }
  static bool is_zero(const Value& value) { return value.is_null(); }
  static bool read(const Value& value, Value& out, Mismatch&) {
    out = value;
    return true;
  }
};

template <class T>
struct Codec<std::optional<T>> {
  static Value write(const std::optional<T>& value) { return value ? Codec<T>::write(*value) : Value(); }
  static bool is_zero(const std::optional<T>& value) { return !value; }
  static bool read(const Value& value, std::optional<T>& out, Mismatch& mismatch) {
    if (value.is_null()) {
      out.reset();
      return true;
    }
    return Codec<T>::read(value, out.emplace(), mismatch);
  }
};

template <class T>
struct Codec<std::vector<T>> {
  static Value write(const std::vector<T>& items) {
    Array out;
    out.reserve(items.size());
    for (const T& item : items) out.push_back(Codec<T>::write(item));
    return Value(std::move(out));
  }
  static bool is_zero(const std::vector<T>& items) { return items.empty(); }
  static bool read(const Value& value, std::vector<T>& out, Mismatch& mismatch) {
    if (value.is_null()) return true;
    const Array* items = value.array();
    if (items == nullptr) return detail::wrong_kind(mismatch, "a list");
    out.clear();
    out.reserve(items->size());
    for (const Value& item : *items) {
      T next{};
      if (!Codec<T>::read(item, next, mismatch)) {
        mismatch.under_index(out.size());
        return false;
      }
      out.push_back(std::move(next));
    }
    return true;
  }
};

// Keys are strings or ids.
template <class Key, class T, class Less>
struct Codec<std::map<Key, T, Less>> {
  static const std::string& text(const std::string& key) { return key; }
  template <class Tag>
  static const std::string& text(const base::Id<Tag>& key) {
    return key.str();
  }

  static Value write(const std::map<Key, T, Less>& entries) {
    Object out;
    for (const auto& [key, entry] : entries) out.emplace(text(key), Codec<T>::write(entry));
    return Value(std::move(out));
  }
  static bool is_zero(const std::map<Key, T, Less>& entries) { return entries.empty(); }
  static bool read(const Value& value, std::map<Key, T, Less>& out, Mismatch& mismatch) {
    if (value.is_null()) return true;
    const Object* members = value.object();
    if (members == nullptr) return detail::wrong_kind(mismatch, "an object");
    out.clear();
    for (const auto& [name, member] : *members) {
      T entry{};
      if (!Codec<T>::read(member, entry, mismatch)) {
        mismatch.under_key(name);
        return false;
      }
      out.emplace(Key(name), std::move(entry));
    }
    return true;
  }
};

template <base::IsRecord T>
struct Codec<T> {
  static Value write(const T& record) {
    Object out;
    T::describe([&](const auto& field) {
      using Field = typename std::remove_cvref_t<decltype(field)>::Value;
      if (!field.in_json()) return;
      const Field& member = record.*(field.member);
      if (field.rule == base::JsonRule::omit && Codec<Field>::is_zero(member)) return;
      out.emplace(std::string(field.json_name), Codec<Field>::write(member));
    });
    return Value(std::move(out));
  }
  static bool is_zero(const T&) { return false; }  // Go's omitempty never leaves out a struct
  static bool read(const Value& value, T& out, Mismatch& mismatch) {
    if (value.is_null()) return true;
    if (value.object() == nullptr) return detail::wrong_kind(mismatch, "an object");
    bool fits = true;
    T::describe([&](const auto& field) {
      using Field = typename std::remove_cvref_t<decltype(field)>::Value;
      if (!fits || !field.in_json()) return;
      const Value* member = value.find(field.json_name);
      if (member == nullptr || Codec<Field>::read(*member, out.*(field.member), mismatch)) return;
      mismatch.under_member(field.json_name);
      fits = false;
    });
    return fits;
  }
};

}  // namespace causeway::json
