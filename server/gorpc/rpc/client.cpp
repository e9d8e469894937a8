#include "gorpc/rpc/client.h"

namespace causeway::gorpc::rpc {

// The argument was encoded first: if it cannot be sent, there must be no header without an argument on the stream. Each
// of the two carries the definitions that it was the first to need, so their order does not matter to the types.
base::Result<std::uint64_t> CallWriter::finish(std::string_view method, std::string& out) {
  header_.service_method.assign(method);
  header_.seq = next_seq_;
  CAUSEWAY_CHECK(encoder_.encode(header_, out));
  out.append(body_);
  return next_seq_++;
}

base::Result<bool> ReplyReader::next() {
  for (;;) {
    CAUSEWAY_TRY(ready, decoder_.next());
    if (!ready) return false;
    if (has_header_) {
      has_header_ = false;
      return true;
    }
    header_ = {};
    CAUSEWAY_CHECK(decoder_.read(header_));
    has_header_ = true;
  }
}

base::Result<> Client::receive(std::string_view bytes) {
  CAUSEWAY_CHECK(reader_.feed(bytes));
  for (;;) {
    CAUSEWAY_TRY(ready, reader_.next());
    if (!ready) return base::ok();
    auto call = calls_.extract(reader_.seq());
    if (call.empty()) continue;  // cancelled
    if (reader_.error().empty()) {
      call.mapped()->replied(reader_.body());
    } else {
      call.mapped()->failed(base::refused("rpc_error", reader_.error()));
    }
  }
}

void Client::end(const base::Error& error) {
  auto calls = std::exchange(calls_, {});
  for (auto& call : calls) call.second->failed(error);
}

}  // namespace causeway::gorpc::rpc
