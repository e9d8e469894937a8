#pragma once
// The wire: one yamux session over one byte stream (a connected socket, or a pair of pipes). One thread, the session
// thread, reads and polls in run(); every other call may come from any thread. Nothing here waits for application work
// and no call except run() blocks. A writer that finds nobody writing writes to the kernel itself (no thread switch for
// a single call); what the kernel does not take goes out when the session thread finds it writable.
//
// Lock order: a sink's own mutex may be held when calling the link, and the link calls sinks with no lock held.

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "base/mutex.h"
#include "gorpc/yamux/session.h"

namespace causeway::gorpc::plugin {

using yamux::StreamId;

enum class StreamEnd {
  finished,       // the peer sends no more; writing may go on
  reset,          // both directions are gone
  session_ended,  // everything is gone
};

// Who gets the bytes of one stream. Called by the session thread only, without locks, and never after reset or
// session_ended. Shared: the session thread and the application hold it, whoever lets go last ends it.
class StreamSink {
 public:
  virtual ~StreamSink() = default;
  // How many of the bytes are done with; for the others consumed() is called later.
  virtual std::size_t on_bytes(std::string_view bytes) = 0;
  virtual void on_end(StreamEnd end) = 0;
  virtual void on_room() {}  // write_some() would take bytes again
};

struct LinkOptions {
  yamux::Role role = yamux::Role::server;
  yamux::Options session{};
  std::size_t outbox_bytes = 256 * 1024;  // write_some(): waiting for the peer's window, per stream
  std::size_t outbox_hard_bytes = std::size_t{80}
                                  << 20;  // write(): one gob message may be 64 MiB; beyond, the stream is reset
  std::chrono::seconds linger{60};        // how long an abandoned stream waits for the peer's FIN before it is reset
};

class Link {
 public:
  // `opened` is called by the session thread for each stream of the peer; nullptr refuses it. The file descriptors stay
  // the caller's; they may be the same one. Both become non-blocking.
  using Opened = std::function<std::shared_ptr<StreamSink>(StreamId)>;
  Link(int in, int out, const base::Clock& clock, LinkOptions options, Opened opened);
  ~Link();
  Link(const Link&) = delete;
  Link& operator=(const Link&) = delete;

  // Reads until the peer is gone, the protocol is broken or end() was called, then tells every sink. `poll_extra` is
  // one more file descriptor to wait on (-1 = none); `on_wake` runs after every wait, with whether that one is
  // readable, and returns the time of the next wake-up it needs.
  using OnWake = std::function<std::optional<base::Steady>(bool extra_readable)>;
  // Empty = the peer closed it; else what went wrong.
  std::string run(int poll_extra, const OnWake& on_wake);
  void end();  // run() returns soon

  // nullopt: the session has ended or has too many streams. `prefix` goes out in the same batch as the SYN; the peer's
  // answer to it (`skip` bytes) is checked to be equal to it and swallowed.
  std::optional<StreamId> open(std::shared_ptr<StreamSink> sink, std::string_view prefix, std::size_t skip);
  void set_sink(StreamId stream, std::shared_ptr<StreamSink> sink);  // session thread, from on_bytes() of the old one

  void write(StreamId stream, std::string_view bytes);  // all of it is queued; dropped if the stream is gone
  std::size_t write_some(StreamId stream, std::string_view bytes);  // what fits in the outbox; then on_room() comes
  bool has_room(
      StreamId stream);  // false: more than outbox_bytes wait; on_room() will come. True for a stream that is gone
  void finish(StreamId stream);  // after what is queued
  void reset(StreamId stream);
  // Nobody reads any more: finish, and throw away what still comes, or reset the stream if more comes.
  enum class Rest { discard, reset };
  void abandon(StreamId stream, Rest rest);
  void consumed(StreamId stream, std::size_t count);
  bool ended() const;

 private:
  struct Entry {
    std::shared_ptr<StreamSink> sink;
    std::string outbox;    // waiting for the peer's window or for room in the session's output
    std::size_t head = 0;  // bytes of it that the session has taken
    bool in_backlog = false;
    std::string expected;  // what is still to come of the peer's answer to our prefix
    bool finish_pending = false;
    bool wants_room = false;
    std::optional<base::Steady> linger_until;  // set = abandoned
    bool discard = false;                      // what an abandoned stream still brings; else it resets the stream

    std::size_t waiting() const { return outbox.size() - head; }
    void took(std::size_t count);
  };
  struct Delivery;

  void receive(std::string_view bytes);
  void on_event(const yamux::Event& event, std::vector<Delivery>& deliveries) CAUSEWAY_REQUIRES(mutex_);
  std::string_view strip_expected(StreamId id, Entry& entry, std::string_view bytes) CAUSEWAY_REQUIRES(mutex_);
  void deliver(std::vector<Delivery>& deliveries);
  void drop(StreamId stream) CAUSEWAY_REQUIRES(mutex_);
  void kill(StreamId stream) CAUSEWAY_REQUIRES(mutex_);
  void queue(StreamId stream, Entry& entry) CAUSEWAY_REQUIRES(mutex_);
  bool push(StreamId stream, Entry& entry) CAUSEWAY_REQUIRES(mutex_);
  void pump() CAUSEWAY_REQUIRES(mutex_);
  void flush() CAUSEWAY_REQUIRES(mutex_);
  void flush_unless_session_thread() CAUSEWAY_REQUIRES(mutex_);
  void write_out() CAUSEWAY_REQUIRES(mutex_) CAUSEWAY_NO_THREAD_SAFETY_ANALYSIS;
  void tell_sinks();
  void expire_lingering(base::Steady now) CAUSEWAY_REQUIRES(mutex_);
  std::optional<base::Steady> next_deadline() CAUSEWAY_REQUIRES(mutex_);
  bool read_input(std::string& reason);
  void wait(int poll_extra, std::optional<base::Steady> until, bool& readable, bool& extra_readable);
  void wake();
  void end_all();

  const int in_;
  const int out_;
  const base::Clock& clock_;
  const LinkOptions options_;
  const Opened opened_;
  int wake_fd_ = -1;
  std::vector<char> buffer_;  // session thread
  mutable base::Mutex mutex_;
  yamux::Session session_ CAUSEWAY_GUARDED_BY(mutex_);
  std::unordered_map<StreamId, Entry> entries_ CAUSEWAY_GUARDED_BY(mutex_);
  std::deque<StreamId> backlog_ CAUSEWAY_GUARDED_BY(mutex_);  // streams with a non-empty outbox, in turn
  std::vector<StreamId> lingering_ CAUSEWAY_GUARDED_BY(mutex_);
  std::vector<std::shared_ptr<StreamSink>> room_ CAUSEWAY_GUARDED_BY(mutex_);  // to be told on_room()
  std::vector<std::shared_ptr<StreamSink>> dead_ CAUSEWAY_GUARDED_BY(mutex_);  // to be told StreamEnd::reset
  std::string unsent_ CAUSEWAY_GUARDED_BY(mutex_);  // taken from the session, not yet by the kernel
  bool writing_ CAUSEWAY_GUARDED_BY(mutex_) = false;
  bool blocked_ CAUSEWAY_GUARDED_BY(mutex_) = false;  // the kernel is full: wait for writability
  bool broken_ CAUSEWAY_GUARDED_BY(mutex_) = false;   // writing failed
  bool end_asked_ CAUSEWAY_GUARDED_BY(mutex_) = false;
  bool ended_ CAUSEWAY_GUARDED_BY(mutex_) = false;
  std::thread::id session_thread_ CAUSEWAY_GUARDED_BY(mutex_);
};

}  // namespace causeway::gorpc::plugin
