// The writing half of the link.
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "gorpc/plugin/link.h"

namespace causeway::gorpc::plugin {
namespace {

constexpr std::size_t turn_bytes = 32 * 1024;  // what one stream may write before the next has its turn

}  // namespace

std::optional<StreamId> Link::open(std::shared_ptr<StreamSink> sink, std::string_view prefix, std::size_t skip) {
  base::MutexLock lock(mutex_);
  if (ended_) return std::nullopt;
  const auto id = session_.open();
  if (!id) return std::nullopt;
  Entry& entry = entries_[*id];
  entry.sink = std::move(sink);
  entry.expected = prefix.substr(0, skip);
  entry.outbox = prefix;
  push(*id, entry);
  if (entry.waiting() > 0) queue(*id, entry);  // its turn has not come, or the output is full
  flush_unless_session_thread();
  return id;
}

void Link::set_sink(StreamId stream, std::shared_ptr<StreamSink> sink) {
  base::MutexLock lock(mutex_);
  if (const auto found = entries_.find(stream); found != entries_.end()) found->second.sink = std::move(sink);
}

void Link::write(StreamId stream, std::string_view bytes) {
  base::MutexLock lock(mutex_);
  const auto found = entries_.find(stream);
  if (found == entries_.end() || found->second.finish_pending) return;
  Entry& entry = found->second;
  if (entry.waiting() + bytes.size() > options_.outbox_hard_bytes) return kill(stream);
  std::size_t sent = 0;
  if (entry.waiting() == 0) sent = session_.send(stream, bytes);
  if (sent < bytes.size()) {
    entry.outbox.append(bytes.substr(sent));
    queue(stream, entry);
  }
  flush_unless_session_thread();
}

std::size_t Link::write_some(StreamId stream, std::string_view bytes) {
  base::MutexLock lock(mutex_);
  const auto found = entries_.find(stream);
  if (found == entries_.end() || found->second.finish_pending) return bytes.size();
  Entry& entry = found->second;
  std::size_t sent = 0;
  if (entry.waiting() == 0) sent = session_.send(stream, bytes);
  const auto room = options_.outbox_bytes - std::min(entry.waiting(), options_.outbox_bytes);
  const auto kept = std::min(room, bytes.size() - sent);
  if (kept > 0) {
    entry.outbox.append(bytes.substr(sent, kept));
    queue(stream, entry);
  }
  if (sent + kept < bytes.size()) entry.wants_room = true;
  flush_unless_session_thread();
  return sent + kept;
}

bool Link::has_room(StreamId stream) {
  base::MutexLock lock(mutex_);
  const auto found = entries_.find(stream);
  if (found == entries_.end() || found->second.waiting() < options_.outbox_bytes) return true;
  found->second.wants_room = true;
  return false;
}

void Link::finish(StreamId stream) {
  base::MutexLock lock(mutex_);
  const auto found = entries_.find(stream);
  if (found == entries_.end()) return;
  found->second.finish_pending = true;
  push(stream, found->second);
  if (!session_.known(stream)) drop(stream);
  flush_unless_session_thread();
}

void Link::reset(StreamId stream) {
  base::MutexLock lock(mutex_);
  session_.reset(stream);
  drop(stream);
  flush_unless_session_thread();
}

void Link::abandon(StreamId stream, Rest rest) {
  base::MutexLock lock(mutex_);
  const auto found = entries_.find(stream);
  if (found == entries_.end()) return;
  Entry& entry = found->second;
  entry.finish_pending = true;
  entry.discard = rest == Rest::discard;
  entry.linger_until = clock_.steady() + options_.linger;
  push(stream, entry);
  if (!session_.known(stream)) {
    drop(stream);
  } else {
    if (lingering_.empty()) wake();  // the session thread has a deadline now
    lingering_.push_back(stream);
  }
  flush_unless_session_thread();
}

void Link::consumed(StreamId stream, std::size_t count) {
  base::MutexLock lock(mutex_);
  session_.consumed(stream, count);
  flush_unless_session_thread();
}

void Link::drop(StreamId stream) {
  const auto found = entries_.find(stream);
  if (found == entries_.end()) return;
  if (found->second.wants_room) room_.push_back(found->second.sink);
  entries_.erase(found);
}

// The peer or we broke the rules of this one stream; its sink is told by the session thread.
void Link::kill(StreamId stream) {
  session_.reset(stream);
  if (const auto found = entries_.find(stream); found != entries_.end()) dead_.push_back(found->second.sink);
  drop(stream);
  wake();
}

void Link::queue(StreamId stream, Entry& entry) {
  if (std::exchange(entry.in_backlog, true)) return;
  backlog_.push_back(stream);
}

void Link::Entry::took(std::size_t count) {
  head += count;
  if (head == outbox.size()) {
    outbox.clear();
    head = 0;
    if (outbox.capacity() > std::size_t{1} << 20) outbox.shrink_to_fit();
  } else if (head > std::size_t{1} << 20 && head * 2 > outbox.size()) {
    outbox.erase(0, std::exchange(head, 0));
  }
}

// Moves what it can from the stream's outbox to the session. False: there is nothing more to do for this stream now.
bool Link::push(StreamId stream, Entry& entry) {
  if (entry.waiting() > 0) {
    const auto sent = session_.send(stream, std::string_view(entry.outbox).substr(entry.head, turn_bytes));
    entry.took(sent);
    if (entry.wants_room && entry.waiting() <= options_.outbox_bytes / 2) {
      entry.wants_room = false;
      room_.push_back(entry.sink);
      wake();
    }
    if (entry.waiting() > 0) return sent > 0;
  }
  if (entry.finish_pending) session_.finish(stream);
  return false;
}

void Link::pump() {
  // Streams take turns. A stream without window leaves the row; `writable` brings it back.
  for (std::size_t left = backlog_.size(); left > 0 && !session_.output_full(); --left) {
    const StreamId stream = backlog_.front();
    backlog_.pop_front();
    const auto found = entries_.find(stream);
    if (found == entries_.end()) continue;
    found->second.in_backlog = false;
    if (push(stream, found->second)) {
      queue(stream, found->second);
      ++left;
    } else if (found->second.waiting() > 0 && session_.send_window(stream) > 0) {
      queue(stream, found->second);  // only the output is full
    }
    if (!session_.known(stream)) drop(stream);
  }
}

void Link::flush_unless_session_thread() {
  // The session thread writes once for everything that a batch of input causes.
  if (std::this_thread::get_id() != session_thread_) flush();
}

void Link::flush() {
  if (writing_ || blocked_ || broken_) return;
  writing_ = true;
  while (!broken_ && !blocked_) {
    pump();
    if (unsent_.empty()) unsent_ = session_.take_output();
    if (unsent_.empty()) break;
    write_out();
    session_.set_in_flight(unsent_.size());
  }
  writing_ = false;
  if (broken_ || (blocked_ && std::this_thread::get_id() != session_thread_)) wake();
}

// Writes unsent_ with the lock released; `writing_` keeps others away from it meanwhile.
void Link::write_out() {
  std::string chunk = std::move(unsent_);
  unsent_.clear();
  session_.set_in_flight(chunk.size());
  mutex_.unlock();
  std::size_t written = 0;
  int error = 0;
  while (written < chunk.size() && error == 0) {
    // MSG_NOSIGNAL for sockets; a pipe has none (ENOTSOCK) and relies on SIGPIPE being ignored.
    ssize_t count = ::send(out_, chunk.data() + written, chunk.size() - written, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (count < 0 && errno == ENOTSOCK) count = ::write(out_, chunk.data() + written, chunk.size() - written);
    if (count >= 0) {
      written += static_cast<std::size_t>(count);
    } else if (errno != EINTR) {
      error = errno;
    }
  }
  mutex_.lock();
  chunk.erase(0, written);
  unsent_ = std::move(chunk);
  if (error == EAGAIN || error == EWOULDBLOCK) {
    blocked_ = true;
  } else if (error != 0) {
    broken_ = true;
  }
}

}  // namespace causeway::gorpc::plugin
