#pragma once
// Gob's scalars as bytes: the bottom of everything here. Pure; any thread.
//   uint: below 128 one byte; else one byte 256-n, then n big-endian bytes (1..8).
//   int:  bit 0 is the sign: x<0 ? (~x<<1)|1 : x<<1, sent as a uint.
//   float: the IEEE bits with the byte order reversed, sent as a uint.

#include <bit>
#include <cstdint>
#include <string>
#include <string_view>

namespace causeway::gorpc::gob {

void put_long_uint(std::string& out, std::uint64_t value);

inline void put_uint(std::string& out, std::uint64_t value) {
  if (value < 128) {
    out.push_back(static_cast<char>(value));
  } else {
    put_long_uint(out, value);
  }
}
inline void put_int(std::string& out, std::int64_t value) {
  const auto bits = static_cast<std::uint64_t>(value);
  put_uint(out, value < 0 ? (~bits << 1) | 1 : bits << 1);
}
inline void put_bytes(std::string& out, std::string_view bytes) {
  put_uint(out, bytes.size());
  out.append(bytes);
}
inline void put_float(std::string& out, double value) {
  put_uint(out, __builtin_bswap64(std::bit_cast<std::uint64_t>(value)));
}
inline double float_from(std::uint64_t wire) {
  return std::bit_cast<double>(__builtin_bswap64(wire));
}
inline std::int64_t int_from(std::uint64_t wire) {
  return static_cast<std::int64_t>((wire & 1) != 0 ? ~(wire >> 1) : wire >> 1);
}

// Reads scalars out of bytes that somebody else owns. Once a read has failed, `failed` stays set, nothing is left and
// every read gives zero.
class Cursor {
 public:
  Cursor() = default;
  explicit Cursor(std::string_view bytes) : at_(bytes.data()), end_(bytes.data() + bytes.size()) {}

  bool failed() const { return failed_; }
  bool empty() const { return at_ == end_; }
  std::size_t left() const { return static_cast<std::size_t>(end_ - at_); }
  const char* at() const { return at_; }
  std::string_view rest() const { return {at_, left()}; }
  void fail() {
    failed_ = true;
    at_ = end_;
  }

  std::uint64_t uint() {
    if (at_ != end_ && static_cast<signed char>(*at_) >= 0) return static_cast<std::uint64_t>(*at_++);
    return long_uint();
  }
  std::int64_t integer() { return int_from(uint()); }
  std::string_view take(std::uint64_t count) {
    if (count > left()) {
      fail();
      return {};
    }
    const std::string_view taken(at_, static_cast<std::size_t>(count));
    at_ += count;
    return taken;
  }
  std::string_view bytes() { return take(uint()); }

 private:
  std::uint64_t long_uint();

  const char* at_ = nullptr;
  const char* end_ = nullptr;
  bool failed_ = false;
};

// How many bytes the uint at the front takes: 0 = not all there yet, -1 = can never be a uint.
int uint_length(std::string_view bytes);

}  // namespace causeway::gorpc::gob
