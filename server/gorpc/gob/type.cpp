#include "gorpc/gob/type.h"

#include <array>
#include <set>
#include <utility>

namespace causeway::gorpc::gob {
namespace {

constexpr std::array<const Type*, 9> builtins = {nullptr,     &bool_type,   &int_type,     &uint_type,     &float_type,
                                                 &bytes_type, &string_type, &complex_type, &interface_type};
constexpr std::array<std::string_view, 16> names = {
    "undefined", "bool",  "int",   "uint",   "float", "bytes",      "string",          "complex",
    "interface", "array", "slice", "struct", "map",   "GobEncoder", "BinaryMarshaler", "TextMarshaler",
};

using Pairs = std::set<std::pair<const Type*, const Type*>>;

// Pairs under comparison count as equal: a difference is found where it is, not on the way round a cycle.
bool same(const Type* a, const Type* b, Pairs& seen) {
  if (a == b) return true;
  if (a == nullptr || b == nullptr || a->kind != b->kind) return false;
  if (builtin_id(a->kind) != 0) return true;
  if (a->name != b->name || a->length != b->length || a->fields.size() != b->fields.size()) return false;
  if (!seen.emplace(a, b).second) return true;
  for (std::size_t i = 0; i < a->fields.size(); ++i) {
    if (a->fields[i].name != b->fields[i].name || !same(a->fields[i].type, b->fields[i].type, seen)) return false;
  }
  return same(a->elem, b->elem, seen) && same(a->key, b->key, seen);
}

}  // namespace

int builtin_id(Kind kind) {
  const auto id = static_cast<std::size_t>(kind);
  return id < builtins.size() ? static_cast<int>(id) : 0;
}

const Type* builtin_type(std::int64_t id) {
  return id > 0 && static_cast<std::size_t>(id) < builtins.size() ? builtins[static_cast<std::size_t>(id)] : nullptr;
}

std::string_view kind_name(Kind kind) {
  return names[static_cast<std::size_t>(kind)];
}

bool same_type(const Type& a, const Type& b) {
  Pairs seen;
  return same(&a, &b, seen);
}

}  // namespace causeway::gorpc::gob
