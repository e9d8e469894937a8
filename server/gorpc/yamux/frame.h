#pragma once
// The 12 bytes in front of every yamux frame, big endian: version u8 = 0 | type u8 | flags u16 | stream u32 | length
// u32. Only a data frame has a payload behind it (`length` bytes). Format: hashicorp/yamux spec.md, as Go's yamux 0.1.2
// runs it. Pure; any thread.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace causeway::gorpc::yamux {

inline constexpr std::size_t header_bytes = 12;
inline constexpr std::uint32_t initial_window = 256 * 1024;  // fixed by the protocol, per stream and direction

enum class FrameType : std::uint8_t {
  data = 0,
  window_update = 1,  // length = credit added
  ping = 2,           // length = opaque value; stream 0; SYN asks, ACK answers
  go_away = 3,        // length = GoAwayCode; stream 0
};

namespace flag {
inline constexpr std::uint16_t syn = 1;
inline constexpr std::uint16_t ack = 2;
inline constexpr std::uint16_t fin = 4;
inline constexpr std::uint16_t rst = 8;
}  // namespace flag

enum class GoAwayCode : std::uint32_t { normal = 0, protocol_error = 1, internal_error = 2 };

struct Header {
  std::uint8_t version = 0;
  std::uint8_t type = 0;  // a FrameType, or a value that no version of the protocol knows
  std::uint16_t flags = 0;
  std::uint32_t stream = 0;
  std::uint32_t length = 0;

  bool operator==(const Header&) const = default;
  bool is(FrameType wanted) const { return type == static_cast<std::uint8_t>(wanted); }
  bool has(std::uint16_t one_flag) const { return (flags & one_flag) != 0; }
};

// `bytes` holds at least header_bytes.
Header decode_header(std::string_view bytes);
void append_header(std::string& out, FrameType type, std::uint16_t flags, std::uint32_t stream, std::uint32_t length);

}  // namespace causeway::gorpc::yamux
