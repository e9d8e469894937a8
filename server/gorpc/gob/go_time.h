#pragma once
// Go's time.Time, which packs itself into 15 or 16 bytes: version 1 or 2, seconds since the year 1 (int64), nanoseconds
// (int32), zone offset in minutes (int16; -1 = UTC), and in version 2 the rest of the offset in seconds (int8); all big
// endian. Values.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "gorpc/gob/codec.h"

namespace causeway::gorpc::gob {

struct GoTime {
  static constexpr std::int64_t zero_seconds = -62135596800;  // the year 1: Go's zero time

  std::int64_t unix_seconds = zero_seconds;
  std::int32_t nanoseconds = 0;
  std::optional<std::int32_t> offset_seconds;  // east of Greenwich; absent = UTC

  bool operator==(const GoTime&) const = default;
};

std::string pack_time(const GoTime& time);
std::optional<GoTime> parse_time(std::string_view packed);  // nullopt: not such a value

template <>
struct Codec<GoTime> {
  static constexpr Type type() { return {.kind = Kind::gob_encoder, .name = "Time"}; }
  static bool omitted(const GoTime& value) { return value == GoTime{}; }
  static void encode(Writer& writer, const GoTime& value) { writer.bytes(pack_time(value)); }
  static bool decode(Reader& reader, const Type& wire, GoTime& value) {
    if (wire.kind != Kind::gob_encoder) return reader.mismatch(wire, "time");
    const auto parsed = parse_time(reader.bytes());
    if (!parsed.has_value()) return reader.fail("not a time");
    value = *parsed;
    return reader.ok();
  }
};

}  // namespace causeway::gorpc::gob
