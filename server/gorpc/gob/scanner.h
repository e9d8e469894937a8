#pragma once
// Walks one value by its type, message after message, and says where it ends. Go cuts a message wherever a type is
// first met inside an interface, and puts type definitions and byte counts there; the scanner takes those out, so that
// what is read afterwards is one whole run of bytes in which an interface is always: name, type id, byte count, value.
// Linear in the bytes, no recursion, nothing allocated for what is only claimed. One thread.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "gorpc/gob/limits.h"
#include "gorpc/gob/type.h"
#include "gorpc/gob/type_table.h"
#include "gorpc/gob/wire.h"

namespace causeway::gorpc::gob {

class Scanner {
 public:
  enum class Outcome { complete, wants_message, failed };

  Scanner(const Limits& limits, TypeTable& types) : limits_(limits), types_(types) {}

  // A top-level value of that type begins. The cursor given to run() next stands behind the type id (and behind the 0
  // byte of types that are no structs).
  void begin(const Type& type);

  // Goes as far as the message does. wants_message: the message is used up and the value goes on in the next one.
  Outcome run(Cursor& message);

  // After `complete`: the value's bytes. They lie in the message itself, or in the scanner if the value was cut.
  std::string_view value() const { return value_; }
  std::string_view error() const { return error_; }
  bool over_limit() const { return over_limit_; }

 private:
  enum class Step { on, wants_message, failed };
  struct Frame {
    const Type* type;
    std::uint64_t remaining = 0;  // elements of a slice or array; keys and values of a map
    std::uint64_t field = 0;      // structure: the next field's number
    bool inside = false;          // interface: the value was entered
  };

  Step enter(const Type& type, Cursor& message);
  Step enter_elements(const Type& type, Cursor& message);
  Step advance(Cursor& message);
  Step advance_interface(Cursor& message);
  Step push(Frame frame);
  Step fail(std::string_view text);
  Step limit(std::string_view text);
  bool keep(const char* until);

  Limits limits_;
  TypeTable& types_;
  const Type* pending_ = nullptr;  // entered with the next message
  std::vector<Frame> stack_;
  std::uint64_t elements_ = 0;
  const char* kept_ = nullptr;  // bytes of the current message before this are in glued_
  bool cut_ = false;
  std::string glued_;
  std::string_view value_;
  std::string_view error_;
  bool over_limit_ = false;
};

}  // namespace causeway::gorpc::gob
