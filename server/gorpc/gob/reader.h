#pragma once
// Reads one value, already known to be whole and well-formed (scanner.h), into C++ objects. What can still go wrong is
// that the value does not fit where it should go; then the first reason is kept and every read gives false or zero.
// Lives on the stack of Decoder::read; specialisations of Codec (codec.h) are its users.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "gorpc/gob/type.h"
#include "gorpc/gob/type_table.h"
#include "gorpc/gob/wire.h"

namespace causeway::gorpc::gob {

class Reader;
class Writer;

// How one C++ type travels, without its type: what tables of fields are made of.
struct FieldOps {
  std::string_view name;
  std::size_t offset = 0;
  bool (*omitted)(const void* value) = nullptr;
  void (*encode)(Writer& writer, const void* value) = nullptr;
  bool (*decode)(Reader& reader, const Type& wire, void* value) = nullptr;
};
struct RecordOps {
  const Type* type = nullptr;
  std::vector<FieldOps> fields;  // in the order of type->fields
};

// For a received struct type and one of our records: which of our fields (by exact name) a received field is, or -1.
// Belongs to a Decoder, because received types do.
class Plans {
 public:
  using Plan = std::vector<std::int32_t>;
  const Plan& find(const Type& wire, const RecordOps& ops);

 private:
  struct Key {
    const Type* wire;
    const RecordOps* ops;
    bool operator==(const Key&) const = default;
  };
  struct Hash {
    std::size_t operator()(const Key& key) const {
      return std::hash<const void*>{}(key.wire) * 31 + std::hash<const void*>{}(key.ops);
    }
  };
  Key last_key_{nullptr, nullptr};
  const Plan* last_ = nullptr;
  std::unordered_map<Key, Plan, Hash> plans_;
};

class Reader {
 public:
  // `allocated_bytes`: what the decoded value may occupy.
  Reader(std::string_view value, TypeTable& types, Plans& plans, std::size_t allocated_bytes)
      : cursor_(value), types_(types), plans_(plans), budget_(allocated_bytes) {}

  std::uint64_t uint() { return cursor_.uint(); }
  std::int64_t integer() { return cursor_.integer(); }
  double number() { return float_from(cursor_.uint()); }
  std::string_view bytes() { return cursor_.bytes(); }  // string, []byte, opaque; valid while the decoder is not fed

  // The count in front of the elements of a slice, array or map. Accounts for count * element_bytes of memory.
  bool elements(std::size_t element_bytes, std::size_t& count);

  // Accounts for memory about to be allocated; false once the value would occupy more than the limit.
  bool charge(std::size_t bytes);

  // An interface: its registered name and its value's type; type == nullptr = nil. The value follows and must be read
  // or skipped.
  struct Any {
    std::string_view name;
    const Type* type = nullptr;
  };
  bool interface(Any& any);

  // Steps to the next field of a struct: `field` is its number in wire.fields, to begin with -1. False at the end.
  bool next_field(const Type& wire, std::int64_t& field);

  // Reads a struct into a record's object: fields it does not have are skipped, fields not sent keep their value.
  bool structure(const Type& wire, const RecordOps& ops, void* record);

  bool skip(const Type& wire);

  bool fail(std::string text);
  bool mismatch(const Type& wire, std::string_view wanted);
  bool ok() const { return error_.empty() && !cursor_.failed(); }
  std::string error() const { return error_.empty() && cursor_.failed() ? "the value ends too early" : error_; }

  TypeRef share(const Type* type) const { return types_.share(type); }

 private:
  Cursor cursor_;
  TypeTable& types_;
  Plans& plans_;
  std::size_t budget_;
  std::string error_;
};

}  // namespace causeway::gorpc::gob
