// Any bytes as a net/rpc connection, at the called and at the calling end.
#include "golden/gob/records.h"
#include "gorpc/rpc/client.h"
#include "gorpc/rpc/server.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace causeway;
  namespace rpc = gorpc::rpc;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const rpc::Limits limits{
      .gob = {.message_bytes = 1 << 16, .buffered_bytes = 1 << 17, .allocated_bytes = 1 << 22, .elements = 1 << 14}};
  rpc::CallReader calls(limits);
  rpc::ReplyWriter replies;
  std::string answers;
  if (calls.feed(bytes).ok()) {
    for (auto ready = calls.next(); ready.ok() && *ready; ready = calls.next()) {
      golden::Tree args;
      if (calls.read(args).ok()) {
        static_cast<void>(replies.reply(calls.seq(), args, answers));
      } else {
        replies.fail(calls.seq(), "cannot be decoded", answers);
      }
    }
  }
  rpc::Client client(limits);
  std::string sink;
  for (int i = 0; i < 8; ++i) {
    static_cast<void>(client.call<golden::Tree>("A.B", i, [](base::Result<golden::Tree>) {}, sink));
  }
  if (client.receive(answers).ok()) static_cast<void>(client.receive(bytes));
  client.end(base::in_doubt("session_ended", "the bytes are used up"));
  return 0;
}
