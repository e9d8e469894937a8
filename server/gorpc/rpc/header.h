#pragma once
// The two headers of Go's net/rpc, and its limits. A request is a RequestHeader and an argument, a response is a
// ResponseHeader and a body; each is one gob value, and a connection is one gob stream in each direction.

#include <cstddef>
#include <cstdint>
#include <string>

#include "base/record.h"
#include "gorpc/gob/limits.h"

namespace causeway::gorpc::rpc {

#define CAUSEWAY_RPC_REQUEST_HEADER(F)                       \
  F(service_method, "ServiceMethod", "-", keep, std::string) \
  F(seq, "Seq", "-", keep, std::uint64_t)
CAUSEWAY_RECORD(RequestHeader, CAUSEWAY_RPC_REQUEST_HEADER);

#define CAUSEWAY_RPC_RESPONSE_HEADER(F)                      \
  F(service_method, "ServiceMethod", "-", keep, std::string) \
  F(seq, "Seq", "-", keep, std::uint64_t)                    \
  F(error, "Error", "-", keep, std::string)
CAUSEWAY_RECORD(ResponseHeader, CAUSEWAY_RPC_RESPONSE_HEADER);

// The body of a response that carries an error, and of methods without argument or result.
CAUSEWAY_RECORD(Nothing, CAUSEWAY_NO_FIELDS);

struct Limits {
  gob::Limits gob{};
  std::size_t method_bytes = 256;       // a longer method name ends the connection; Go's longest are about 60
  std::size_t error_bytes = 4096;       // an error text that we send is cut here
  std::size_t calls_in_flight = 65536;  // Client only
};

}  // namespace causeway::gorpc::rpc
