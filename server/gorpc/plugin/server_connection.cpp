#include "gorpc/plugin/server_connection.h"

#include <utility>

#include "base/log.h"

namespace causeway::gorpc::plugin {
namespace {

constexpr std::size_t kept_buffer = 256 * 1024;

}  // namespace

void ServerConnection::reply(std::uint64_t seq, const EncodeValue& encode) {
  base::MutexLock lock(mutex_);
  out_.clear();
  if (auto written = writer_.reply_with(seq, encode, out_); !written.ok()) {
    base::log::error("gorpc_reply_unsendable", "a reply could not be encoded", {{"reason", written.error().text}});
  }
  link_.write(stream_, out_);
  if (out_.capacity() > kept_buffer) out_.shrink_to_fit();
}

void ServerConnection::fail(std::uint64_t seq, std::string_view text) {
  base::MutexLock lock(mutex_);
  out_.clear();
  writer_.fail(seq, text, out_);
  link_.write(stream_, out_);
}

void ServerConnection::wait_for_room(std::stop_token stop) {
  base::MutexLock lock(mutex_);
  while (!ended_ && !stop.stop_requested() && !link_.has_room(stream_)) {
    changed_.wait(mutex_, stop,
                  [this, seen = room_]() CAUSEWAY_NO_THREAD_SAFETY_ANALYSIS { return room_ != seen || ended_; });
  }
}

std::size_t ServerConnection::on_bytes(std::string_view bytes) {
  if (auto taken = take_calls(bytes); !taken.ok()) {
    base::log::error("gorpc_bad_call", "the host's calls cannot be read", {{"reason", taken.error().text}});
    link_.reset(stream_);
    on_end(StreamEnd::reset);
  }
  return bytes.size();
}

base::Result<> ServerConnection::take_calls(std::string_view bytes) {
  CAUSEWAY_CHECK(reader_.feed(bytes));
  while (true) {
    CAUSEWAY_TRY(ready, reader_.next());
    if (!ready) return base::ok();
    on_call_(*this, reader_.method(), reader_.seq(), reader_.argument());
  }
}

void ServerConnection::on_end(StreamEnd end) {
  base::MutexLock lock(mutex_);
  ended_ = true;
  changed_.notify_all();
  if (end == StreamEnd::finished) link_.finish(stream_);
}

void ServerConnection::on_room() {
  base::MutexLock lock(mutex_);
  ++room_;
  changed_.notify_all();
}

}  // namespace causeway::gorpc::plugin
