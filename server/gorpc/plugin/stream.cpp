#include "gorpc/plugin/stream.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "gorpc/plugin/broker.h"
#include "gorpc/plugin/stream_state.h"

namespace causeway::gorpc::plugin {
namespace {

constexpr std::int64_t whole_body = std::int64_t{1} << 40;
constexpr int longest_varint = 10;

base::Error absent() {
  return base::refused("stream_absent", "there is no such stream");
}

// Go's binary.PutVarint: zigzag, then 7 bits a byte, the lowest first.
std::string varint(std::int64_t value) {
  auto bits = (static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63);
  std::string out;
  while (bits >= 0x80) {
    out.push_back(static_cast<char>(bits | 0x80));
    bits >>= 7;
  }
  out.push_back(static_cast<char>(bits));
  return out;
}

// nullopt inside: the host has finished asking.
base::Result<std::optional<std::int64_t>> read_varint(Stream& stream, std::stop_token stop) {
  std::uint64_t bits = 0;
  for (int at = 0; at < longest_varint; ++at) {
    char byte = 0;
    CAUSEWAY_TRY(count, stream.read(&byte, 1, stop));
    if (count == 0) return std::optional<std::int64_t>();
    const auto value = static_cast<std::uint8_t>(byte);
    bits |= static_cast<std::uint64_t>(value & 0x7f) << (7 * at);
    if (value < 0x80) {
      return std::optional<std::int64_t>(static_cast<std::int64_t>(bits >> 1) ^ -static_cast<std::int64_t>(bits & 1));
    }
  }
  return base::refused("bad_varint", "the host asked for a body with a number that has no end");
}

}  // namespace

Stream::Stream() = default;
Stream::Stream(std::shared_ptr<StreamState> state) : state_(std::move(state)) {}
Stream::Stream(Stream&&) noexcept = default;
Stream& Stream::operator=(Stream&& other) noexcept {
  if (this == &other) return *this;
  if (state_ != nullptr) state_->abandon();
  state_ = std::move(other.state_);
  return *this;
}
Stream::~Stream() {
  if (state_ != nullptr) state_->abandon();
}

base::Result<std::size_t> Stream::read(char* into, std::size_t count, std::stop_token stop, base::Steady deadline) {
  if (state_ == nullptr) return absent();
  return state_->read(into, count, std::move(stop), deadline);
}

base::Result<> Stream::write(std::string_view bytes, std::stop_token stop) {
  if (state_ == nullptr) return absent();
  return state_->write(bytes, std::move(stop));
}

void Stream::close_write() {
  if (state_ != nullptr) state_->close_write();
}

void Stream::reset() {
  if (state_ != nullptr) state_->reset();
}

void Stream::close() {
  if (state_ != nullptr) std::exchange(state_, nullptr)->drain();
}

base::Result<std::size_t> BodyReader::read(char* into, std::size_t count, std::stop_token stop, base::Steady deadline) {
  if (!stream_) return std::size_t{0};
  if (!asked_) {
    asked_ = true;
    CAUSEWAY_CHECK(stream_.write(varint(whole_body), stop));
  }
  return stream_.read(into, count, std::move(stop), deadline);
}

base::Result<std::string> BodyReader::read_all(std::size_t limit, std::stop_token stop) {
  std::string body;
  std::vector<char> piece(32 * 1024);
  while (true) {
    CAUSEWAY_TRY(count, read(piece.data(), piece.size(), stop));
    if (count == 0) return body;
    if (body.size() + count > limit) {
      stream_.reset();
      return base::refused("body_too_large", "the body is larger than " + std::to_string(limit) + " bytes");
    }
    body.append(piece.data(), count);
  }
}

base::Result<> serve_body(Stream& stream, const BodySource& source, std::stop_token stop) {
  std::vector<char> piece(32 * 1024);
  while (true) {
    CAUSEWAY_TRY(asked, read_varint(stream, stop));
    if (!asked || *asked < 0) {
      stream.close();
      return base::ok();
    }
    for (std::int64_t left = *asked; left > 0;) {
      const auto room = static_cast<std::size_t>(std::min<std::int64_t>(left, static_cast<std::int64_t>(piece.size())));
      auto count = source(piece.data(), room);
      if (!count.ok()) {
        stream.reset();
        return std::move(count).error();
      }
      if (*count == 0) {
        stream.close();  // Go's reader asks once more before it sees the end
        return base::ok();
      }
      CAUSEWAY_CHECK(stream.write({piece.data(), *count}, stop));
      left -= static_cast<std::int64_t>(*count);
    }
  }
}

}  // namespace causeway::gorpc::plugin
