#pragma once
// The called end of a net/rpc connection, as a state machine over the bytes of one raw stream. Two halves that share
// nothing: one thread reads calls, any thread writes replies under the lock of whoever writes to the stream.
//
//   rpc::CallReader reader;
//   CAUSEWAY_CHECK(reader.feed(bytes));
//   for (;;) {
//     CAUSEWAY_TRY(ready, reader.next());                // true = a call has arrived, header and argument
//     if (!ready) break;
//     auto read = reader.read(args);                     // now, before the next call: types are defined in stream
//     order if (!read.ok()) writer.fail(reader.seq(), read.error().text, out);   // the connection stays usable
//   }
//
//   rpc::ReplyWriter writer;
//   writer.reply(seq, reply, out);                       // in any order
//
// Errors of feed() and next(): the connection is of no more use. Each object: one thread at a time.

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "gorpc/gob/decoder.h"
#include "gorpc/gob/encoder.h"
#include "gorpc/gob/record.h"
#include "gorpc/rpc/header.h"

namespace causeway::gorpc::rpc {

class CallReader {
 public:
  explicit CallReader(const Limits& limits = {}) : limits_(limits), decoder_(limits.gob) {}

  base::Result<> feed(std::string_view bytes) { return decoder_.feed(bytes); }

  // Drops the current call and looks for the next whole one; false = not there yet. Where a Go client could not encode
  // an argument, its header arrives without one, followed by the next call's: such a header is passed over, since its
  // caller knows already.
  base::Result<bool> next();

  // Of the current call; only after next() said true, until the next feed() or next().
  const std::string& method() const { return header_.service_method; }  // "Plugin.ExecuteCommand"
  std::uint64_t seq() const { return header_.seq; }
  template <class Args>
  base::Result<> read(Args& args) {
    return decoder_.read(args);
  }
  gob::Decoder& argument() { return decoder_; }

 private:
  base::Result<> read_header();

  Limits limits_;
  gob::Decoder decoder_;
  RequestHeader header_;
  bool has_header_ = false;
};

class ReplyWriter {
 public:
  explicit ReplyWriter(const Limits& limits = {}) : limits_(limits) {}

  // Appends one response. If the reply cannot be sent, an error response is appended in its place and the reason is
  // returned, for the log.
  template <class Reply>
  base::Result<> reply(std::uint64_t seq, const Reply& reply, std::string& out) {
    return reply_with(seq, [&](gob::Encoder& encoder, std::string& body) { return encoder.encode(reply, body); }, out);
  }

  // The same, with the reply written by `encode(encoder, body)`, which gives a base::Result<>.
  template <class Encode>
  base::Result<> reply_with(std::uint64_t seq, const Encode& encode, std::string& out) {
    body_.clear();
    return finish(seq, encode(encoder_, body_), out);
  }

  // An error instead of a reply. An empty text would mean success, so it is replaced.
  void fail(std::uint64_t seq, std::string_view text, std::string& out);

 private:
  base::Result<> finish(std::uint64_t seq, base::Result<> encoded, std::string& out);

  Limits limits_;
  gob::Encoder encoder_;
  ResponseHeader header_;
  std::string body_;  // reused
};

}  // namespace causeway::gorpc::rpc
