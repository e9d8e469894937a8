#include "gorpc/gob/encoder.h"

#include <utility>

namespace causeway::gorpc::gob {
namespace {

constexpr std::size_t max_owners = 256;  // types with an owner that are recognised by address

template <class Visit>
void for_each_child(const Type& type, const Visit& visit) {
  if (type.key != nullptr) visit(*type.key);
  if (type.elem != nullptr) visit(*type.elem);
  for (const Field& field : type.fields) visit(*field.type);
}

// A text that two types share exactly if they are the same (same_type). Types are numbered in the order they are met.
std::string shape_of(const Type& root) {
  std::string shape;
  std::unordered_map<const Type*, std::size_t> numbers;
  std::vector<const Type*> met;
  const auto mention = [&](const Type& type) {
    if (builtin_id(type.kind) != 0) return put_uint(shape, static_cast<std::uint64_t>(type.kind));
    const auto [at, fresh] = numbers.try_emplace(&type, numbers.size());
    if (fresh) met.push_back(&type);
    put_uint(shape, 64 + at->second);
  };
  mention(root);
  for (std::size_t i = 0; i < met.size(); ++i) {
    const Type& type = *met[i];
    put_uint(shape, static_cast<std::uint64_t>(type.kind));
    put_bytes(shape, type.name);
    put_int(shape, type.length);
    put_uint(shape, type.fields.size());
    for (const Field& field : type.fields) put_bytes(shape, field.name);
    for_each_child(type, mention);
  }
  return shape;
}

// CommonType and fieldType: {Name string, Id int}.
void put_named_id(std::string& out, std::string_view name, std::int64_t id) {
  put_uint(out, name.empty() ? 2 : 1);
  if (!name.empty()) {
    put_bytes(out, name);
    put_uint(out, 1);
  }
  put_int(out, id);
  put_uint(out, 0);
}

void put_message(std::string& out, std::string_view body) {
  put_bytes(out, body);
}

}  // namespace

Writer Encoder::open(const TypeRef& type) {
  value_.clear();
  put_int(value_, id_of(type));
  if (!type->is_structure()) put_uint(value_, 0);
  return Writer(*this, value_);
}

base::Result<> Encoder::close(const Writer& writer, std::string& out) {
  if (!writer.ok()) return base::refused("gob_unencodable", writer.error());
  if (value_.size() > message_bytes_)
    return base::refused("gob_unencodable", "the message would be larger than the limit");
  out.append(definitions_);
  definitions_.clear();
  put_message(out, value_);
  return base::ok();
}

std::int64_t Encoder::id_of(const TypeRef& type) {
  if (const int builtin = builtin_id(type->kind)) return builtin;
  if (type.use_count() == 0) {
    const auto at = static_ids_.find(type.get());
    return at != static_ids_.end() ? at->second : define(*type, static_ids_);
  }
  if (const auto at = owned_ids_.find(type.get()); at != owned_ids_.end()) return at->second;
  const auto [shape, fresh] = shapes_.try_emplace(shape_of(*type), 0);
  if (fresh) {
    Ids ids;
    shape->second = define(*type, ids);
  }
  if (owners_.size() >= max_owners) {
    owned_ids_.clear();
    owners_.clear();
  }
  owners_.push_back(type);
  owned_ids_.emplace(type.get(), shape->second);
  return shape->second;
}

// Ids first, for everything that the type is made of: definitions refer to one another in circles.
std::int64_t Encoder::define(const Type& root, Ids& ids) {
  std::vector<std::pair<const Type*, std::int64_t>> fresh;
  const auto number = [&](const Type& type) {
    if (builtin_id(type.kind) != 0 || !ids.try_emplace(&type, next_id_).second) return;
    fresh.emplace_back(&type, next_id_++);
  };
  number(root);
  for (std::size_t i = 0; i < fresh.size(); ++i) for_each_child(*fresh[i].first, number);
  for (const auto& type : fresh) define_one(*type.first, type.second, ids);
  return ids.at(&root);
}

void Encoder::define_one(const Type& type, std::int64_t id, const Ids& ids) {
  const auto id_in = [&](const Type& child) -> std::int64_t {
    const int builtin = builtin_id(child.kind);
    return builtin != 0 ? builtin : ids.at(&child);
  };
  // wireType has one field for each kind from array on, in the order of Kind.
  std::string body;
  put_int(body, -id);
  put_uint(body, static_cast<std::uint64_t>(type.kind) - static_cast<std::uint64_t>(Kind::array) + 1);
  put_uint(body, 1);
  put_named_id(body, type.name, id);
  if (type.kind == Kind::map) {
    put_uint(body, 1);
    put_int(body, id_in(*type.key));
  }
  if (type.elem != nullptr) {
    put_uint(body, 1);
    put_int(body, id_in(*type.elem));
  }
  if (type.kind == Kind::array && type.length != 0) {
    put_uint(body, 1);
    put_int(body, type.length);
  }
  if (!type.fields.empty()) {
    put_uint(body, 1);
    put_uint(body, type.fields.size());
    for (const Field& field : type.fields) put_named_id(body, field.name, id_in(*field.type));
  }
  put_uint(body, 0);
  put_uint(body, 0);
  put_message(definitions_, body);
}

}  // namespace causeway::gorpc::gob
