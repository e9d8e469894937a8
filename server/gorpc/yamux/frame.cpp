#include "gorpc/yamux/frame.h"

namespace causeway::gorpc::yamux {
namespace {

std::uint32_t read_big_endian(std::string_view bytes) {
  std::uint32_t value = 0;
  for (const char byte : bytes) value = (value << 8) | static_cast<std::uint8_t>(byte);
  return value;
}

void write_big_endian(char* at, std::uint32_t value, int count) {
  for (int i = count - 1; i >= 0; --i) {
    at[i] = static_cast<char>(value & 0xff);
    value >>= 8;
  }
}

}  // namespace

Header decode_header(std::string_view bytes) {
  Header header;
  header.version = static_cast<std::uint8_t>(bytes[0]);
  header.type = static_cast<std::uint8_t>(bytes[1]);
  header.flags = static_cast<std::uint16_t>(read_big_endian(bytes.substr(2, 2)));
  header.stream = read_big_endian(bytes.substr(4, 4));
  header.length = read_big_endian(bytes.substr(8, 4));
  return header;
}

void append_header(std::string& out, FrameType type, std::uint16_t flags, std::uint32_t stream, std::uint32_t length) {
  char bytes[header_bytes];
  bytes[0] = 0;
  bytes[1] = static_cast<char>(type);
  write_big_endian(bytes + 2, flags, 2);
  write_big_endian(bytes + 4, stream, 4);
  write_big_endian(bytes + 8, length, 4);
  out.append(bytes, header_bytes);
}

}  // namespace causeway::gorpc::yamux
