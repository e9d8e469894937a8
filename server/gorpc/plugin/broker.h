#pragma once
// go-plugin's MuxBroker: connections by number. The side that accepts chooses the number and tells it to the other
// inside a call; the other opens a stream and writes the number as 4 little-endian bytes, which are echoed.
// Thread-safe.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <unordered_map>

#include "base/mutex.h"
#include "gorpc/plugin/link.h"
#include "gorpc/plugin/stream.h"

namespace causeway::gorpc::plugin {

class ClientConnection;

class Broker {
 public:
  explicit Broker(Link& link) : link_(link) {}

  // Opens a stream for the host's id; the number goes out with the SYN, and bytes may follow before the host's echo,
  // which is swallowed. 0 and nullopt: not dialled.
  std::optional<StreamId> dial(std::uint32_t id, std::shared_ptr<StreamSink> sink);
  Stream dial_stream(std::uint32_t id);                          // empty if it could not be dialled
  std::shared_ptr<ClientConnection> dial_rpc(std::uint32_t id);  // nullptr likewise; shared with the session thread
  void dial_and_close(std::uint32_t id);

  // Chooses an id of ours. `accept` is called once by the session thread when the host dials it and gives the sink.
  // 0: too many are waiting.
  using Accept = std::function<std::shared_ptr<StreamSink>(StreamId)>;
  std::uint32_t expect(Accept accept);
  void withdraw(std::uint32_t id);

  // The sink of a stream that the host has just opened: finds out which id it is for. Session thread.
  std::shared_ptr<StreamSink> incoming(StreamId stream);

 private:
  class Incoming;
  Accept claim(std::uint32_t id);

  Link& link_;
  base::Mutex mutex_;
  std::uint32_t next_id_ CAUSEWAY_GUARDED_BY(mutex_) = 1;
  std::unordered_map<std::uint32_t, Accept> expected_ CAUSEWAY_GUARDED_BY(mutex_);
};

// Where the session thread leaves the stream that an Offer waits for.
class Offer::Seat {
 public:
  explicit Seat(Broker& broker) : broker_(broker) {}
  std::uint32_t id() const { return id_; }
  void withdraw() { broker_.withdraw(id_); }
  void put(std::shared_ptr<StreamState> state);
  void cancel();
  base::Result<Stream> wait(std::stop_token stop);
  Stream take_unclaimed();
  void set_id(std::uint32_t id) { id_ = id; }  // before anybody else knows of this

 private:
  Broker& broker_;
  std::uint32_t id_ = 0;
  base::Mutex mutex_;
  base::CondVar changed_;
  std::shared_ptr<StreamState> state_ CAUSEWAY_GUARDED_BY(mutex_);
  bool cancelled_ CAUSEWAY_GUARDED_BY(mutex_) = false;
};

}  // namespace causeway::gorpc::plugin
