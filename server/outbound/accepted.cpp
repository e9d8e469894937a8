#include "outbound/accepted.h"

namespace causeway::outbound {
namespace {
constexpr const char* unshared_text = "channel is no longer shared";  // native's words, and ours
constexpr std::size_t quoted_chars = 200;
}  // namespace

base::Result<> accepted(const Unshared& unshared, const std::optional<model::ChannelRemote>& row,
                        const model::RemoteClusterResponse& answer) {
  if (answer.status == "OK") return base::ok();
  if (row && answer.err.find(unshared_text) != std::string::npos) CAUSEWAY_CHECK(unshared(*row));
  return base::retry_later("peer_failed", "the peer answered: " + answer.err.substr(0, quoted_chars));
}

}  // namespace causeway::outbound
