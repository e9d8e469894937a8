#include "mattermost/rpc/props.h"

#include <cctype>
#include <cmath>
#include <limits>

#include "mattermost/rpc/attachments.h"

namespace causeway::mattermost::rpc {
namespace {

using namespace gorpc::gob;

inline constexpr Type list_of_any{.kind = Kind::slice, .elem = &interface_type};

// About what a node of a JSON object's tree takes beside its value.
constexpr std::size_t member_bytes = sizeof(std::string) + sizeof(json::Value) + 48;

bool decode_json(Reader& reader, const Type& wire, json::Value& value);

json::Value number(double value) {
  constexpr double two_to_63 = 9223372036854775808.0;
  if (!std::isfinite(value)) return {};
  if (value >= -two_to_63 && value < two_to_63 && std::trunc(value) == value) {
    return static_cast<std::int64_t>(value);
  }
  return value;
}

json::Value number(std::uint64_t value) {
  if (std::in_range<std::int64_t>(value)) return static_cast<std::int64_t>(value);
  return static_cast<double>(value);
}

bool decode_list(Reader& reader, const Type& wire, json::Value& value) {
  std::size_t count = 0;
  if (!reader.elements(sizeof(json::Value), count)) return false;
  json::Array list;
  list.reserve(count);
  for (; count > 0; --count) {
    if (!decode_json(reader, *wire.elem, list.emplace_back())) return false;
  }
  value = std::move(list);
  return true;
}

// Keys are strings in all that we know; numbers are written out as encoding/json does.
bool decode_map(Reader& reader, const Type& wire, json::Value& value) {
  std::size_t count = 0;
  if (!reader.elements(member_bytes, count)) return false;
  json::Object object;
  for (; count > 0; --count) {
    json::Value key;
    json::Value mapped;
    if (!decode_json(reader, *wire.key, key) || !decode_json(reader, *wire.elem, mapped)) return false;
    object.insert_or_assign(key.string() != nullptr ? *key.string() : json::dump(key), std::move(mapped));
  }
  value = std::move(object);
  return true;
}

bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}

// "ImageURL" -> "image_url", "ChannelId" -> "channel_id"
std::string snake_case(std::string_view name) {
  std::string out;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool starts_word =
        is_upper(name[i]) && i > 0 && (!is_upper(name[i - 1]) || (i + 1 < name.size() && !is_upper(name[i + 1])));
    if (starts_word) out.push_back('_');
    out.push_back(is_upper(name[i]) ? static_cast<char>(name[i] - 'A' + 'a') : name[i]);
  }
  return out;
}

bool decode_structure(Reader& reader, const Type& wire, json::Value& value) {
  json::Object object;
  std::int64_t field = -1;
  while (reader.next_field(wire, field)) {
    const Field& sent = wire.fields[static_cast<std::size_t>(field)];
    json::Value member;
    if (!reader.charge(member_bytes) || !decode_json(reader, *sent.type, member)) return false;
    object.insert_or_assign(snake_case(sent.name), std::move(member));
  }
  value = std::move(object);
  return reader.ok();
}

template <class T>
bool decode_scalar(Reader& reader, const Type& wire, T& scalar) {
  return Codec<T>::decode(reader, wire, scalar);
}

bool decode_json(Reader& reader, const Type& wire, json::Value& value) {
  switch (wire.kind) {
    case Kind::boolean: {
      bool flag = false;
      if (!decode_scalar(reader, wire, flag)) return false;
      value = flag;
      return true;
    }
    case Kind::integer: {
      std::int64_t integer = 0;
      if (!decode_scalar(reader, wire, integer)) return false;
      value = integer;
      return true;
    }
    case Kind::unsigned_integer: {
      std::uint64_t natural = 0;
      if (!decode_scalar(reader, wire, natural)) return false;
      value = number(natural);
      return true;
    }
    case Kind::floating: {
      double real = 0;
      if (!decode_scalar(reader, wire, real)) return false;
      value = number(real);
      return true;
    }
    case Kind::string:
    case Kind::bytes:
    case Kind::gob_encoder:
    case Kind::binary_marshaler:
    case Kind::text_marshaler: {
      std::string text;
      if (!decode_bytes(reader, wire, wire.kind, text)) return false;
      value = std::move(text);
      return true;
    }
    case Kind::slice:
    case Kind::array:
      return decode_list(reader, wire, value);
    case Kind::map:
      return decode_map(reader, wire, value);
    case Kind::structure:
      return decode_structure(reader, wire, value);
    case Kind::interface:
      return decode_interface(reader, value);
    case Kind::complex:
    case Kind::undefined:
      break;
  }
  value = {};
  return reader.skip(wire);
}

void encode_list(Writer& writer, const json::Array& list) {
  writer.uint(list.size());
  for (const json::Value& item : list) encode_interface(writer, item);
}

void encode_object(Writer& writer, const json::Object& object) {
  writer.uint(object.size());
  for (const auto& [key, member] : object) {
    writer.bytes(key);
    encode_interface(writer, member);
  }
}

template <class Encode>
void encode_named(Writer& writer, std::string_view name, const Type& type, Encode encode) {
  const std::size_t mark = writer.open_interface(name, static_ref(&type));
  encode();
  writer.close_interface(mark);
}

}  // namespace

void encode_interface(Writer& writer, const json::Value& value) {
  if (const auto* text = value.string()) {
    encode_named(writer, "string", string_type, [&] { writer.bytes(*text); });
  } else if (const auto* flag = value.boolean()) {
    encode_named(writer, "bool", bool_type, [&] { writer.uint(*flag ? 1 : 0); });
  } else if (const auto* integer = value.integer()) {
    encode_named(writer, "float64", float_type, [&] { writer.number(static_cast<double>(*integer)); });
  } else if (const auto* real = value.number()) {
    encode_named(writer, "float64", float_type, [&] { writer.number(*real); });
  } else if (const auto* list = value.array()) {
    encode_named(writer, "[]interface {}", list_of_any, [&] { encode_list(writer, *list); });
  } else if (const auto* object = value.object()) {
    encode_named(writer, "map[string]interface {}", type_of<json::Value>(), [&] { encode_object(writer, *object); });
  } else {
    writer.uint(0);
  }
}

bool decode_interface(Reader& reader, json::Value& value) {
  Reader::Any any;
  if (!reader.interface(any)) return false;
  value = {};
  if (any.type == nullptr) return true;
  if (any.name != attachments_name) return decode_json(reader, *any.type, value);
  std::vector<Attachment> attachments;
  if (!Codec<std::vector<Attachment>>::decode(reader, *any.type, attachments)) return false;
  value = json::to_json(attachments);
  return true;
}

}  // namespace causeway::mattermost::rpc

namespace causeway::gorpc::gob {

void Codec<json::Value>::encode(Writer& writer, const json::Value& value) {
  const json::Object* object = value.object();
  if (object == nullptr && !value.is_null()) return writer.fail("properties that are no JSON object");
  writer.uint(object == nullptr ? 0 : object->size());
  if (object == nullptr) return;
  for (const auto& [key, member] : *object) {
    writer.bytes(key);
    mattermost::rpc::encode_interface(writer, member);
  }
}

bool Codec<json::Value>::decode(Reader& reader, const Type& wire, json::Value& value) {
  if (wire.kind != Kind::map || wire.key->kind != Kind::string) return reader.mismatch(wire, "map[string]interface {}");
  return mattermost::rpc::decode_map(reader, wire, value);
}

}  // namespace causeway::gorpc::gob
