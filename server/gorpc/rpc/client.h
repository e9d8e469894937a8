#pragma once
// The calling end of a net/rpc connection, as a state machine over the bytes of one raw stream. Two halves that share
// nothing, so that a thread may write calls under one lock while another reads replies without it:
//
//   rpc::CallWriter writer;                                   // lock: whoever writes to the stream
//   CAUSEWAY_TRY(seq, writer.call("Plugin.GetUser", args, out));   // append `out` to the stream, remember seq
//
//   rpc::ReplyReader reader;                                  // the thread that reads the stream
//   CAUSEWAY_CHECK(reader.feed(bytes));
//   for (;;) {
//     CAUSEWAY_TRY(ready, reader.next());
//     if (!ready) break;
//     if (reader.error().empty()) read = reader.read(reply);  // of the call with reader.seq(); may be left out
//   }
//
// or, where one thread does both, Client, which keeps the calls in flight itself:
//
//   rpc::Client client;
//   client.call<GetUserReply>("Plugin.GetUser", args, [](base::Result<GetUserReply> reply) { ... }, out);
//   client.receive(bytes);                                    // runs the callbacks of the replies that have arrived
//
// Calls may be in flight in any number and replies come in any order. Errors of feed(), next() and receive(): the
// connection is of no more use. Each object: one thread at a time.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "base/result.h"
#include "gorpc/gob/decoder.h"
#include "gorpc/gob/encoder.h"
#include "gorpc/gob/record.h"
#include "gorpc/rpc/header.h"

namespace causeway::gorpc::rpc {

class CallWriter {
 public:
  // Appends one request to `out` and gives its number. On an error (refused gob_unencodable) nothing is appended and
  // the connection stays usable.
  template <class Args>
  base::Result<std::uint64_t> call(std::string_view method, const Args& args, std::string& out) {
    return call_with(method, [&](gob::Encoder& encoder, std::string& body) { return encoder.encode(args, body); }, out);
  }

  // The same, with the argument written by `encode(encoder, body)`, which gives a base::Result<>.
  template <class Encode>
  base::Result<std::uint64_t> call_with(std::string_view method, const Encode& encode, std::string& out) {
    body_.clear();
    CAUSEWAY_CHECK(encode(encoder_, body_));
    return finish(method, out);
  }

 private:
  base::Result<std::uint64_t> finish(std::string_view method, std::string& out);

  gob::Encoder encoder_;
  RequestHeader header_;
  std::uint64_t next_seq_ = 0;
  std::string body_;  // reused
};

class ReplyReader {
 public:
  explicit ReplyReader(const Limits& limits = {}) : decoder_(limits.gob) {}

  base::Result<> feed(std::string_view bytes) { return decoder_.feed(bytes); }

  // Drops the current reply and looks for the next whole one, header and body; false = not there yet.
  base::Result<bool> next();

  // Of the current reply; only after next() said true, until the next feed() or next().
  std::uint64_t seq() const { return header_.seq; }
  const std::string& error() const { return header_.error; }  // the server's own words; empty = success
  template <class Reply>
  base::Result<> read(Reply& reply) {
    return decoder_.read(reply);
  }
  gob::Decoder& body() { return decoder_; }

 private:
  gob::Decoder decoder_;
  ResponseHeader header_;
  bool has_header_ = false;
};

// What became of one call; made by the caller, owned by the Client, destroyed when done.
class Outcome {
 public:
  virtual ~Outcome() = default;
  virtual void replied(gob::Decoder& body) = 0;  // success: the body is the decoder's current value
  virtual void failed(base::Error error) = 0;
};

class Client {
 public:
  explicit Client(const Limits& limits = {}) : limits_(limits), reader_(limits) {}

  // Exactly one of the outcome's functions is called later, from receive() or end(), unless the call is cancelled.
  // Errors at once, with nothing sent: rpc_too_many_calls (retry_later), gob_unencodable (refused).
  template <class Args>
  base::Result<std::uint64_t> start(std::string_view method, const Args& args, std::unique_ptr<Outcome> outcome,
                                    std::string& out) {
    if (calls_.size() >= limits_.calls_in_flight) {
      return base::retry_later("rpc_too_many_calls", "too many calls are in flight");
    }
    CAUSEWAY_TRY(seq, writer_.call(method, args, out));
    calls_.emplace(seq, std::move(outcome));
    return seq;
  }

  // Errors that `done` may be given: rpc_error (refused, the server's words), gob_mismatch (in_doubt: the call was
  // carried out, its reply does not fit), and the error given to end().
  template <class Reply, class Args>
  base::Result<std::uint64_t> call(std::string_view method, const Args& args,
                                   std::function<void(base::Result<Reply>)> done, std::string& out) {
    return start(method, args, std::make_unique<Typed<Reply>>(std::move(done)), out);
  }

  // Takes bytes of the stream; outcomes are told of all replies that are whole. They may start further calls.
  base::Result<> receive(std::string_view bytes);

  // Nobody wants the reply any more; it is dropped when it comes.
  void cancel(std::uint64_t seq) { calls_.erase(seq); }

  // The connection is gone: every call in flight fails with `error`.
  void end(const base::Error& error);

  std::size_t in_flight() const { return calls_.size(); }

 private:
  template <class Reply>
  class Typed final : public Outcome {
   public:
    explicit Typed(std::function<void(base::Result<Reply>)> done) : done_(std::move(done)) {}
    void replied(gob::Decoder& body) override {
      Reply reply{};
      auto read = body.read(reply);
      if (!read.ok()) return done_(base::in_doubt(read.error().code, read.error().text));
      done_(std::move(reply));
    }
    void failed(base::Error error) override { done_(std::move(error)); }

   private:
    std::function<void(base::Result<Reply>)> done_;
  };

  Limits limits_;
  CallWriter writer_;
  ReplyReader reader_;
  std::unordered_map<std::uint64_t, std::unique_ptr<Outcome>> calls_;
};

}  // namespace causeway::gorpc::rpc
