#pragma once
// The gob codec of every CAUSEWAY_RECORD (base/record.h): fields are matched by their exact Go name, received fields
// that the record does not have are skipped, fields that were not received keep their value. Nested records are always
// sent, as Go sends structs; std::optional<Record> is a pointer and omitted when absent.

#include <array>
#include <cstddef>

#include "base/record.h"
#include "gorpc/gob/codec.h"

namespace causeway::gorpc::gob {

template <base::IsRecord Record>
constexpr std::size_t gob_field_count() {
  std::size_t count = 0;
  Record::describe([&](auto field) { count += field.in_gob() ? 1 : 0; });
  return count;
}

template <base::IsRecord Record>
constexpr std::array<Field, gob_field_count<Record>()> gob_fields() {
  std::array<Field, gob_field_count<Record>()> fields{};
  std::size_t at = 0;
  Record::describe([&](auto field) {
    if (field.in_gob())
      fields[at++] = {field.go_name, &type_storage<typename Described<typename decltype(field)::Value>::As>};
  });
  return fields;
}

template <base::IsRecord Record>
inline constexpr std::array<Field, gob_field_count<Record>()> record_fields = gob_fields<Record>();

template <class T>
FieldOps field_ops(std::string_view name, std::size_t offset) {
  return {name, offset, [](const void* value) { return Codec<T>::omitted(*static_cast<const T*>(value)); },
          [](Writer& writer, const void* value) { Codec<T>::encode(writer, *static_cast<const T*>(value)); },
          [](Reader& reader, const Type& wire, void* value) {
            return Codec<T>::decode(reader, wire, *static_cast<T*>(value));
          }};
}

template <base::IsRecord Record>
const RecordOps& record_ops() {
  static const RecordOps ops = [] {
    RecordOps made{&type_of<Record>(), {}};
    const Record sample{};
    Record::describe([&](auto field) {
      if (!field.in_gob()) return;
      const auto* base = reinterpret_cast<const std::byte*>(&sample);
      const auto* member = reinterpret_cast<const std::byte*>(&(sample.*field.member));
      made.fields.push_back(
          field_ops<typename decltype(field)::Value>(field.go_name, static_cast<std::size_t>(member - base)));
    });
    return made;
  }();
  return ops;
}

template <base::IsRecord Record>
struct Codec<Record> {
  static constexpr Type type() {
    return {.kind = Kind::structure, .name = Record::record_name, .fields = record_fields<Record>};
  }
  static bool omitted(const Record&) { return false; }
  static void encode(Writer& writer, const Record& value) { writer.structure(record_ops<Record>(), &value); }
  static bool decode(Reader& reader, const Type& wire, Record& value) {
    return reader.structure(wire, record_ops<Record>(), &value);
  }
};

}  // namespace causeway::gorpc::gob
