#pragma once
// The sending half of one gob connection. Appends whole messages to a string: definitions of types that the receiver
// has not seen yet, each in a message of its own, then the value. Pure; one thread at a time.
//
//   gob::Encoder encoder;                       // one per connection and direction
//   std::string out;
//   CAUSEWAY_CHECK(encoder.encode(reaction, out));   // any CAUSEWAY_RECORD, scalar, list, map, gob::Value
//
// Errors: gob_unencodable (refused): the value cannot be sent; `out` is unchanged and the connection stays usable.

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "gorpc/gob/codec.h"
#include "gorpc/gob/limits.h"
#include "gorpc/gob/type.h"
#include "gorpc/gob/writer.h"

namespace causeway::gorpc::gob {

class Encoder {
 public:
  explicit Encoder(std::size_t message_bytes = Limits{}.message_bytes) : message_bytes_(message_bytes) {}
  Encoder(const Encoder&) = delete;
  Encoder& operator=(const Encoder&) = delete;

  template <class T>
  base::Result<> encode(const T& value, std::string& out) {
    Writer writer = open(type_of<T>());
    Codec<T>::encode(writer, value);
    return close(writer, out);
  }

  // For callers that write by hand: a value of a static type is written between these two.
  Writer open(const Type& type) { return open(static_ref(&type)); }
  Writer open(const TypeRef& type);
  base::Result<> close(const Writer& writer, std::string& out);

  // The receiver's id of a type; defines it if it is new. Of static types (no owner) the address is the identity; types
  // with an owner are recognised by their structure, so values that arrive again and again define theirs once.
  std::int64_t id_of(const TypeRef& type);

 private:
  using Ids = std::unordered_map<const Type*, std::int64_t>;
  std::int64_t define(const Type& root, Ids& ids);
  void define_one(const Type& type, std::int64_t id, const Ids& ids);

  std::size_t message_bytes_;
  std::int64_t next_id_ = 65;
  Ids static_ids_;
  std::unordered_map<std::string, std::int64_t> shapes_;  // types with an owner, by structure
  Ids owned_ids_;  // a shortcut for types with an owner, while owners_ keeps them alive
  std::vector<TypeRef> owners_;
  std::string definitions_;  // messages that go out with the next value
  std::string value_;        // reused
};

// One value as bytes of a connection of its own; for tests, golden files and values that are packed.
template <class T>
base::Result<std::string> encode_alone(const T& value) {
  Encoder encoder;
  std::string out;
  CAUSEWAY_CHECK(encoder.encode(value, out));
  return out;
}

}  // namespace causeway::gorpc::gob
