#pragma once
// A yamux session: many streams over one byte stream. Pure: bytes and commands go in with the time, events and bytes
// come out; the same input gives the same output. Not thread-safe: its owner (plugin/link.h) locks around it.
//
// Reading: receive() returns events. Payload is handed on as it arrives (a frame may come in several pieces) and is not
// stored here; the owner says consumed() when it is done with bytes, and the peer gets new credit at half the window.
// Writing: send() takes what the peer's window and the output limit allow; the rest stays with the caller until
// `writable`, or until output() has been written. Bytes for the peer gather in output().

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "gorpc/yamux/frame.h"

namespace causeway::gorpc::yamux {

using Time = std::chrono::steady_clock::time_point;
using StreamId = std::uint32_t;

enum class Role {
  client,  // opens odd streams: Mattermost
  server,  // opens even streams: a plugin
};

struct Options {
  std::size_t max_streams = 4096;    // open at once, both sides together; beyond: the peer's new streams are reset
  std::size_t max_unaccepted = 256;  // opened by the peer, neither accepted nor reset by us; Go's own backlog
  // Opened by us and not acknowledged; more wait their turn. Go's backlog too: it resets what is beyond.
  std::size_t max_unacknowledged = 256;
  std::uint32_t receive_window =
      initial_window;  // bytes per stream that the peer may send ahead; never below initial_window
  std::size_t max_unread = std::size_t{64}
                           << 20;  // received and not consumed, all streams; the stream that exceeds it is reset
  std::size_t soft_output = std::size_t{1} << 20;   // send() takes nothing while more than this waits in output()
  std::size_t hard_output = std::size_t{4} << 20;   // a peer that makes us queue more (pings, resets) ends the session
  std::chrono::milliseconds keepalive_interval{0};  // own pings; 0 = none (the host pings us every 30 s)
  std::chrono::milliseconds keepalive_timeout{10000};
};

enum class EventKind {
  opened,    // the peer opened `stream`: accept() or reset() it
  data,      // `bytes` arrived
  finished,  // the peer will send no more on `stream`
  reset,     // `stream` is gone, both directions; not told for our own reset()
  writable,  // send() would take bytes of `stream` again
  pong,      // answer to ping(`value`)
  go_away,   // the peer wants no new streams; `value` is its code
};

struct Event {
  EventKind kind;
  StreamId stream = 0;
  std::uint32_t value = 0;
  std::string_view bytes{};  // part of receive()'s argument
};

class Session {
 public:
  explicit Session(Role role, Options options = {});

  // Eats all of `bytes`. The events are valid until the next call of receive(). After failed() nothing more happens.
  const std::vector<Event>& receive(std::string_view bytes, Time now);

  // nullopt: too many streams, the peer has said go-away, or the session has failed. Sends SYN at once, or, where too
  // many are not acknowledged yet, when it is this one's turn; until then send() takes nothing of it, without
  // `writable` afterwards.
  std::optional<StreamId> open();
  void accept(StreamId stream);  // of an `opened` event; sends ACK at once
  // How many bytes were taken: 0..bytes.size(). Fewer than all: wait for `writable`. 0 for unknown and finished
  // streams.
  std::size_t send(StreamId stream, std::string_view bytes);
  void finish(
      StreamId stream);  // no more send(); a frame of its own, because Go loses data in front of a FIN in one frame
  void reset(StreamId stream);                        // gone at once, both directions
  void consumed(StreamId stream, std::size_t count);  // of the bytes told by `data`; unknown streams are fine
  void ping(std::uint32_t opaque);
  void go_away(GoAwayCode code);  // the peer shall open no more streams; it gets resets if it does

  // Own keepalive. tick() may be called at any time; it acts when next_tick() is reached.
  void tick(Time now);
  std::optional<Time> next_tick() const;

  // Bytes for the peer, to be written in order.
  const std::string& output() const { return output_; }
  std::string take_output() { return std::exchange(output_, {}); }
  // Bytes taken by take_output() and not yet written by the owner: they count for the output limits.
  void set_in_flight(std::size_t bytes) { in_flight_ = bytes; }
  bool output_full() const { return output_.size() + in_flight_ > options_.soft_output; }

  // The session is over: the peer broke the protocol or did not answer a ping. output() ends with our go-away.
  bool failed() const { return !failure_.empty(); }
  const std::string& failure() const { return failure_; }

  std::size_t streams() const { return streams_.size(); }
  std::size_t unread() const { return unread_; }
  bool known(StreamId stream) const { return streams_.contains(stream); }
  std::uint32_t send_window(StreamId stream) const;

 private:
  struct Stream {
    std::uint32_t send_window = initial_window;
    std::uint32_t receive_window = initial_window;  // what the peer may still send
    std::uint32_t credit = 0;                       // consumed, not yet given back
    std::size_t unread = 0;
    bool accepted = false;  // by us; true for our own
    bool local_finished = false;
    bool remote_finished = false;
    bool wants_writable = false;
    bool waiting = false;  // to be opened: the peer has not heard of it
    bool unacknowledged = false;
  };
  using Streams = std::unordered_map<StreamId, Stream>;

  void on_header(const Header& header);
  void on_stream_frame(const Header& header);
  void on_open(const Header& header);
  void on_window_update(const Header& header);
  void on_end_flags(StreamId id, std::uint16_t flags);
  void on_ping(const Header& header);
  void on_payload(std::string_view bytes);
  void begin(StreamId id, Stream& stream);
  void begin_waiting();
  void acknowledged(StreamId id);
  void give_credit(StreamId id, Stream& stream);
  void erase(Streams::iterator found);
  void frame(FrameType type, std::uint16_t flags, StreamId stream, std::uint32_t length);
  void fail(std::string reason, GoAwayCode code);

  const Role role_;
  const Options options_;
  Streams streams_;
  std::size_t unaccepted_ = 0;
  std::size_t unacknowledged_ = 0;
  std::deque<StreamId> waiting_;  // some may be gone
  std::size_t unread_ = 0;
  StreamId next_id_;
  std::string output_;
  std::size_t in_flight_ = 0;
  std::vector<Event> events_;
  std::string partial_header_;
  std::uint32_t payload_left_ = 0;
  StreamId payload_stream_ = 0;
  std::uint16_t payload_flags_ = 0;  // FIN and RST count after the payload
  bool local_go_away_ = false;
  bool remote_go_away_ = false;
  std::optional<Time> last_ping_;
  std::uint32_t ping_value_ = 0;
  bool ping_open_ = false;
  std::string failure_;
};

}  // namespace causeway::gorpc::yamux
