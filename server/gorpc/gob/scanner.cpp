#include "gorpc/gob/scanner.h"

namespace causeway::gorpc::gob {

void Scanner::begin(const Type& type) {
  pending_ = &type;
  stack_.clear();
  elements_ = 0;
  cut_ = false;
  glued_.clear();
  value_ = {};
}

Scanner::Outcome Scanner::run(Cursor& message) {
  const char* start = message.at();
  kept_ = start;
  Step step = Step::on;
  if (pending_ != nullptr) {
    const Type& type = *pending_;
    pending_ = nullptr;
    step = enter(type, message);
  }
  while (step == Step::on && !stack_.empty()) step = advance(message);
  if (step == Step::failed) return Outcome::failed;
  if (step == Step::wants_message) return Outcome::wants_message;
  if (!cut_) {
    value_ = {start, static_cast<std::size_t>(message.at() - start)};
  } else {
    if (!keep(message.at())) return Outcome::failed;
    value_ = glued_;
  }
  return Outcome::complete;
}

Scanner::Step Scanner::enter(const Type& type, Cursor& message) {
  switch (type.kind) {
    case Kind::boolean:
    case Kind::integer:
    case Kind::unsigned_integer:
    case Kind::floating:
      message.uint();
      break;
    case Kind::complex:
      message.uint();
      message.uint();
      break;
    case Kind::bytes:
    case Kind::string:
    case Kind::gob_encoder:
    case Kind::binary_marshaler:
    case Kind::text_marshaler:
      message.bytes();
      break;
    case Kind::structure:
      return push({.type = &type});
    case Kind::slice:
    case Kind::array:
    case Kind::map:
      return enter_elements(type, message);
    case Kind::interface: {
      const std::string_view name = message.bytes();
      if (name.size() > limits_.interface_name_bytes) return limit("the name of an interface's type is too long");
      if (!name.empty()) return push({.type = &type});
      break;
    }
    case Kind::undefined:
      return fail("a value of an undefined type");
  }
  return message.failed() ? fail("a value ends too early") : Step::on;
}

Scanner::Step Scanner::enter_elements(const Type& type, Cursor& message) {
  std::uint64_t count = message.uint();
  if (message.failed()) return fail("a value ends too early");
  if (type.kind == Kind::array && count != static_cast<std::uint64_t>(type.length))
    return fail("an array of the wrong length");
  if (count > limits_.elements - elements_) return limit("more elements than the limit");
  elements_ += count;
  if (count == 0) return Step::on;
  if (type.kind == Kind::map) count *= 2;
  return push({.type = &type, .remaining = count});
}

Scanner::Step Scanner::advance(Cursor& message) {
  Frame& top = stack_.back();
  if (top.type->kind == Kind::interface) return advance_interface(message);
  if (top.type->kind == Kind::structure) {
    const std::uint64_t delta = message.uint();
    if (message.failed()) return fail("a struct ends too early");
    if (delta == 0) {
      stack_.pop_back();
      return Step::on;
    }
    const std::uint64_t size = top.type->fields.size();
    if (delta > size || top.field + delta > size) return fail("a struct has a field that its type does not have");
    top.field += delta;
    return enter(*top.type->fields[static_cast<std::size_t>(top.field - 1)].type, message);
  }
  if (top.remaining == 0) {
    stack_.pop_back();
    return Step::on;
  }
  const bool key = top.type->kind == Kind::map && top.remaining % 2 == 0;
  --top.remaining;
  return enter(key ? *top.type->key : *top.type->elem, message);
}

// Behind the name: definitions in any number, each followed by the end of the message or by a count to be ignored, then
// the id of the value's type, a count to be ignored, and the value as at top level.
Scanner::Step Scanner::advance_interface(Cursor& message) {
  if (stack_.back().inside) {
    stack_.pop_back();
    return Step::on;
  }
  if (message.empty()) {
    cut_ = true;
    return keep(message.at()) ? Step::wants_message : Step::failed;
  }
  const char* before = message.at();
  const std::int64_t id = message.integer();
  if (message.failed()) return fail("the type of an interface's value ends too early");
  if (id < 0) {
    cut_ = true;
    if (!keep(before)) return Step::failed;
    if (id < -(std::int64_t{1} << 31)) return fail("a type definition with an impossible id");
    if (const std::string_view wrong = types_.define(-id, message); !wrong.empty()) return fail(wrong);
    if (!message.empty()) message.uint();
    kept_ = message.at();
    return message.failed() ? fail("a count ends too early") : Step::on;
  }
  const Type* type = types_.find(id);
  if (type == nullptr) return fail("an interface holds a value of an undefined type");
  message.uint();
  if (!type->is_structure() && message.uint() != 0) return fail("a value that is no struct does not begin with 0");
  if (message.failed()) return fail("an interface's value ends too early");
  stack_.back().inside = true;
  return enter(*type, message);
}

Scanner::Step Scanner::push(Frame frame) {
  if (stack_.size() >= limits_.depth) return limit("a value is nested too deeply");
  stack_.push_back(frame);
  return Step::on;
}

bool Scanner::keep(const char* until) {
  const std::string_view part(kept_, static_cast<std::size_t>(until - kept_));
  if (glued_.size() + part.size() > limits_.message_bytes) {
    limit("a value is larger than the limit");
    return false;
  }
  glued_.append(part);
  kept_ = until;
  return true;
}

Scanner::Step Scanner::fail(std::string_view text) {
  error_ = text;
  return Step::failed;
}

Scanner::Step Scanner::limit(std::string_view text) {
  over_limit_ = true;
  return fail(text);
}

}  // namespace causeway::gorpc::gob
