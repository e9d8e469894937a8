#include "outbound/accepted.h"

#include "peer/answer.h"

namespace causeway::outbound {

base::Result<> accepted(const Unshared& unshared, const std::optional<model::ChannelRemote>& row,
                        const model::RemoteClusterResponse& answer) {
  if (answer.status == "OK") return base::ok();
  if (row && peer::says_unshared(answer)) CAUSEWAY_CHECK(unshared(*row));
  return peer::said_no(answer);
}

}  // namespace causeway::outbound
