// Data by its type, both ways.
#include "gorpc/gob/value.h"

namespace causeway::gorpc::gob {
namespace {

template <class T>
bool decode_scalar(Reader& reader, const Type& wire, Data& data) {
  return Codec<T>::decode(reader, wire, data.is.emplace<T>());
}

bool decode_list(Reader& reader, const Type& wire, List& list) {
  std::size_t count = 0;
  if (!reader.elements(sizeof(Data), count)) return false;
  list.reserve(count);
  for (; count > 0; --count) {
    if (!decode_data(reader, *wire.elem, list.emplace_back())) return false;
  }
  return true;
}

bool decode_entries(Reader& reader, const Type& wire, Entries& entries) {
  std::size_t count = 0;
  if (!reader.elements(sizeof(Entry), count)) return false;
  entries.reserve(count);
  for (; count > 0; --count) {
    Entry& entry = entries.emplace_back();
    if (!decode_data(reader, *wire.key, entry.key) || !decode_data(reader, *wire.elem, entry.value)) return false;
  }
  return true;
}

bool decode_members(Reader& reader, const Type& wire, Members& members) {
  std::int64_t field = -1;
  while (reader.next_field(wire, field)) {
    if (!reader.charge(2 * sizeof(Member))) return false;  // a vector that grows by doubling
    Member& member = members.emplace_back();
    member.field = static_cast<std::uint32_t>(field);
    if (!decode_data(reader, *wire.fields[static_cast<std::size_t>(field)].type, member.value)) return false;
  }
  return reader.ok();
}

bool decode_interface(Reader& reader, const Type& wire, Data& data) {
  Value value;
  if (!reader.charge(sizeof(Value)) || !Codec<Value>::decode(reader, wire, value)) return false;
  if (!value.is_nil()) data.is.emplace<Box>(std::move(value));
  return true;
}

// The data's alternative for a type, or nullptr with the failure noted: hand-made data may not fit its type.
template <class T>
const T* expect(Writer& writer, const Data& data) {
  const T* value = std::get_if<T>(&data.is);
  if (value == nullptr) writer.fail("a value does not fit its type");
  return value;
}

void encode_list(Writer& writer, const Type& type, const List& list) {
  if (type.kind == Kind::array && list.size() != static_cast<std::size_t>(type.length)) {
    return writer.fail("an array of the wrong length");
  }
  writer.uint(list.size());
  for (const Data& element : list) encode_data(writer, *type.elem, element);
}

void encode_entries(Writer& writer, const Type& type, const Entries& entries) {
  writer.uint(entries.size());
  for (const Entry& entry : entries) {
    encode_data(writer, *type.key, entry.key);
    encode_data(writer, *type.elem, entry.value);
  }
}

void encode_members(Writer& writer, const Type& type, const Members& members) {
  std::int64_t last = -1;
  for (const Member& member : members) {
    if (member.field >= type.fields.size() || member.field <= last)
      return writer.fail("a struct's fields are out of order");
    writer.field(member.field, last);
    encode_data(writer, *type.fields[member.field].type, member.value);
  }
  writer.end_structure();
}

void encode_composite(Writer& writer, const Type& type, const Data& data) {
  if (type.kind == Kind::structure) {
    if (const auto* members = expect<Members>(writer, data)) encode_members(writer, type, *members);
  } else if (type.kind == Kind::map) {
    if (const auto* entries = expect<Entries>(writer, data)) encode_entries(writer, type, *entries);
  } else if (type.kind == Kind::slice || type.kind == Kind::array) {
    if (const auto* list = expect<List>(writer, data)) encode_list(writer, type, *list);
  } else if (type.kind == Kind::interface) {
    if (std::holds_alternative<std::monostate>(data.is)) return writer.uint(0);
    if (const auto* box = expect<Box>(writer, data)) Codec<Value>::encode(writer, **box);
  } else {
    writer.fail("a value of an undefined type");
  }
}

}  // namespace

// Depth is bounded by the scanner, which walked the value before.
bool decode_data(Reader& reader, const Type& wire, Data& data) {
  switch (wire.kind) {
    case Kind::boolean:
      return decode_scalar<bool>(reader, wire, data);
    case Kind::integer:
      return decode_scalar<std::int64_t>(reader, wire, data);
    case Kind::unsigned_integer:
      return decode_scalar<std::uint64_t>(reader, wire, data);
    case Kind::floating:
      return decode_scalar<double>(reader, wire, data);
    case Kind::complex:
      return decode_scalar<std::complex<double>>(reader, wire, data);
    case Kind::bytes:
    case Kind::string:
    case Kind::gob_encoder:
    case Kind::binary_marshaler:
    case Kind::text_marshaler:
      return decode_bytes(reader, wire, wire.kind, data.is.emplace<std::string>());
    case Kind::slice:
    case Kind::array:
      return decode_list(reader, wire, data.is.emplace<List>());
    case Kind::map:
      return decode_entries(reader, wire, data.is.emplace<Entries>());
    case Kind::structure:
      return decode_members(reader, wire, data.is.emplace<Members>());
    case Kind::interface:
      return decode_interface(reader, wire, data);
    case Kind::undefined:
      break;
  }
  return reader.fail("a value of an undefined type");
}

void encode_data(Writer& writer, const Type& type, const Data& data) {
  switch (type.kind) {
    case Kind::boolean:
      if (const auto* value = expect<bool>(writer, data)) Codec<bool>::encode(writer, *value);
      break;
    case Kind::integer:
      if (const auto* value = expect<std::int64_t>(writer, data)) writer.integer(*value);
      break;
    case Kind::unsigned_integer:
      if (const auto* value = expect<std::uint64_t>(writer, data)) writer.uint(*value);
      break;
    case Kind::floating:
      if (const auto* value = expect<double>(writer, data)) writer.number(*value);
      break;
    case Kind::complex:
      if (const auto* value = expect<std::complex<double>>(writer, data))
        Codec<std::complex<double>>::encode(writer, *value);
      break;
    case Kind::bytes:
    case Kind::string:
    case Kind::gob_encoder:
    case Kind::binary_marshaler:
    case Kind::text_marshaler:
      if (const auto* value = expect<std::string>(writer, data)) writer.bytes(*value);
      break;
    default:
      encode_composite(writer, type, data);
  }
}

}  // namespace causeway::gorpc::gob
