#pragma once
// Gob's types. A Type describes the shape of values on the wire; names of types are informational and never matched.
// Two sorts live side by side: static ones, made at compile time from our C++ types (type_of in codec.h), and received
// ones, owned by the arena of the connection they came on. A Type never changes once it can be reached; any thread.

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

namespace causeway::gorpc::gob {

enum class Kind : std::uint8_t {
  undefined,  // named by another definition, not defined yet; never part of a value
  boolean,
  integer,           // every Go int, int8..int64
  unsigned_integer,  // every Go uint, uint8..uint64, uintptr
  floating,          // float32, float64
  bytes,             // []byte
  string,
  complex,
  interface,
  array,
  slice,
  structure,
  map,
  gob_encoder,       // opaque bytes made by the Go type itself: time.Time, big.Int
  binary_marshaler,  // the same by another Go interface: url.URL
  text_marshaler,
};

struct Type;

struct Field {
  std::string_view name;  // exact, case-sensitive
  const Type* type = nullptr;
};

struct Type {
  Kind kind = Kind::undefined;
  std::string_view name{};          // informational, often empty
  const Type* elem = nullptr;       // array, slice, map
  const Type* key = nullptr;        // map
  std::int64_t length = 0;          // array
  std::span<const Field> fields{};  // structure

  bool is_structure() const { return kind == Kind::structure; }
  bool is_opaque() const { return kind >= Kind::gob_encoder; }
};

// A Type together with what keeps it alive: values outlive the connection they came on, so they share its arena.
// Static types have no owner.
using TypeRef = std::shared_ptr<const Type>;
inline TypeRef static_ref(const Type* type) {
  return TypeRef(std::shared_ptr<const void>(), type);
}

// Types that every gob connection knows from the start.
inline constexpr Type bool_type{.kind = Kind::boolean, .name = "bool"};
inline constexpr Type int_type{.kind = Kind::integer, .name = "int"};
inline constexpr Type uint_type{.kind = Kind::unsigned_integer, .name = "uint"};
inline constexpr Type float_type{.kind = Kind::floating, .name = "float"};
inline constexpr Type bytes_type{.kind = Kind::bytes, .name = "bytes"};
inline constexpr Type string_type{.kind = Kind::string, .name = "string"};
inline constexpr Type complex_type{.kind = Kind::complex, .name = "complex"};
inline constexpr Type interface_type{.kind = Kind::interface, .name = "interface"};

// The wire id of a type that needs no definition (1..8), or 0.
int builtin_id(Kind kind);
const Type* builtin_type(std::int64_t id);  // nullptr if there is none

// Word for error texts: "struct", "map", ...
std::string_view kind_name(Kind kind);

// Same shape and same names all the way down; recursive types are fine.
bool same_type(const Type& a, const Type& b);

}  // namespace causeway::gorpc::gob
