#include "gorpc/gob/value.h"

#include <algorithm>
#include <bit>

namespace causeway::gorpc::gob {

Box::Box(Value value) : value_(std::make_unique<Value>(std::move(value))) {}
Box::Box(const Box& other) : value_(std::make_unique<Value>(*other)) {}
Box::Box(Box&& other) noexcept = default;
Box& Box::operator=(const Box& other) {
  if (this != &other) value_ = std::make_unique<Value>(*other);
  return *this;
}
Box& Box::operator=(Box&& other) noexcept = default;
Box::~Box() = default;
bool Box::operator==(const Box& other) const {
  return **this == *other;
}

namespace {

bool same_bits(double a, double b) {
  return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

// Go sends the entries of a map in any order.
bool same_entries(const Entries& a, const Entries& b) {
  if (a.size() != b.size()) return false;
  const auto equal = [](const Entry& x, const Entry& y) { return x.key == y.key && x.value == y.value; };
  return std::is_permutation(a.begin(), a.end(), b.begin(), equal);
}

bool same_members(const Members& a, const Members& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const Member& x, const Member& y) { return x.field == y.field && x.value == y.value; });
}

inline constexpr Type list_of_any{.kind = Kind::slice, .elem = &interface_type};
inline constexpr Type map_of_any{.kind = Kind::map, .elem = &interface_type, .key = &string_type};

Value make(std::string_view name, const Type& type, Data data) {
  return {std::string(name), static_ref(&type), std::move(data)};
}

Data boxed(Value value) {
  return value.is_nil() ? Data{} : Data{Box(std::move(value))};
}

}  // namespace

bool Data::operator==(const Data& other) const {
  if (is.index() != other.is.index()) return false;
  if (const auto* number = std::get_if<double>(&is)) return same_bits(*number, std::get<double>(other.is));
  if (const auto* pair = std::get_if<std::complex<double>>(&is)) {
    const auto& theirs = std::get<std::complex<double>>(other.is);
    return same_bits(pair->real(), theirs.real()) && same_bits(pair->imag(), theirs.imag());
  }
  if (const auto* list = std::get_if<List>(&is)) return *list == std::get<List>(other.is);
  if (const auto* entries = std::get_if<Entries>(&is)) return same_entries(*entries, std::get<Entries>(other.is));
  if (const auto* members = std::get_if<Members>(&is)) return same_members(*members, std::get<Members>(other.is));
  if (const auto* box = std::get_if<Box>(&is)) return *box == std::get<Box>(other.is);
  if (const auto* text = std::get_if<std::string>(&is)) return *text == std::get<std::string>(other.is);
  if (const auto* flag = std::get_if<bool>(&is)) return *flag == std::get<bool>(other.is);
  if (const auto* integer = std::get_if<std::int64_t>(&is)) return *integer == std::get<std::int64_t>(other.is);
  if (const auto* natural = std::get_if<std::uint64_t>(&is)) return *natural == std::get<std::uint64_t>(other.is);
  return true;
}

bool Value::operator==(const Value& other) const {
  if (name != other.name) return false;
  return is_nil() || (type && other.type && same_type(*type, *other.type) && data == other.data);
}

Value Value::of_string(std::string text) {
  return make("string", string_type, {std::move(text)});
}
Value Value::of_bool(bool value) {
  return make("bool", bool_type, {value});
}
Value Value::of_int(std::int64_t value) {
  return make("int", int_type, {value});
}
Value Value::of_int64(std::int64_t value) {
  return make("int64", int_type, {value});
}
Value Value::of_number(double value) {
  return make("float64", float_type, {value});
}

Value Value::of_list(std::vector<Value> list) {
  List data;
  data.reserve(list.size());
  for (Value& value : list) data.push_back(boxed(std::move(value)));
  return make("[]interface {}", list_of_any, {std::move(data)});
}

Value Value::of_map(std::vector<std::pair<std::string, Value>> map) {
  Entries data;
  data.reserve(map.size());
  for (auto& entry : map) data.push_back({Data{std::move(entry.first)}, boxed(std::move(entry.second))});
  return make("map[string]interface {}", map_of_any, {std::move(data)});
}

void Codec<Value>::encode(Writer& writer, const Value& value) {
  if (value.is_nil()) return writer.uint(0);
  if (!value.type) return writer.fail("an interface value without a type");
  const std::size_t mark = writer.open_interface(value.name, value.type);
  encode_data(writer, *value.type, value.data);
  writer.close_interface(mark);
}

bool Codec<Value>::decode(Reader& reader, const Type& wire, Value& value) {
  if (wire.kind != Kind::interface) return reader.mismatch(wire, "interface");
  Reader::Any any;
  if (!reader.interface(any)) return false;
  value = {};
  if (any.type == nullptr) return true;
  if (!reader.charge(any.name.size())) return false;
  value.name = any.name;
  value.type = reader.share(any.type);
  return decode_data(reader, *any.type, value.data);
}

}  // namespace causeway::gorpc::gob
