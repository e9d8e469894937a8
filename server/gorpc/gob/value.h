#pragma once
// Values whose type is known only from the wire. A Value is what a Go interface holds: a registered name, a type and
// the data. It is read by the type that the sender defined, so no name is ever unknown, and it is written back with the
// same name and the same definition. Copyable values; a Value keeps its type alive and may outlive its connection; any
// thread.

#include <complex>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "gorpc/gob/codec.h"
#include "gorpc/gob/type.h"

namespace causeway::gorpc::gob {

struct Value;
struct Data;
struct Entry;
struct Member;

// A Value inside Data. Never null except after a move.
class Box {
 public:
  explicit Box(Value value);
  Box(const Box& other);
  Box(Box&& other) noexcept;
  Box& operator=(const Box& other);
  Box& operator=(Box&& other) noexcept;
  ~Box();
  bool operator==(const Box& other) const;
  const Value& operator*() const { return *value_; }
  const Value* operator->() const { return value_.get(); }

 private:
  std::unique_ptr<Value> value_;
};

using List = std::vector<Data>;       // slice, array
using Entries = std::vector<Entry>;   // map, in the order received
using Members = std::vector<Member>;  // structure: only the fields that were sent

// Data has no sense without its Type. The alternatives follow Kind; string also holds bytes and the opaque kinds;
// monostate is the nil interface.
struct Data {
  std::variant<std::monostate, bool, std::int64_t, std::uint64_t, double, std::complex<double>, std::string, List,
               Entries, Members, Box>
      is;
  bool operator==(const Data&) const;  // floats by their bits, maps in any order
};
struct Entry {
  Data key;
  Data value;
};
struct Member {
  std::uint32_t field = 0;  // number in the type's fields
  Data value;
};

struct Value {
  std::string name;  // as registered with Go: "string", "map[string]interface {}", "*model.AppError"; empty = nil
  TypeRef type;      // absent only when nil
  Data data;

  bool is_nil() const { return name.empty(); }
  bool operator==(const Value& other) const;  // same name, same definition, same data

  // Whatever the name is: the data, if it is of that kind; nullptr otherwise.
  const std::string* string() const { return std::get_if<std::string>(&data.is); }
  const bool* boolean() const { return std::get_if<bool>(&data.is); }
  const std::int64_t* integer() const { return std::get_if<std::int64_t>(&data.is); }
  const std::uint64_t* unsigned_integer() const { return std::get_if<std::uint64_t>(&data.is); }
  const double* number() const { return std::get_if<double>(&data.is); }
  const List* list() const { return std::get_if<List>(&data.is); }
  const Entries* entries() const { return std::get_if<Entries>(&data.is); }
  const Members* members() const { return std::get_if<Members>(&data.is); }

  static Value of_string(std::string text);                             // "string"
  static Value of_bool(bool value);                                     // "bool"
  static Value of_int(std::int64_t value);                              // "int"
  static Value of_int64(std::int64_t value);                            // "int64"
  static Value of_number(double value);                                 // "float64"
  static Value of_list(std::vector<Value> list);                        // "[]interface {}"
  static Value of_map(std::vector<std::pair<std::string, Value>> map);  // "map[string]interface {}"
};

// Data by its type: what Value's codec and the tests stand on.
bool decode_data(Reader& reader, const Type& wire, Data& data);
void encode_data(Writer& writer, const Type& type, const Data& data);

template <>
struct Codec<Value> {
  static constexpr Type type() { return interface_type; }
  static bool omitted(const Value& value) { return value.is_nil(); }
  static void encode(Writer& writer, const Value& value);
  static bool decode(Reader& reader, const Type& wire, Value& value);
};

}  // namespace causeway::gorpc::gob
