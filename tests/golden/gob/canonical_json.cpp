#include "golden/gob/canonical_json.h"

#include <bit>
#include <cstdio>
#include <nlohmann/json.hpp>

namespace causeway::golden {
namespace {

using gorpc::gob::Data;
using gorpc::gob::Kind;
using gorpc::gob::Type;
using nlohmann::json;

std::string hex(const std::string& bytes) {
  std::string text;
  for (const char byte : bytes) {
    constexpr const char* digits = "0123456789abcdef";
    text += digits[static_cast<unsigned char>(byte) >> 4];
    text += digits[static_cast<unsigned char>(byte) & 15];
  }
  return text;
}

std::string bits(double number) {
  char text[17];
  std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(std::bit_cast<std::uint64_t>(number)));
  return text;
}

json to_json(const Type& type, const Data& data);

json members_json(const Type& type, const Data& data) {
  json object = json::object();
  for (const auto& member : std::get<gorpc::gob::Members>(data.is)) {
    const auto& field = type.fields[member.field];
    object[std::string(field.name)] = to_json(*field.type, member.value);
  }
  return object;
}

json list_json(const Type& type, const Data& data) {
  json list = json::array();
  for (const auto& element : std::get<gorpc::gob::List>(data.is)) list.push_back(to_json(*type.elem, element));
  return list;
}

json map_json(const Type& type, const Data& data) {
  json object = json::object();
  for (const auto& entry : std::get<gorpc::gob::Entries>(data.is)) {
    object[to_json(*type.key, entry.key).get<std::string>()] = to_json(*type.elem, entry.value);
  }
  return object;
}

json interface_json(const Data& data) {
  const auto* box = std::get_if<gorpc::gob::Box>(&data.is);
  if (box == nullptr) return nullptr;
  return {{"$t", (*box)->name}, {"v", to_json(*(*box)->type, (*box)->data)}};
}

json to_json(const Type& type, const Data& data) {
  switch (type.kind) {
    case Kind::boolean:
      return std::get<bool>(data.is);
    case Kind::integer:
      return std::to_string(std::get<std::int64_t>(data.is));
    case Kind::unsigned_integer:
      return std::to_string(std::get<std::uint64_t>(data.is));
    case Kind::floating:
      return "f" + bits(std::get<double>(data.is));
    case Kind::complex: {
      const auto& pair = std::get<std::complex<double>>(data.is);
      return "c" + bits(pair.real()) + "," + bits(pair.imag());
    }
    case Kind::bytes:
      return {{"$hex", hex(std::get<std::string>(data.is))}};
    case Kind::string:
      return "s" + std::get<std::string>(data.is);
    case Kind::structure:
      return members_json(type, data);
    case Kind::map:
      return map_json(type, data);
    case Kind::slice:
    case Kind::array:
      return list_json(type, data);
    case Kind::interface:
      return interface_json(data);
    default:
      return {{"$bin", hex(std::get<std::string>(data.is))}};
  }
}

}  // namespace

std::string canonical_json(const std::vector<gorpc::gob::Value>& values) {
  json all = json::array();
  for (const auto& value : values) all.push_back(to_json(*value.type, value.data));
  return all.dump(-1, ' ', false, json::error_handler_t::replace);
}

bool same_json(const std::string& a, const std::string& b) {
  return json::parse(a) == json::parse(b);
}

}  // namespace causeway::golden
