#pragma once
// The only place where "now" comes from. Production owns one RealClock for the life of the process; tests own a fake
// (tests/fakes/clock.h). Thread-safe.

#include <chrono>
#include <cstdint>

namespace causeway::base {

// Mattermost's time: milliseconds since 1970 in UTC. The default value (0) means "never" wherever a field may be
// absent.
using Time = std::chrono::sys_time<std::chrono::milliseconds>;
using Steady = std::chrono::steady_clock::time_point;
using Millis = std::chrono::milliseconds;

inline std::int64_t to_millis(Time time) {
  return time.time_since_epoch().count();
}
inline Time from_millis(std::int64_t millis) {
  return Time(Millis(millis));
}

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Time now() const = 0;       // wall clock; may jump
  virtual Steady steady() const = 0;  // never goes back; for waits and time-outs
};

class RealClock final : public Clock {
 public:
  Time now() const override { return std::chrono::time_point_cast<Millis>(std::chrono::system_clock::now()); }
  Steady steady() const override { return std::chrono::steady_clock::now(); }
};

}  // namespace causeway::base
