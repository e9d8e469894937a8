#pragma once
// How the typed front (HookTable, ApiClient) hands values to the untyped connections behind it.

#include <functional>
#include <memory>
#include <utility>

#include "base/result.h"
#include "gorpc/gob/codec.h"
#include "gorpc/gob/record.h"

namespace causeway::gorpc::gob {
class Decoder;
class Encoder;
}  // namespace causeway::gorpc::gob

namespace causeway::gorpc::plugin {

using ArgumentValue = gob::Decoder;  // stands in front of the argument of a request
using ReplyValue = gob::Decoder;     // stands in front of the body of a response

// Writes one value; runs with the connection's lock held, because its encoder remembers the types it has sent.
using EncodeValue = std::function<base::Result<>(gob::Encoder&)>;

}  // namespace causeway::gorpc::plugin
