#pragma once
// Typed objects into interface values and back. Through bytes, so not for hot paths: errors, attachments.
//
//   gob::pack("*model.AppError", app_error)     a Value that Go receives as that registered type
//   gob::unpack<AppError>(value)                by field names, as anything received

#include <string>
#include <utility>

#include "gorpc/gob/decoder.h"
#include "gorpc/gob/encoder.h"
#include "gorpc/gob/value.h"

namespace causeway::gorpc::gob {

// Error: gob_unencodable (refused).
template <class T>
base::Result<Value> pack(std::string name, const T& object) {
  CAUSEWAY_TRY(bytes, encode_alone(object));
  Decoder decoder;
  CAUSEWAY_CHECK(decoder.feed(bytes));
  CAUSEWAY_CHECK(decoder.next());
  Value value{std::move(name), decoder.shared_type(), {}};
  Reader reader = decoder.open();
  decode_data(reader, decoder.type(), value.data);
  CAUSEWAY_CHECK(decoder.close(reader));
  return value;
}

// Error: gob_mismatch (refused), also for nil.
template <class T>
base::Result<T> unpack(const Value& value) {
  if (value.is_nil() || !value.type) return base::refused("gob_mismatch", "received nil");
  Encoder encoder;
  std::string bytes;
  Writer writer = encoder.open(value.type);
  encode_data(writer, *value.type, value.data);
  CAUSEWAY_CHECK(encoder.close(writer, bytes));
  return decode_alone<T>(bytes);
}

}  // namespace causeway::gorpc::gob
