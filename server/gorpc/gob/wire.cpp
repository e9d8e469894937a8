#include "gorpc/gob/wire.h"

namespace causeway::gorpc::gob {

void put_long_uint(std::string& out, std::uint64_t value) {
  const int count = (64 - std::countl_zero(value) + 7) / 8;
  out.push_back(static_cast<char>(256 - count));
  for (int shift = (count - 1) * 8; shift >= 0; shift -= 8) out.push_back(static_cast<char>(value >> shift));
}

int uint_length(std::string_view bytes) {
  if (bytes.empty()) return 0;
  const auto first = static_cast<unsigned char>(bytes[0]);
  if (first < 128) return 1;
  const int count = 256 - first;
  if (count > 8) return -1;
  return bytes.size() > static_cast<std::size_t>(count) ? count + 1 : 0;
}

std::uint64_t Cursor::long_uint() {
  const int length = uint_length(rest());
  if (length <= 0) {
    fail();
    return 0;
  }
  std::uint64_t value = 0;
  if (length == 1) {
    value = static_cast<unsigned char>(*at_);
  } else {
    for (int i = 1; i < length; ++i) value = value << 8 | static_cast<unsigned char>(at_[i]);
  }
  at_ += length;
  return value;
}

}  // namespace causeway::gorpc::gob
