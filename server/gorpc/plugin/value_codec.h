#pragma once
// How the typed front (HookTable, ApiClient) hands values to the untyped connections behind it.

#include <functional>
#include <string>
#include <utility>

#include "base/result.h"
#include "gorpc/gob/decoder.h"
#include "gorpc/gob/encoder.h"
#include "gorpc/gob/record.h"

namespace causeway::gorpc::plugin {

using ArgumentValue = gob::Decoder;  // stands in front of the argument of a request
using ReplyValue = gob::Decoder;     // stands in front of the body of a response

// Writes one value; runs with the connection's lock held, because its encoder remembers the types it has sent.
using EncodeValue = std::function<base::Result<>(gob::Encoder&, std::string& out)>;

// Of a value that lives until the function has run.
template <class T>
EncodeValue encode_value(const T& value) {
  return [&value](gob::Encoder& encoder, std::string& out) { return encoder.encode(value, out); };
}

template <class T>
EncodeValue own_value(T value) {
  return [kept = std::move(value)](gob::Encoder& encoder, std::string& out) { return encoder.encode(kept, out); };
}

template <class Reply>
base::Result<> decode_reply(ReplyValue& value, Reply& reply) {
  auto read = value.read(reply);
  if (!read.ok()) return base::in_doubt("rpc_bad_reply", read.error().text);  // the call itself was carried out
  return read;
}

template <class Args>
base::Result<> decode_argument(ArgumentValue& value, Args& args) {
  return value.read(args);
}

}  // namespace causeway::gorpc::plugin
