#pragma once
// How a C++ type travels as gob. Codec<T> is the point to specialise for a type of one's own (records have theirs
// already, record.h). It has:
//   static constexpr Type type();                                   what the receiver is told; of parts: &type_of<X>()
//   static bool omitted(const T&);                                  Go's rule for struct fields: zero values are not
//   sent static void encode(Writer&, const T&);                          the value's bytes, zero or not static bool
//   decode(Reader&, const Type& wire, T&);              false = reader.fail() or mismatch() was called
// decode checks that the received kind agrees (int is not uint, string is not bytes) and never trusts a received size.
// Lists and maps are replaced, records are merged: fields that were not sent keep their value.

#include <array>
#include <complex>
#include <concepts>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/id.h"
#include "gorpc/gob/reader.h"
#include "gorpc/gob/type.h"
#include "gorpc/gob/writer.h"

namespace causeway::gorpc::gob {

template <class T>
struct Codec;

template <class T>
struct Described {
  using As = T;
};
template <class T>
struct Described<std::optional<T>> : Described<T> {};  // pointers do not exist on the wire

// One Type per C++ type. Its address is its identity for an Encoder.
template <class T>
inline constexpr Type type_storage = Codec<T>::type();
template <class T>
constexpr const Type& type_of() {
  return type_storage<typename Described<T>::As>;
}

// Go's []byte. (std::string is Go's string; both may hold any bytes.)
struct Bytes {
  std::string data;
  bool operator==(const Bytes&) const = default;
};

// A value that its Go type packs itself, by the interface that this type implements. The kinds do not mix.
template <Kind kind>
struct Opaque {
  std::string data;  // empty = Go's zero value
  bool operator==(const Opaque&) const = default;
};
using GobEncoded = Opaque<Kind::gob_encoder>;            // time.Time (go_time.h), big.Int
using BinaryMarshaled = Opaque<Kind::binary_marshaler>;  // url.URL: its text form
using TextMarshaled = Opaque<Kind::text_marshaler>;

template <>
struct Codec<bool> {
  static constexpr Type type() { return bool_type; }
  static bool omitted(bool value) { return !value; }
  static void encode(Writer& writer, bool value) { writer.uint(value ? 1 : 0); }
  static bool decode(Reader& reader, const Type& wire, bool& value) {
    if (wire.kind != Kind::boolean) return reader.mismatch(wire, "bool");
    value = reader.uint() != 0;
    return reader.ok();
  }
};

template <std::signed_integral T>
struct Codec<T> {
  static constexpr Type type() { return int_type; }
  static bool omitted(T value) { return value == 0; }
  static void encode(Writer& writer, T value) { writer.integer(value); }
  static bool decode(Reader& reader, const Type& wire, T& value) {
    if (wire.kind != Kind::integer) return reader.mismatch(wire, "int");
    const std::int64_t read = reader.integer();
    if (!std::in_range<T>(read)) return reader.fail("number out of range");
    value = static_cast<T>(read);
    return reader.ok();
  }
};

template <std::unsigned_integral T>
struct Codec<T> {
  static constexpr Type type() { return uint_type; }
  static bool omitted(T value) { return value == 0; }
  static void encode(Writer& writer, T value) { writer.uint(value); }
  static bool decode(Reader& reader, const Type& wire, T& value) {
    if (wire.kind != Kind::unsigned_integer) return reader.mismatch(wire, "uint");
    const std::uint64_t read = reader.uint();
    if (!std::in_range<T>(read)) return reader.fail("number out of range");
    value = static_cast<T>(read);
    return reader.ok();
  }
};

template <std::floating_point T>
struct Codec<T> {
  static constexpr Type type() { return float_type; }
  static bool omitted(T value) { return value == 0; }
  static void encode(Writer& writer, T value) { writer.number(static_cast<double>(value)); }
  static bool decode(Reader& reader, const Type& wire, T& value) {
    if (wire.kind != Kind::floating) return reader.mismatch(wire, "float");
    value = static_cast<T>(reader.number());
    return reader.ok();
  }
};

template <>
struct Codec<std::complex<double>> {
  static constexpr Type type() { return complex_type; }
  static bool omitted(const std::complex<double>& value) { return value == std::complex<double>(); }
  static void encode(Writer& writer, const std::complex<double>& value) {
    writer.number(value.real());
    writer.number(value.imag());
  }
  static bool decode(Reader& reader, const Type& wire, std::complex<double>& value) {
    if (wire.kind != Kind::complex) return reader.mismatch(wire, "complex");
    const double real = reader.number();
    value = {real, reader.number()};
    return reader.ok();
  }
};

// Everything that is one run of bytes.
bool decode_bytes(Reader& reader, const Type& wire, Kind kind, std::string& value);

template <>
struct Codec<std::string> {
  static constexpr Type type() { return string_type; }
  static bool omitted(const std::string& value) { return value.empty(); }
  static void encode(Writer& writer, const std::string& value) { writer.bytes(value); }
  static bool decode(Reader& reader, const Type& wire, std::string& value) {
    return decode_bytes(reader, wire, Kind::string, value);
  }
};

template <>
struct Codec<Bytes> {
  static constexpr Type type() { return bytes_type; }
  static bool omitted(const Bytes& value) { return value.data.empty(); }
  static void encode(Writer& writer, const Bytes& value) { writer.bytes(value.data); }
  static bool decode(Reader& reader, const Type& wire, Bytes& value) {
    return decode_bytes(reader, wire, Kind::bytes, value.data);
  }
};

template <Kind kind>
struct Codec<Opaque<kind>> {
  static constexpr Type type() { return {.kind = kind}; }
  static bool omitted(const Opaque<kind>& value) { return value.data.empty(); }
  static void encode(Writer& writer, const Opaque<kind>& value) { writer.bytes(value.data); }
  static bool decode(Reader& reader, const Type& wire, Opaque<kind>& value) {
    return decode_bytes(reader, wire, kind, value.data);
  }
};

template <class Tag>
struct Codec<base::Id<Tag>> {
  static constexpr Type type() { return string_type; }
  static bool omitted(const base::Id<Tag>& value) { return value.empty(); }
  static void encode(Writer& writer, const base::Id<Tag>& value) { writer.bytes(value.str()); }
  static bool decode(Reader& reader, const Type& wire, base::Id<Tag>& value) {
    std::string text;
    if (!decode_bytes(reader, wire, Kind::string, text)) return false;
    value = base::Id<Tag>(std::move(text));
    return true;
  }
};

// Mattermost's times are int64 milliseconds in Go too. (Go's own time.Time is GoTime in go_time.h.)
template <>
struct Codec<base::Time> {
  static constexpr Type type() { return int_type; }
  static bool omitted(base::Time value) { return base::to_millis(value) == 0; }
  static void encode(Writer& writer, base::Time value) { writer.integer(base::to_millis(value)); }
  static bool decode(Reader& reader, const Type& wire, base::Time& value) {
    if (wire.kind != Kind::integer) return reader.mismatch(wire, "int");
    value = base::from_millis(reader.integer());
    return reader.ok();
  }
};

template <class T>
struct Codec<std::vector<T>> {
  static constexpr Type type() { return {.kind = Kind::slice, .elem = &type_storage<typename Described<T>::As>}; }
  static bool omitted(const std::vector<T>& value) { return value.empty(); }
  static void encode(Writer& writer, const std::vector<T>& value) {
    writer.uint(value.size());
    for (const auto& element : value) Codec<T>::encode(writer, element);
  }
  static bool decode(Reader& reader, const Type& wire, std::vector<T>& value) {
    if (wire.kind != Kind::slice && wire.kind != Kind::array) return reader.mismatch(wire, "slice");
    std::size_t count = 0;
    if (!reader.elements(sizeof(T), count)) return false;
    value.clear();
    value.reserve(count);
    for (; count > 0; --count) {
      T element{};
      if (!Codec<T>::decode(reader, *wire.elem, element)) return false;
      value.push_back(std::move(element));
    }
    return true;
  }
};

// A Go array is always sent whole, and its length is part of its type.
template <class T, std::size_t size>
struct Codec<std::array<T, size>> {
  static constexpr Type type() {
    return {.kind = Kind::array,
            .elem = &type_storage<typename Described<T>::As>,
            .length = static_cast<std::int64_t>(size)};
  }
  static bool omitted(const std::array<T, size>&) { return false; }
  static void encode(Writer& writer, const std::array<T, size>& value) {
    writer.uint(size);
    for (const T& element : value) Codec<T>::encode(writer, element);
  }
  static bool decode(Reader& reader, const Type& wire, std::array<T, size>& value) {
    if (wire.kind != Kind::array || wire.length != static_cast<std::int64_t>(size)) {
      return reader.mismatch(wire, "array of " + std::to_string(size));
    }
    std::size_t count = 0;
    if (!reader.elements(0, count)) return false;
    for (T& element : value) {
      if (!Codec<T>::decode(reader, *wire.elem, element)) return false;
    }
    return true;
  }
};

// Go tells nil maps from empty ones; we do not: an empty std::map is omitted as nil is. Where an empty map has to
// arrive as one, the field is a std::optional<std::map>.
template <class K, class V>
struct Codec<std::map<K, V>> {
  static constexpr Type type() {
    return {.kind = Kind::map,
            .elem = &type_storage<typename Described<V>::As>,
            .key = &type_storage<typename Described<K>::As>};
  }
  static bool omitted(const std::map<K, V>& value) { return value.empty(); }
  static void encode(Writer& writer, const std::map<K, V>& value) {
    writer.uint(value.size());
    for (const auto& entry : value) {
      Codec<K>::encode(writer, entry.first);
      Codec<V>::encode(writer, entry.second);
    }
  }
  static bool decode(Reader& reader, const Type& wire, std::map<K, V>& value) {
    if (wire.kind != Kind::map) return reader.mismatch(wire, "map");
    constexpr std::size_t node_bytes = 48;
    std::size_t count = 0;
    if (!reader.elements(sizeof(K) + sizeof(V) + node_bytes, count)) return false;
    value.clear();
    for (; count > 0; --count) {
      K key{};
      V mapped{};
      if (!Codec<K>::decode(reader, *wire.key, key) || !Codec<V>::decode(reader, *wire.elem, mapped)) return false;
      value.insert_or_assign(std::move(key), std::move(mapped));
    }
    return true;
  }
};

template <class T>
inline constexpr bool is_map = false;
template <class K, class V>
inline constexpr bool is_map<std::map<K, V>> = true;

// A Go pointer. Pointers do not exist on the wire: a pointer to a zero scalar arrives as nil, and nullopt inside a list
// cannot be sent.
template <class T>
struct Codec<std::optional<T>> {
  static bool omitted(const std::optional<T>& value) {
    if constexpr (is_map<T>) return !value.has_value();
    return !value.has_value() || Codec<T>::omitted(*value);
  }
  static void encode(Writer& writer, const std::optional<T>& value) {
    if (!value.has_value()) return writer.fail("a nil pointer inside a list or at top level");
    Codec<T>::encode(writer, *value);
  }
  static bool decode(Reader& reader, const Type& wire, std::optional<T>& value) {
    return Codec<T>::decode(reader, wire, value.has_value() ? *value : value.emplace());
  }
};

}  // namespace causeway::gorpc::gob
