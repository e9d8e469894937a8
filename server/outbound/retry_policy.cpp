#include "outbound/retry_policy.h"

#include <algorithm>

#include "model/limits.h"

namespace causeway::outbound {

base::Millis retry_wait(std::int32_t attempts, std::optional<base::Millis> asked, std::uint64_t random) {
  const base::Millis first = model::limits::retry_first;
  const base::Millis most = model::limits::retry_max;
  base::Millis wait = first;
  for (std::int32_t i = 1; i < attempts && wait < most; ++i) wait *= 2;
  wait = std::min(wait, most);
  if (asked) wait = std::max(wait, *asked);
  const auto jitter_range = static_cast<std::uint64_t>(wait.count() / 4 + 1);
  return wait + base::Millis(static_cast<std::int64_t>(random % jitter_range));
}

}  // namespace causeway::outbound
