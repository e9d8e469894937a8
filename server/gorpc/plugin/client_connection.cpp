#include "gorpc/plugin/client_connection.h"

#include <utility>

#include "base/log.h"

namespace causeway::gorpc::plugin {
namespace {

constexpr std::size_t max_calls_in_flight = 65536;
constexpr std::size_t kept_buffer = 256 * 1024;

base::Error session_ended() {
  return base::in_doubt("session_ended", "the connection to the host has ended");
}

}  // namespace

void ClientConnection::set_stream(StreamId stream) {
  base::MutexLock lock(mutex_);
  stream_ = stream;
}

void ClientConnection::when_lost(std::function<void()> action) {
  lost_ = std::move(action);
}

void ClientConnection::send(std::string_view method, const EncodeValue& encode,
                            const std::shared_ptr<PendingCall>& call, const CallOptions& options) {
  auto sent = transmit(method, encode, call, options);
  if (!sent.ok()) call->complete(std::move(sent));
}

base::Result<> ClientConnection::transmit(std::string_view method, const EncodeValue& encode,
                                          const std::shared_ptr<PendingCall>& call, const CallOptions& options) {
  base::MutexLock lock(mutex_);
  while (!ended_ && !finished_ && !link_.has_room(stream_)) {
    if (options.stop.stop_requested()) return base::refused("stopped", "stop was asked before the call was sent");
    const auto woken = [this, seen = room_]()
                           CAUSEWAY_NO_THREAD_SAFETY_ANALYSIS { return room_ != seen || ended_ || finished_; };
    if (!options.deadline) {
      changed_.wait(mutex_, options.stop, woken);
    } else if (!changed_.wait_until(mutex_, options.stop, *options.deadline, woken)) {
      return base::refused("rpc_timeout", "the host did not take the call in time");
    }
  }
  if (ended_ || finished_) return session_ended();
  if (calls_.size() >= max_calls_in_flight) {
    return base::retry_later("rpc_too_many_calls", "too many calls are in flight");
  }
  out_.clear();
  auto seq = writer_.call_with(method, encode, out_);
  if (!seq.ok()) return base::refused("rpc_encode", seq.error().text);
  calls_.emplace(*seq, call);
  link_.write(stream_, out_);
  if (out_.capacity() > kept_buffer) out_.shrink_to_fit();
  return base::ok();
}

void ClientConnection::finish() {
  base::MutexLock lock(mutex_);
  if (std::exchange(finished_, true) || ended_) return;
  link_.abandon(stream_, Link::Rest::discard);
  changed_.notify_all();
}

bool ClientConnection::alive() const {
  base::MutexLock lock(mutex_);
  return !ended_ && !finished_;
}

std::size_t ClientConnection::on_bytes(std::string_view bytes) {
  if (auto taken = take_replies(bytes); !taken.ok()) {
    base::log::error("gorpc_bad_reply", "the host's replies cannot be read", {{"reason", taken.error().text}});
    StreamId stream = 0;
    {
      base::MutexLock lock(mutex_);
      stream = stream_;
    }
    link_.reset(stream);
    lose(base::in_doubt("session_ended", taken.error().text));
  }
  return bytes.size();
}

base::Result<> ClientConnection::take_replies(std::string_view bytes) {
  CAUSEWAY_CHECK(reader_.feed(bytes));
  while (true) {
    CAUSEWAY_TRY(ready, reader_.next());
    if (!ready) return base::ok();
    std::shared_ptr<PendingCall> call;
    {
      base::MutexLock lock(mutex_);
      auto node = calls_.extract(reader_.seq());
      if (!node.empty()) call = std::move(node.mapped());
    }
    if (call == nullptr) continue;
    if (!reader_.error().empty()) {
      call->complete(base::refused("rpc_error", reader_.error()));
    } else {
      call->complete(call->decode(reader_.body()));
    }
  }
}

void ClientConnection::on_end(StreamEnd) {
  lose(session_ended());
}

void ClientConnection::on_room() {
  base::MutexLock lock(mutex_);
  ++room_;
  changed_.notify_all();
}

void ClientConnection::lose(const base::Error& error) {
  Calls calls;
  bool tell = false;
  {
    base::MutexLock lock(mutex_);
    if (std::exchange(ended_, true)) return;
    if (!finished_) link_.finish(stream_);
    tell = !finished_;
    calls.swap(calls_);
    changed_.notify_all();
  }
  for (const auto& call : calls) call.second->complete(error);
  if (tell && lost_) std::exchange(lost_, nullptr)();
}

}  // namespace causeway::gorpc::plugin
