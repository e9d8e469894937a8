#include "gorpc/plugin/stream_state.h"

#include <algorithm>
#include <utility>

namespace causeway::gorpc::plugin {
namespace {

constexpr std::size_t read_away = 256 * 1024;  // bytes at the buffer's front that may wait for their removal

}  // namespace

void StreamState::set_stream(StreamId stream) {
  base::MutexLock lock(mutex_);
  stream_ = stream;
}

std::size_t StreamState::on_bytes(std::string_view bytes) {
  base::MutexLock lock(mutex_);
  buffer_.append(bytes);
  changed_.notify_all();
  return 0;
}

void StreamState::on_end(StreamEnd end) {
  base::MutexLock lock(mutex_);
  if (end == StreamEnd::finished) finished_ = true;
  if (end == StreamEnd::reset) reset_ = true;
  if (end == StreamEnd::session_ended) session_ended_ = true;
  changed_.notify_all();
}

void StreamState::on_room() {
  base::MutexLock lock(mutex_);
  room_ = true;
  changed_.notify_all();
}

base::Result<> StreamState::check_alive() const {
  if (reset_) return base::refused("stream_reset", "the host has dropped this stream");
  if (session_ended_) return base::in_doubt("session_ended", "the session with the host has ended");
  return base::ok();
}

base::Result<std::size_t> StreamState::read(char* into, std::size_t count, std::stop_token stop,
                                            base::Steady deadline) {
  base::MutexLock lock(mutex_);
  changed_.wait_until(mutex_, stop, deadline, [this]() CAUSEWAY_NO_THREAD_SAFETY_ANALYSIS {
    return head_ < buffer_.size() || finished_ || reset_ || session_ended_;
  });
  if (head_ == buffer_.size()) {
    if (finished_) return std::size_t{0};
    CAUSEWAY_CHECK(check_alive());
    if (stop.stop_requested()) return base::refused("stopped", "stop was asked while reading a stream");
    return base::refused("too_slow", "nothing came in time");
  }
  const std::size_t taken = std::min(count, buffer_.size() - head_);
  std::copy_n(buffer_.data() + head_, taken, into);
  head_ += taken;
  if (head_ == buffer_.size()) {
    buffer_.clear();
    head_ = 0;
  } else if (head_ >= read_away) {
    // The host may stay ahead of a reader for a whole body, and then the buffer is never empty.
    buffer_.erase(0, head_);
    head_ = 0;
  }
  link_.consumed(stream_, taken);
  return taken;
}

base::Result<> StreamState::write(std::string_view bytes, std::stop_token stop) {
  base::MutexLock lock(mutex_);
  while (true) {
    CAUSEWAY_CHECK(check_alive());
    room_ = false;
    bytes.remove_prefix(link_.write_some(stream_, bytes));
    if (bytes.empty()) return base::ok();
    changed_.wait(mutex_, stop,
                  [this]() CAUSEWAY_NO_THREAD_SAFETY_ANALYSIS { return room_ || reset_ || session_ended_; });
    if (stop.stop_requested()) return base::refused("stopped", "stop was asked while writing a stream");
  }
}

void StreamState::close_write() {
  base::MutexLock lock(mutex_);
  link_.finish(stream_);
}

void StreamState::reset() {
  base::MutexLock lock(mutex_);
  link_.reset(stream_);
  reset_ = true;
  changed_.notify_all();
}

void StreamState::abandon() {
  base::MutexLock lock(mutex_);
  if (reset_ || session_ended_) return;
  if (!finished_ && head_ < buffer_.size()) {
    link_.reset(stream_);  // the host is sending what nobody will read
  } else {
    link_.abandon(stream_, Link::Rest::reset);
  }
}

void StreamState::drain() {
  base::MutexLock lock(mutex_);
  if (!reset_ && !session_ended_) link_.abandon(stream_, Link::Rest::discard);
}

}  // namespace causeway::gorpc::plugin
