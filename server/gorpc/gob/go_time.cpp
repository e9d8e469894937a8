#include "gorpc/gob/go_time.h"

namespace causeway::gorpc::gob {
namespace {

void put_big_endian(std::string& out, std::uint64_t value, int bytes) {
  for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) out.push_back(static_cast<char>(value >> shift));
}

std::uint64_t big_endian(std::string_view bytes) {
  std::uint64_t value = 0;
  for (const char byte : bytes) value = value << 8 | static_cast<unsigned char>(byte);
  return value;
}

}  // namespace

std::string pack_time(const GoTime& time) {
  const std::int32_t offset = time.offset_seconds.value_or(-60);  // -1 minute stands for UTC
  std::string packed;
  packed.push_back(offset % 60 == 0 ? 1 : 2);
  put_big_endian(packed,
                 static_cast<std::uint64_t>(time.unix_seconds) - static_cast<std::uint64_t>(GoTime::zero_seconds), 8);
  put_big_endian(packed, static_cast<std::uint64_t>(time.nanoseconds), 4);
  put_big_endian(packed, static_cast<std::uint64_t>(offset / 60), 2);
  if (offset % 60 != 0) packed.push_back(static_cast<char>(offset % 60));
  return packed;
}

std::optional<GoTime> parse_time(std::string_view packed) {
  if (packed.size() != 15 && packed.size() != 16) return std::nullopt;
  if (packed[0] != static_cast<char>(packed.size() - 14)) return std::nullopt;
  GoTime time;
  time.unix_seconds =
      static_cast<std::int64_t>(big_endian(packed.substr(1, 8)) + static_cast<std::uint64_t>(GoTime::zero_seconds));
  time.nanoseconds = static_cast<std::int32_t>(big_endian(packed.substr(9, 4)));
  const auto minutes = static_cast<std::int16_t>(big_endian(packed.substr(13, 2)));
  const int seconds = packed.size() == 16 ? static_cast<signed char>(packed[15]) : 0;
  if (minutes != -1 || seconds != 0) time.offset_seconds = minutes * 60 + seconds;
  return time;
}

}  // namespace causeway::gorpc::gob
