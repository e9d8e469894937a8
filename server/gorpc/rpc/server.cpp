#include "gorpc/rpc/server.h"

namespace causeway::gorpc::rpc {
namespace {

bool is_request_header(const gob::Type& type) {
  return type.fields.size() == 2 && type.fields[0].name == "ServiceMethod" && type.fields[1].name == "Seq" &&
         type.fields[0].type->kind == gob::Kind::string && type.fields[1].type->kind == gob::Kind::unsigned_integer;
}

}  // namespace

base::Result<bool> CallReader::next() {
  for (;;) {
    CAUSEWAY_TRY(ready, decoder_.next());
    if (!ready) return false;
    if (has_header_ && !is_request_header(decoder_.type())) {
      has_header_ = false;
      return true;
    }
    CAUSEWAY_CHECK(read_header());
    has_header_ = true;
  }
}

base::Result<> CallReader::read_header() {
  header_.service_method.clear();
  header_.seq = 0;
  CAUSEWAY_CHECK(decoder_.read(header_));
  if (header_.service_method.size() <= limits_.method_bytes) return base::ok();
  return base::refused("rpc_method_too_long", "a method's name is longer than the limit");
}

base::Result<> ReplyWriter::finish(std::uint64_t seq, base::Result<> encoded, std::string& out) {
  if (!encoded.ok()) {
    fail(seq, encoded.error().text, out);
    return encoded;
  }
  header_.seq = seq;
  header_.error.clear();
  CAUSEWAY_CHECK(encoder_.encode(header_, out));
  out.append(body_);
  return base::ok();
}

// The method's name is left out of responses: Go's client looks at the number only.
void ReplyWriter::fail(std::uint64_t seq, std::string_view text, std::string& out) {
  header_.seq = seq;
  header_.error.assign(text.empty() ? "unknown error" : text.substr(0, limits_.error_bytes));
  static_cast<void>(encoder_.encode(header_, out));
  static_cast<void>(encoder_.encode(Nothing{}, out));
}

}  // namespace causeway::gorpc::rpc
