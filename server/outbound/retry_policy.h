#pragma once
// When to try again. A pure core: the same input gives the same answer.

#include <cstdint>
#include <optional>

#include "base/clock.h"

namespace causeway::outbound {

// The wait after the `attempts`-th failure in a row (1 = the first): limits::retry_first doubling up to
// limits::retry_max, then up to a quarter of it on top by `random` (so that many tasks do not come back together).
// Never shorter than what the peer asked for (peer/answer.cpp knows how much of it is believed).
base::Millis retry_wait(std::int32_t attempts, std::optional<base::Millis> asked, std::uint64_t random);

}  // namespace causeway::outbound
