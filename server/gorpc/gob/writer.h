#pragma once
// Writes one value's bytes. Lives on the stack of Encoder::encode; specialisations of Codec (codec.h) are its users.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "gorpc/gob/reader.h"
#include "gorpc/gob/type.h"
#include "gorpc/gob/wire.h"

namespace causeway::gorpc::gob {

class Encoder;

class Writer {
 public:
  Writer(Encoder& encoder, std::string& out) : encoder_(encoder), out_(out) {}

  void uint(std::uint64_t value) { put_uint(out_, value); }
  void integer(std::int64_t value) { put_int(out_, value); }
  void number(double value) { put_float(out_, value); }
  void bytes(std::string_view bytes) { put_bytes(out_, bytes); }  // string, []byte, opaque

  // An interface: its registered name and its value's type, then the value, then close_interface with the mark. The
  // type is defined to the receiver if it is new; a type with an owner is kept alive as long as needed. A nil interface
  // is uint(0) alone.
  std::size_t open_interface(std::string_view name, const TypeRef& type);
  void close_interface(std::size_t mark);

  // A struct: each field that is not omitted, by number, then the end. `last` begins as -1.
  void field(std::int64_t number, std::int64_t& last) {
    uint(static_cast<std::uint64_t>(number - last));
    last = number;
  }
  void end_structure() { uint(0); }
  void structure(const RecordOps& ops, const void* record);

  // The value cannot be sent; the first reason is kept.
  void fail(std::string text) {
    if (error_.empty()) error_ = std::move(text);
  }
  bool ok() const { return error_.empty(); }
  const std::string& error() const { return error_; }

 private:
  Encoder& encoder_;
  std::string& out_;
  std::string error_;
};

}  // namespace causeway::gorpc::gob
