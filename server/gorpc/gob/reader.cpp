#include "gorpc/gob/reader.h"

#include <utility>

namespace causeway::gorpc::gob {

const Plans::Plan& Plans::find(const Type& wire, const RecordOps& ops) {
  const Key key{&wire, &ops};
  if (last_ != nullptr && key == last_key_) return *last_;
  const auto [at, fresh] = plans_.try_emplace(key);
  if (fresh) {
    at->second.reserve(wire.fields.size());
    for (const Field& field : wire.fields) {
      std::int32_t ours = -1;
      for (std::size_t i = 0; i < ops.fields.size() && ours < 0; ++i) {
        if (ops.fields[i].name == field.name) ours = static_cast<std::int32_t>(i);
      }
      at->second.push_back(ours);
    }
  }
  last_key_ = key;
  last_ = &at->second;
  return *last_;
}

bool Reader::elements(std::size_t element_bytes, std::size_t& count) {
  const std::uint64_t claimed = uint();
  // The value is whole, and no element takes less than one byte.
  if (claimed > cursor_.left()) return fail("more elements than bytes");
  count = static_cast<std::size_t>(claimed);
  return charge(count * element_bytes);
}

bool Reader::charge(std::size_t bytes) {
  if (bytes > budget_) return fail("the decoded value would be larger than the limit");
  budget_ -= bytes;
  return true;
}

bool Reader::interface(Any& any) {
  any.name = bytes();
  any.type = nullptr;
  if (any.name.empty()) return ok();
  any.type = types_.find(integer());
  if (any.type == nullptr) return fail("an interface holds a value of an undefined type");
  uint();
  if (!any.type->is_structure()) uint();
  return ok();
}

bool Reader::next_field(const Type& wire, std::int64_t& field) {
  const std::uint64_t delta = uint();
  if (delta == 0) return false;
  field += static_cast<std::int64_t>(delta);
  return static_cast<std::uint64_t>(field) < wire.fields.size() ||
         fail("a struct has a field that its type does not have");
}

bool Reader::structure(const Type& wire, const RecordOps& ops, void* record) {
  if (!wire.is_structure()) return mismatch(wire, "struct");
  const Plans::Plan& plan = plans_.find(wire, ops);
  std::int64_t field = -1;
  while (next_field(wire, field)) {
    const auto at = static_cast<std::size_t>(field);
    const Type& type = *wire.fields[at].type;
    if (plan[at] < 0) {
      if (!skip(type)) return false;
      continue;
    }
    const FieldOps& ours = ops.fields[static_cast<std::size_t>(plan[at])];
    if (!ours.decode(*this, type, static_cast<std::byte*>(record) + ours.offset)) {
      error_ = std::string(ours.name) + ": " + error();
      return false;
    }
  }
  return ok();
}

bool Reader::skip(const Type& wire) {
  switch (wire.kind) {
    case Kind::boolean:
    case Kind::integer:
    case Kind::unsigned_integer:
    case Kind::floating:
      uint();
      return ok();
    case Kind::complex:
      uint();
      uint();
      return ok();
    case Kind::bytes:
    case Kind::string:
    case Kind::gob_encoder:
    case Kind::binary_marshaler:
    case Kind::text_marshaler:
      bytes();
      return ok();
    case Kind::structure: {
      std::int64_t field = -1;
      while (next_field(wire, field)) {
        if (!skip(*wire.fields[static_cast<std::size_t>(field)].type)) return false;
      }
      return ok();
    }
    case Kind::slice:
    case Kind::array:
    case Kind::map: {
      std::size_t count = 0;
      if (!elements(0, count)) return false;
      for (; count > 0; --count) {
        if (wire.kind == Kind::map && !skip(*wire.key)) return false;
        if (!skip(*wire.elem)) return false;
      }
      return true;
    }
    case Kind::interface: {
      Any any;
      return interface(any) && (any.type == nullptr || skip(*any.type));
    }
    case Kind::undefined:
      break;
  }
  return fail("a value of an undefined type");
}

bool Reader::fail(std::string text) {
  if (error_.empty()) error_ = std::move(text);
  cursor_.fail();
  return false;
}

bool Reader::mismatch(const Type& wire, std::string_view wanted) {
  return fail("received " + std::string(kind_name(wire.kind)) + ", expected " + std::string(wanted));
}

}  // namespace causeway::gorpc::gob
