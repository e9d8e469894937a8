#pragma once
// Raw broker streams for application threads, and the two ways in which Mattermost moves bodies over them.
// Every wait ends when its stop is asked and when the session ends. Memory: at most one yamux window (256 KiB) waits in
// each direction of a stream; the other side is held back beyond that.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"

namespace causeway::gorpc::plugin {

class Link;
class StreamState;

// A byte stream to the host. Movable handle; one thread reads and one thread writes at a time. Destroying it finishes
// the writing side, and resets the stream if the host goes on sending. An empty handle fails every call
// (`stream_absent`). Errors are refused: `stream_reset`, `stream_absent`, `stopped`; or in_doubt: `session_ended`.
class Stream {
 public:
  Stream();
  explicit Stream(std::shared_ptr<StreamState> state);  // shared with the session thread, which fills it
  Stream(Stream&&) noexcept;
  Stream& operator=(Stream&&) noexcept;
  ~Stream();

  explicit operator bool() const { return state_ != nullptr; }

  // Waits for the first byte, then takes what is there. 0 = the host has finished its side. `count` > 0. Also refused:
  // `too_slow`, when nothing has come by the deadline.
  base::Result<std::size_t> read(char* into, std::size_t count, std::stop_token stop,
                                 base::Steady deadline = base::Steady::max());
  // Returns when all bytes are queued within the window, not when they have arrived.
  base::Result<> write(std::string_view bytes, std::stop_token stop);
  void close_write();  // the host reads EOF after what was written
  void reset();        // both directions are over at once
  void close();        // close_write(), and what the host still sends is thrown away. The handle is empty then

 private:
  std::shared_ptr<StreamState> state_;
};

// Reads a body that the host serves by its reader protocol: we write a signed varint n, the host answers with up to n
// raw bytes and finishes at the end of the data. The whole is asked for at the first read; nothing is sent before that,
// so a body that nobody reads costs nothing. A read that is given up resets the stream.
class BodyReader {
 public:
  BodyReader() = default;  // of a request without a body: reads 0 at once
  explicit BodyReader(Stream stream) : stream_(std::move(stream)) {}

  // As Stream::read; 0 = end of the body.
  base::Result<std::size_t> read(char* into, std::size_t count, std::stop_token stop,
                                 base::Steady deadline = base::Steady::max());
  // The whole body, for callers that know it to be small. refused `body_too_large` beyond limit; the rest is not read.
  base::Result<std::string> read_all(std::size_t limit, std::stop_token stop);

 private:
  Stream stream_;
  bool asked_ = false;
};

// A broker id of ours that the host is about to dial because an API call names it. Register first, then send the call.
// Destroying it withdraws the id. Move-only; one thread.
class Offer {
 public:
  class Seat;                                  // where the session thread leaves the stream
  explicit Offer(std::shared_ptr<Seat> seat);  // shared with the session thread
  Offer(Offer&&) noexcept;
  Offer& operator=(Offer&&) = delete;
  ~Offer();

  std::uint32_t id() const;
  // The host's stream. Also ends (refused `not_dialled`) when cancel() was called: the API call was answered without
  // it.
  base::Result<Stream> wait(std::stop_token stop);
  // Makes wait() return. Any thread; safe after the Offer is gone.
  std::function<void()> canceller() const;

 private:
  std::shared_ptr<Seat> seat_;
};

// Fills `into` with up to `count` bytes of a body. 0 = end.
using BodySource = std::function<base::Result<std::size_t>(char* into, std::size_t count)>;

// Serves a body to the host by the reader protocol (UploadData, PluginHTTPStream): we answer each n it writes with up
// to n bytes, and finish at the end of the source or when the host has had enough. An error of the source resets the
// stream.
base::Result<> serve_body(Stream& stream, const BodySource& source, std::stop_token stop);

}  // namespace causeway::gorpc::plugin
