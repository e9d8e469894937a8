#include "gorpc/plugin/link.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace causeway::gorpc::plugin {
namespace {

constexpr std::size_t read_bytes = 64 * 1024;

void make_non_blocking(int fd) {
  const int flags = ::fcntl(fd, F_GETFL);
  if (flags < 0 || ::fcntl(fd, F_SETFL, flags | O_NONBLOCK) < 0) {
    throw std::system_error(errno, std::generic_category(), "fcntl");
  }
}

}  // namespace

// What the session thread tells a sink once the lock is released.
struct Link::Delivery {
  enum class Kind { bytes, end };
  Kind kind;
  StreamId stream;
  std::string_view bytes{};
  StreamEnd end = StreamEnd::finished;
  // Kept for the deliveries after which the entry is gone.
  std::shared_ptr<StreamSink> sink{};
};

Link::Link(int in, int out, const base::Clock& clock, LinkOptions options, Opened opened)
    : in_(in),
      out_(out),
      clock_(clock),
      options_(std::move(options)),
      opened_(std::move(opened)),
      buffer_(read_bytes),
      session_(options_.role, options_.session) {
  make_non_blocking(in_);
  if (out_ != in_) make_non_blocking(out_);
  wake_fd_ = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (wake_fd_ < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
}

Link::~Link() {
  ::close(wake_fd_);
}

std::string Link::run(int poll_extra, const OnWake& on_wake) {
  {
    base::MutexLock lock(mutex_);
    session_thread_ = std::this_thread::get_id();
  }
  std::string reason;
  std::optional<base::Steady> wanted;
  while (true) {
    std::optional<base::Steady> until = wanted;
    {
      base::MutexLock lock(mutex_);
      flush();
      if (session_.failed()) reason = session_.failure();
      if (session_.failed() || broken_ || end_asked_) break;
      if (const auto own = next_deadline(); own && (!until || *own < *until)) until = own;
      if (!room_.empty() || !dead_.empty()) until = clock_.steady();
    }
    bool readable = false;
    bool extra_readable = false;
    wait(poll_extra, until, readable, extra_readable);
    if (readable && !read_input(reason)) break;
    {
      base::MutexLock lock(mutex_);
      session_.tick(clock_.steady());
      expire_lingering(clock_.steady());
      pump();
    }
    tell_sinks();
    wanted = on_wake(extra_readable);
  }
  end_all();
  return reason;
}

void Link::wait(int poll_extra, std::optional<base::Steady> until, bool& readable, bool& extra_readable) {
  bool want_write = false;
  {
    base::MutexLock lock(mutex_);
    want_write = blocked_;
  }
  int timeout = -1;
  if (until) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(*until - clock_.steady()).count();
    timeout = static_cast<int>(std::clamp<std::int64_t>(left, 0, 60000));
  }
  pollfd fds[4] = {{in_, POLLIN, 0}, {wake_fd_, POLLIN, 0}, {out_, POLLOUT, 0}, {poll_extra, POLLIN, 0}};
  if (!want_write) fds[2].fd = -1;
  if (::poll(fds, 4, timeout) <= 0) return;
  readable = fds[0].revents != 0;
  extra_readable = fds[3].revents != 0;
  if (fds[1].revents != 0) {
    std::uint64_t count = 0;
    static_cast<void>(!::read(wake_fd_, &count, sizeof(count)));
  }
  if (fds[2].revents != 0) {
    base::MutexLock lock(mutex_);
    blocked_ = false;
  }
}

bool Link::read_input(std::string& reason) {
  const ssize_t count = ::read(in_, buffer_.data(), buffer_.size());
  if (count == 0) return false;
  if (count < 0) {
    if (errno == EAGAIN || errno == EINTR) return true;
    if (errno != ECONNRESET) reason = std::generic_category().message(errno);
    return false;
  }
  receive({buffer_.data(), static_cast<std::size_t>(count)});
  return true;
}

void Link::receive(std::string_view bytes) {
  std::vector<Delivery> deliveries;
  {
    base::MutexLock lock(mutex_);
    for (const auto& event : session_.receive(bytes, clock_.steady())) {
      if (event.kind == yamux::EventKind::opened) {
        entries_.try_emplace(event.stream);
        deliveries.push_back({Delivery::Kind::bytes, event.stream});
      } else {
        on_event(event, deliveries);
      }
    }
  }
  deliver(deliveries);
}

void Link::on_event(const yamux::Event& event, std::vector<Delivery>& deliveries) {
  const auto found = entries_.find(event.stream);
  if (found == entries_.end()) return;
  Entry& entry = found->second;
  switch (event.kind) {
    case yamux::EventKind::data: {
      const auto bytes = strip_expected(event.stream, entry, event.bytes);
      if (bytes.empty()) return;
      if (!entry.linger_until) {
        deliveries.push_back({Delivery::Kind::bytes, event.stream, bytes, StreamEnd::finished, entry.sink});
      } else if (entry.discard) {
        session_.consumed(event.stream, bytes.size());
      } else {
        session_.reset(event.stream);
        drop(event.stream);
      }
      return;
    }
    case yamux::EventKind::finished:
      deliveries.push_back({Delivery::Kind::end, event.stream, {}, StreamEnd::finished, entry.sink});
      if (!session_.known(event.stream)) drop(event.stream);
      return;
    case yamux::EventKind::reset:
      deliveries.push_back({Delivery::Kind::end, event.stream, {}, StreamEnd::reset, entry.sink});
      return drop(event.stream);
    case yamux::EventKind::writable:
      queue(event.stream, entry);
      return;
    default:
      return;
  }
}

// The peer's echo of a broker id comes before everything else and belongs to nobody.
std::string_view Link::strip_expected(StreamId id, Entry& entry, std::string_view bytes) {
  const auto count = std::min(entry.expected.size(), bytes.size());
  if (count == 0) return bytes;
  const bool same = bytes.substr(0, count) == std::string_view(entry.expected).substr(0, count);
  entry.expected.erase(0, count);
  session_.consumed(id, count);
  if (same) return bytes.substr(count);
  kill(id);
  return {};
}

void Link::deliver(std::vector<Delivery>& deliveries) {
  for (auto& delivery : deliveries) {
    std::shared_ptr<StreamSink> sink = delivery.sink;
    bool fresh = false;
    {
      base::MutexLock lock(mutex_);
      if (const auto found = entries_.find(delivery.stream); found != entries_.end()) {
        if (found->second.sink != nullptr) sink = found->second.sink;
        fresh = found->second.sink == nullptr;
      }
    }
    if (fresh) {
      sink = opened_(delivery.stream);
      base::MutexLock lock(mutex_);
      if (sink == nullptr) {
        session_.reset(delivery.stream);
        drop(delivery.stream);
      } else if (const auto found = entries_.find(delivery.stream); found != entries_.end()) {
        session_.accept(delivery.stream);
        found->second.sink = sink;
      }
    }
    if (sink == nullptr) continue;
    if (delivery.kind == Delivery::Kind::end) {
      sink->on_end(delivery.end);
    } else if (!delivery.bytes.empty()) {
      const auto count = sink->on_bytes(delivery.bytes);
      if (count > 0) consumed(delivery.stream, count);
    }
  }
}

void Link::tell_sinks() {
  std::vector<std::shared_ptr<StreamSink>> sinks;
  std::vector<std::shared_ptr<StreamSink>> dead;
  {
    base::MutexLock lock(mutex_);
    sinks.swap(room_);
    dead.swap(dead_);
  }
  for (const auto& sink : sinks) {
    if (sink != nullptr) sink->on_room();
  }
  for (const auto& sink : dead) {
    if (sink != nullptr) sink->on_end(StreamEnd::reset);
  }
}

void Link::end_all() {
  std::vector<std::shared_ptr<StreamSink>> sinks;
  {
    base::MutexLock lock(mutex_);
    flush();  // a go-away with its reason, if the peer still reads
    ended_ = true;
    for (auto& entry : entries_) sinks.push_back(std::move(entry.second.sink));
    for (auto& sink : dead_) sinks.push_back(std::move(sink));
    entries_.clear();
    dead_.clear();
    room_.clear();
  }
  for (const auto& sink : sinks) {
    if (sink != nullptr) sink->on_end(StreamEnd::session_ended);
  }
}

void Link::end() {
  base::MutexLock lock(mutex_);
  end_asked_ = true;
  wake();
}

bool Link::ended() const {
  base::MutexLock lock(mutex_);
  return ended_;
}

void Link::wake() {
  const std::uint64_t one = 1;
  static_cast<void>(!::write(wake_fd_, &one, sizeof(one)));
}

std::optional<base::Steady> Link::next_deadline() {
  std::optional<base::Steady> next = session_.next_tick();
  if (!lingering_.empty()) {
    // Streams linger for the same time, so the first is the next.
    const auto found = entries_.find(lingering_.front());
    const base::Steady first =
        found != entries_.end() && found->second.linger_until ? *found->second.linger_until : clock_.steady();
    if (!next || first < *next) next = first;
  }
  return next;
}

void Link::expire_lingering(base::Steady now) {
  std::size_t done = 0;
  for (; done < lingering_.size(); ++done) {
    const auto found = entries_.find(lingering_[done]);
    if (found == entries_.end() || !found->second.linger_until) continue;
    if (*found->second.linger_until > now) break;
    session_.reset(lingering_[done]);
    drop(lingering_[done]);
  }
  lingering_.erase(lingering_.begin(), lingering_.begin() + static_cast<std::ptrdiff_t>(done));
}

}  // namespace causeway::gorpc::plugin
