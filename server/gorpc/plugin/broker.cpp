#include "gorpc/plugin/broker.h"

#include <string>
#include <utility>

#include "gorpc/plugin/client_connection.h"
#include "gorpc/plugin/stream_state.h"

namespace causeway::gorpc::plugin {
namespace {

constexpr std::size_t id_bytes = 4;
constexpr std::size_t max_expected = 4096;

std::string little_endian(std::uint32_t id) {
  std::string bytes;
  for (int shift = 0; shift < 32; shift += 8) bytes.push_back(static_cast<char>((id >> shift) & 0xff));
  return bytes;
}

}  // namespace

// A stream of the host before its first 4 bytes have come.
class Broker::Incoming final : public StreamSink {
 public:
  Incoming(Broker& broker, StreamId stream) : broker_(broker), stream_(stream) {}

  std::size_t on_bytes(std::string_view bytes) override {
    if (next_ != nullptr) return next_->on_bytes(bytes);
    const std::size_t all = bytes.size();
    while (!bytes.empty() && have_ < id_bytes) {
      id_ |= static_cast<std::uint32_t>(static_cast<std::uint8_t>(bytes.front())) << (8 * have_++);
      bytes.remove_prefix(1);
    }
    if (have_ < id_bytes) return all;
    const Accept accept = broker_.claim(id_);
    if (accept) next_ = accept(stream_);
    if (next_ == nullptr) {
      broker_.link_.reset(stream_);
      return all;
    }
    broker_.link_.write(stream_, little_endian(id_));
    broker_.link_.set_sink(stream_, next_);
    if (bytes.empty()) return all;
    return all - bytes.size() + next_->on_bytes(bytes);
  }

  void on_end(StreamEnd end) override {
    if (next_ != nullptr) return next_->on_end(end);
    if (end == StreamEnd::finished) broker_.link_.reset(stream_);
  }

 private:
  Broker& broker_;
  const StreamId stream_;
  std::uint32_t id_ = 0;
  std::size_t have_ = 0;
  std::shared_ptr<StreamSink> next_;
};

std::optional<StreamId> Broker::dial(std::uint32_t id, std::shared_ptr<StreamSink> sink) {
  if (id == 0) return std::nullopt;
  const std::string prefix = little_endian(id);
  return link_.open(std::move(sink), prefix, prefix.size());
}

Stream Broker::dial_stream(std::uint32_t id) {
  auto state = std::make_shared<StreamState>(link_);
  const auto stream = dial(id, state);
  if (!stream) return {};
  state->set_stream(*stream);
  return Stream(std::move(state));
}

std::shared_ptr<ClientConnection> Broker::dial_rpc(std::uint32_t id) {
  auto connection = std::make_shared<ClientConnection>(link_);
  const auto stream = dial(id, connection);
  if (!stream) return nullptr;
  connection->set_stream(*stream);
  return connection;
}

void Broker::dial_and_close(std::uint32_t id) {
  dial_stream(id);
}

std::uint32_t Broker::expect(Accept accept) {
  base::MutexLock lock(mutex_);
  if (expected_.size() >= max_expected) return 0;
  while (next_id_ == 0 || expected_.contains(next_id_)) ++next_id_;
  expected_.emplace(next_id_, std::move(accept));
  return next_id_++;
}

void Broker::withdraw(std::uint32_t id) {
  base::MutexLock lock(mutex_);
  expected_.erase(id);
}

Broker::Accept Broker::claim(std::uint32_t id) {
  base::MutexLock lock(mutex_);
  auto node = expected_.extract(id);
  return node.empty() ? nullptr : std::move(node.mapped());
}

std::shared_ptr<StreamSink> Broker::incoming(StreamId stream) {
  return std::make_shared<Incoming>(*this, stream);
}

void Offer::Seat::put(std::shared_ptr<StreamState> state) {
  base::MutexLock lock(mutex_);
  state_ = std::move(state);
  changed_.notify_all();
}

void Offer::Seat::cancel() {
  base::MutexLock lock(mutex_);
  cancelled_ = true;
  changed_.notify_all();
}

base::Result<Stream> Offer::Seat::wait(std::stop_token stop) {
  base::MutexLock lock(mutex_);
  changed_.wait(mutex_, std::move(stop),
                [this]() CAUSEWAY_NO_THREAD_SAFETY_ANALYSIS { return state_ != nullptr || cancelled_; });
  if (state_ != nullptr) return Stream(std::exchange(state_, nullptr));
  if (cancelled_) return base::refused("not_dialled", "the host answered without asking for the stream");
  return base::refused("stopped", "stop was asked while waiting for the host to dial");
}

Stream Offer::Seat::take_unclaimed() {
  base::MutexLock lock(mutex_);
  return Stream(std::exchange(state_, nullptr));
}

Offer::Offer(std::shared_ptr<Seat> seat) : seat_(std::move(seat)) {}
Offer::Offer(Offer&&) noexcept = default;
Offer::~Offer() {
  if (seat_ == nullptr) return;
  seat_->withdraw();
  // A stream that came and that nobody fetched goes away here.
  static_cast<void>(seat_->take_unclaimed());
}

std::uint32_t Offer::id() const {
  return seat_->id();
}
base::Result<Stream> Offer::wait(std::stop_token stop) {
  return seat_->wait(std::move(stop));
}
std::function<void()> Offer::canceller() const {
  return [seat = seat_] { seat->cancel(); };
}

}  // namespace causeway::gorpc::plugin
