#pragma once
// The receiving half of one gob connection. Bytes are fed as they come; whole values are found one at a time and read
// into typed objects. Nothing throws on foreign bytes, nothing is allocated for a size that is only claimed. One thread
// at a time.
//
//   gob::Decoder decoder(limits);               // one per connection and direction
//   CAUSEWAY_CHECK(decoder.feed(bytes));
//   for (;;) {
//     CAUSEWAY_TRY(ready, decoder.next());      // true = a whole value has arrived
//     if (!ready) break;                        // wait for more bytes
//     Reaction reaction;
//     auto read = decoder.read(reaction);       // may be left out: next() drops what was not read
//   }
//
// Errors of feed() and next(): gob_malformed, gob_limit (refused): the connection is of no more use and every further
// call says the same. Errors of read(): gob_mismatch (refused): this value does not fit; the connection stays usable.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "gorpc/gob/codec.h"
#include "gorpc/gob/limits.h"
#include "gorpc/gob/reader.h"
#include "gorpc/gob/scanner.h"
#include "gorpc/gob/type_table.h"

namespace causeway::gorpc::gob {

class Decoder {
 public:
  explicit Decoder(const Limits& limits = {});
  Decoder(const Decoder&) = delete;
  Decoder& operator=(const Decoder&) = delete;

  // Takes a copy of the bytes. Ends the current value.
  base::Result<> feed(std::string_view bytes);

  // Drops the current value and looks for the next whole one; false = not there yet.
  base::Result<bool> next();

  // Only after next() said true, until the next feed() or next(). read() may be repeated; on an error the object may
  // hold part of the value.
  const Type& type() const { return *type_; }
  TypeRef shared_type() const { return types_.share(type_); }
  template <class T>
  base::Result<> read(T& value) {
    Reader reader = open();
    Codec<T>::decode(reader, *type_, value);
    return close(reader);
  }
  Reader open() { return Reader(scanner_.value(), types_, plans_, limits_.allocated_bytes); }
  base::Result<> close(const Reader& reader) const;

  // Bytes that were fed and not used up.
  std::size_t buffered() const { return buffer_.size() - used_; }

 private:
  enum class Found { message, nothing, failed };
  Found next_message(std::string_view& message);
  base::Result<bool> walk(std::string_view message);
  base::Error broken(const char* code, std::string_view text);

  Limits limits_;
  TypeTable types_;
  Scanner scanner_;
  Plans plans_;
  std::string buffer_;
  std::size_t used_ = 0;
  const Type* type_ = nullptr;  // of the value that is under way or ready
  bool ready_ = false;
  std::optional<base::Error> broken_;
};

// The first value in the bytes of a connection of its own (encode_alone). nullopt-like absence is the error
// gob_malformed.
template <class T>
base::Result<T> decode_alone(std::string_view bytes, const Limits& limits = {}) {
  Decoder decoder(limits);
  CAUSEWAY_CHECK(decoder.feed(bytes));
  CAUSEWAY_TRY(ready, decoder.next());
  if (!ready) return base::refused("gob_malformed", "the bytes hold no whole value");
  T value{};
  CAUSEWAY_CHECK(decoder.read(value));
  return value;
}

}  // namespace causeway::gorpc::gob
