#pragma once
// The shared half of a Stream: filled by the session thread, drained by the application's.

#include <cstddef>
#include <stop_token>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/mutex.h"
#include "base/result.h"
#include "gorpc/plugin/link.h"

namespace causeway::gorpc::plugin {

class StreamState final : public StreamSink {
 public:
  explicit StreamState(Link& link) : link_(link) {}

  void set_stream(StreamId stream);  // before anybody else knows of this
  std::size_t on_bytes(std::string_view bytes) override;
  void on_end(StreamEnd end) override;
  void on_room() override;

  base::Result<std::size_t> read(char* into, std::size_t count, std::stop_token stop, base::Steady deadline);
  base::Result<> write(std::string_view bytes, std::stop_token stop);
  void close_write();
  void reset();
  void abandon();
  void drain();

 private:
  base::Result<> check_alive() const CAUSEWAY_REQUIRES(mutex_);

  Link& link_;
  mutable base::Mutex mutex_;
  base::CondVar changed_;
  StreamId stream_ CAUSEWAY_GUARDED_BY(mutex_) = 0;
  std::string buffer_ CAUSEWAY_GUARDED_BY(mutex_);
  std::size_t head_ CAUSEWAY_GUARDED_BY(mutex_) = 0;
  bool finished_ CAUSEWAY_GUARDED_BY(mutex_) = false;
  bool reset_ CAUSEWAY_GUARDED_BY(mutex_) = false;
  bool session_ended_ CAUSEWAY_GUARDED_BY(mutex_) = false;
  bool room_ CAUSEWAY_GUARDED_BY(mutex_) = false;
};

}  // namespace causeway::gorpc::plugin
