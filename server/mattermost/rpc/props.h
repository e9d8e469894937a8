#pragma once
// Free-form values: Go's map[string]interface{} and interface{} on the bridge, JSON in the house.
//
// To Go goes what Go itself makes of JSON: string, float64, bool, nil, []interface {} and map[string]interface {} (all
// registered with its gob; int64 beyond 2^53 loses digits, as in any JSON reader of Go). From Go comes anything:
// numbers of every kind become JSON numbers, []*model.SlackAttachment becomes what Go's encoding/json makes of it, and
// a struct that we do not know becomes an object with its names in snake_case. Bytes become a string; what JSON cannot
// say (complex numbers, infinities) becomes null.

#include "gorpc/gob/codec.h"
#include "gorpc/gob/value.h"
#include "json/record.h"
#include "json/value.h"

namespace causeway::mattermost::rpc {

// One Go interface{} field, where json::Value alone would be a map[string]interface{}.
struct Any {
  json::Value value;
  bool operator==(const Any&) const = default;
};

// An interface's content by itself; null = nil.
void encode_interface(gorpc::gob::Writer& writer, const json::Value& value);
bool decode_interface(gorpc::gob::Reader& reader, json::Value& value);

}  // namespace causeway::mattermost::rpc

namespace causeway::gorpc::gob {

// map[string]interface{}. Null = nil; anything but an object cannot be sent.
template <>
struct Codec<json::Value> {
  static constexpr Type type() { return {.kind = Kind::map, .elem = &interface_type, .key = &string_type}; }
  static bool omitted(const json::Value& value) { return value.is_null(); }
  static void encode(Writer& writer, const json::Value& value);
  static bool decode(Reader& reader, const Type& wire, json::Value& value);
};

template <>
struct Codec<mattermost::rpc::Any> {
  static constexpr Type type() { return interface_type; }
  static bool omitted(const mattermost::rpc::Any& any) { return any.value.is_null(); }
  static void encode(Writer& writer, const mattermost::rpc::Any& any) {
    mattermost::rpc::encode_interface(writer, any.value);
  }
  static bool decode(Reader& reader, const Type& wire, mattermost::rpc::Any& any) {
    if (wire.kind != Kind::interface) return reader.mismatch(wire, "interface");
    return mattermost::rpc::decode_interface(reader, any.value);
  }
};

}  // namespace causeway::gorpc::gob

template <>
struct causeway::json::Codec<causeway::mattermost::rpc::Any> {
  static Value write(const mattermost::rpc::Any& any) { return any.value; }
  static bool is_zero(const mattermost::rpc::Any& any) { return any.value.is_null(); }
  static bool read(const Value& value, mattermost::rpc::Any& any, Mismatch&) {
    any.value = value;
    return true;
  }
};
