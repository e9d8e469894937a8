#include "gorpc/yamux/session.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace causeway::gorpc::yamux {
namespace {

// One stream's bytes must not keep the others off the wire for long.
constexpr std::size_t max_frame_payload = 64 * 1024;

}  // namespace

Session::Session(Role role, Options options)
    : role_(role), options_(std::move(options)), next_id_(role == Role::client ? 1 : 2) {}

const std::vector<Event>& Session::receive(std::string_view bytes, Time now) {
  events_.clear();
  if (!last_ping_) last_ping_ = now;
  while (!bytes.empty() && !failed()) {
    if (payload_left_ > 0) {
      const auto count = std::min<std::size_t>(payload_left_, bytes.size());
      payload_left_ -= static_cast<std::uint32_t>(count);
      on_payload(bytes.substr(0, count));
      bytes.remove_prefix(count);
      if (payload_left_ == 0) on_end_flags(payload_stream_, payload_flags_);
      continue;
    }
    if (partial_header_.empty() && bytes.size() >= header_bytes) {
      const Header header = decode_header(bytes);
      bytes.remove_prefix(header_bytes);
      on_header(header);
      continue;
    }
    const auto count = std::min(header_bytes - partial_header_.size(), bytes.size());
    partial_header_.append(bytes.substr(0, count));
    bytes.remove_prefix(count);
    if (partial_header_.size() == header_bytes) {
      const Header header = decode_header(partial_header_);
      partial_header_.clear();
      on_header(header);
    }
  }
  return events_;
}

void Session::on_header(const Header& header) {
  if (header.version != 0) return fail("unknown version " + std::to_string(header.version), GoAwayCode::protocol_error);
  switch (static_cast<FrameType>(header.type)) {
    case FrameType::data:
    case FrameType::window_update:
      return on_stream_frame(header);
    case FrameType::ping:
      return on_ping(header);
    case FrameType::go_away:
      remote_go_away_ = true;
      events_.push_back({EventKind::go_away, 0, header.length});
      for (const StreamId id : std::exchange(waiting_, {})) {
        if (streams_.erase(id) > 0) events_.push_back({EventKind::reset, id});
      }
      return;
  }
  fail("unknown frame type " + std::to_string(header.type), GoAwayCode::protocol_error);
}

void Session::on_stream_frame(const Header& header) {
  if (header.has(flag::syn)) on_open(header);
  if (failed()) return;
  if (header.has(flag::ack)) acknowledged(header.stream);
  if (header.is(FrameType::window_update)) {
    on_window_update(header);
    if (!failed()) on_end_flags(header.stream, header.flags);
    return;
  }
  if (const auto found = streams_.find(header.stream); found != streams_.end()) {
    Stream& stream = found->second;
    if (stream.remote_finished && header.length > 0) return fail("data after FIN", GoAwayCode::protocol_error);
    if (header.length > stream.receive_window) return fail("receive window exceeded", GoAwayCode::protocol_error);
    stream.receive_window -= header.length;
  }
  payload_left_ = header.length;
  payload_stream_ = header.stream;
  payload_flags_ = header.flags;
  if (payload_left_ == 0) on_end_flags(header.stream, header.flags);
}

void Session::on_open(const Header& header) {
  const bool client_opened = header.stream % 2 == 1;
  if (header.stream == 0 || client_opened != (role_ == Role::server)) {
    return fail("stream id of the wrong side opened", GoAwayCode::protocol_error);
  }
  if (streams_.contains(header.stream)) return fail("stream opened twice", GoAwayCode::protocol_error);
  if (local_go_away_ || streams_.size() >= options_.max_streams || unaccepted_ >= options_.max_unaccepted) {
    frame(FrameType::window_update, flag::rst, header.stream, 0);
    return;
  }
  streams_.try_emplace(header.stream);
  ++unaccepted_;
  events_.push_back({EventKind::opened, header.stream});
}

void Session::on_window_update(const Header& header) {
  const auto found = streams_.find(header.stream);
  if (found == streams_.end() || header.length == 0) return;
  Stream& stream = found->second;
  if (header.length > std::numeric_limits<std::uint32_t>::max() - stream.send_window) {
    return fail("send window overflow", GoAwayCode::protocol_error);
  }
  stream.send_window += header.length;
  if (stream.wants_writable) {
    stream.wants_writable = false;
    events_.push_back({EventKind::writable, header.stream});
  }
}

void Session::on_payload(std::string_view bytes) {
  const auto found = streams_.find(payload_stream_);
  if (found == streams_.end()) return;  // reset by us while the peer was still sending
  if (unread_ + bytes.size() > options_.max_unread) {
    const StreamId id = payload_stream_;
    reset(id);
    events_.push_back({EventKind::reset, id});
    return;
  }
  found->second.unread += bytes.size();
  unread_ += bytes.size();
  events_.push_back({EventKind::data, payload_stream_, 0, bytes});
}

void Session::on_end_flags(StreamId id, std::uint16_t flags) {
  if ((flags & (flag::fin | flag::rst)) == 0) return;
  const auto found = streams_.find(id);
  if (found == streams_.end()) return;
  if ((flags & flag::rst) != 0) {
    erase(found);
    events_.push_back({EventKind::reset, id});
    return;
  }
  if (found->second.remote_finished) return fail("second FIN on a stream", GoAwayCode::protocol_error);
  found->second.remote_finished = true;
  events_.push_back({EventKind::finished, id});
  if (found->second.local_finished) erase(found);
}

void Session::on_ping(const Header& header) {
  if (header.has(flag::syn)) {
    frame(FrameType::ping, flag::ack, 0, header.length);
    return;
  }
  if (ping_open_ && header.length == ping_value_) ping_open_ = false;
  events_.push_back({EventKind::pong, 0, header.length});
}

std::optional<StreamId> Session::open() {
  if (failed() || remote_go_away_ || streams_.size() >= options_.max_streams) return std::nullopt;
  if (next_id_ >= std::numeric_limits<StreamId>::max() - 1) return std::nullopt;
  const StreamId id = next_id_;
  next_id_ += 2;
  Stream& stream = streams_.try_emplace(id).first->second;
  stream.accepted = true;
  stream.waiting = true;
  waiting_.push_back(id);
  begin_waiting();
  return id;
}

void Session::begin(StreamId id, Stream& stream) {
  stream.waiting = false;
  stream.unacknowledged = true;
  ++unacknowledged_;
  const std::uint32_t extra = std::max(options_.receive_window, initial_window) - initial_window;
  stream.receive_window += extra;
  frame(FrameType::window_update, flag::syn, id, extra);
  if (stream.local_finished) frame(FrameType::window_update, flag::fin, id, 0);
}

void Session::begin_waiting() {
  while (!waiting_.empty() && unacknowledged_ < options_.max_unacknowledged && !failed()) {
    const StreamId id = waiting_.front();
    waiting_.pop_front();
    if (const auto found = streams_.find(id); found != streams_.end()) begin(id, found->second);
  }
}

void Session::acknowledged(StreamId id) {
  const auto found = streams_.find(id);
  if (found == streams_.end() || !found->second.unacknowledged) return;
  found->second.unacknowledged = false;
  --unacknowledged_;
  begin_waiting();
}

void Session::accept(StreamId id) {
  const auto found = streams_.find(id);
  if (found == streams_.end() || found->second.accepted) return;
  found->second.accepted = true;
  --unaccepted_;
  const std::uint32_t extra = std::max(options_.receive_window, initial_window) - initial_window;
  found->second.receive_window += extra;
  frame(FrameType::window_update, flag::ack, id, extra);
}

std::size_t Session::send(StreamId id, std::string_view bytes) {
  const auto found = streams_.find(id);
  if (failed() || found == streams_.end() || found->second.local_finished || found->second.waiting) return 0;
  Stream& stream = found->second;
  std::size_t sent = 0;
  while (sent < bytes.size() && stream.send_window > 0 && !output_full()) {
    const auto count = std::min({bytes.size() - sent, std::size_t{stream.send_window}, max_frame_payload});
    frame(FrameType::data, 0, id, static_cast<std::uint32_t>(count));
    output_.append(bytes.substr(sent, count));
    stream.send_window -= static_cast<std::uint32_t>(count);
    sent += count;
  }
  if (sent < bytes.size() && stream.send_window == 0) stream.wants_writable = true;
  return sent;
}

void Session::finish(StreamId id) {
  const auto found = streams_.find(id);
  if (failed() || found == streams_.end() || found->second.local_finished) return;
  found->second.local_finished = true;
  if (found->second.waiting) return;
  frame(FrameType::window_update, flag::fin, id, 0);
  if (found->second.remote_finished) erase(found);
}

void Session::reset(StreamId id) {
  const auto found = streams_.find(id);
  if (failed() || found == streams_.end()) return;
  const bool known_there = !found->second.waiting;
  if (known_there) frame(FrameType::window_update, flag::rst, id, 0);
  erase(found);
}

void Session::consumed(StreamId id, std::size_t count) {
  const auto found = streams_.find(id);
  if (failed() || found == streams_.end()) return;
  Stream& stream = found->second;
  count = std::min(count, stream.unread);
  stream.unread -= count;
  unread_ -= count;
  stream.credit += static_cast<std::uint32_t>(count);
  give_credit(id, stream);
}

void Session::give_credit(StreamId id, Stream& stream) {
  const std::uint32_t window = std::max(options_.receive_window, initial_window);
  if (stream.remote_finished || stream.credit < window / 2) return;
  frame(FrameType::window_update, 0, id, stream.credit);
  stream.receive_window += stream.credit;
  stream.credit = 0;
}

void Session::ping(std::uint32_t opaque) {
  if (!failed()) frame(FrameType::ping, flag::syn, 0, opaque);
}

void Session::go_away(GoAwayCode code) {
  if (failed()) return;
  local_go_away_ = true;
  frame(FrameType::go_away, 0, 0, static_cast<std::uint32_t>(code));
}

void Session::tick(Time now) {
  if (options_.keepalive_interval.count() == 0 || failed()) return;
  if (!last_ping_) last_ping_ = now;
  if (ping_open_ && now >= *last_ping_ + options_.keepalive_timeout) {
    return fail("no answer to a keepalive ping", GoAwayCode::internal_error);
  }
  if (!ping_open_ && now >= *last_ping_ + options_.keepalive_interval) {
    last_ping_ = now;
    ping_open_ = true;
    ping(++ping_value_);
  }
}

std::optional<Time> Session::next_tick() const {
  if (options_.keepalive_interval.count() == 0 || failed() || !last_ping_) return std::nullopt;
  return *last_ping_ + (ping_open_ ? options_.keepalive_timeout : options_.keepalive_interval);
}

std::uint32_t Session::send_window(StreamId id) const {
  const auto found = streams_.find(id);
  return found == streams_.end() ? 0 : found->second.send_window;
}

void Session::erase(Streams::iterator found) {
  if (!found->second.accepted) --unaccepted_;
  const bool makes_room = found->second.unacknowledged;
  if (makes_room) --unacknowledged_;
  unread_ -= found->second.unread;
  streams_.erase(found);
  if (makes_room) begin_waiting();
}

void Session::frame(FrameType type, std::uint16_t flags, StreamId stream, std::uint32_t length) {
  append_header(output_, type, flags, stream, length);
  if (output_.size() + in_flight_ > options_.hard_output && !failed()) {
    failure_ = "peer does not read what it makes us write";
  }
}

void Session::fail(std::string reason, GoAwayCode code) {
  if (failed()) return;
  append_header(output_, FrameType::go_away, 0, 0, static_cast<std::uint32_t>(code));
  failure_ = std::move(reason);
}

}  // namespace causeway::gorpc::yamux
