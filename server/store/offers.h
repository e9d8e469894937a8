#pragma once
// The lake's page on channels that peers offer and that wait for an administrator here (store.h says what holds for
// every call). An offer goes when it is taken or withdrawn, and with its connection; a declined one stays declined.

#include <string>
#include <vector>

#include "base/result.h"
#include "model/offer.h"

namespace causeway::store {

class Offers {
 public:
  virtual ~Offers() = default;

  struct KeptOffer {
    bool fresh = false;           // it was not known
    model::OfferedChannel offer;  // as it stands now
  };
  // Written down; of a known one the invite alone.
  virtual base::Result<KeptOffer> keep_offer(const model::OfferedChannel& offer) = 0;
  virtual base::Result<std::vector<model::OfferedChannel>> offers() = 0;  // the oldest first, declined ones too
  // All three: false when there is none. To approve takes a refusal back, and the other way round.
  virtual base::Result<bool> approve_offer(const model::RemoteId& remote, const model::ChannelId& channel,
                                           const model::TeamId& team, const std::string& name) = 0;
  virtual base::Result<bool> decline_offer(const model::RemoteId& remote, const model::ChannelId& channel) = 0;
  virtual base::Result<bool> forget_offer(const model::RemoteId& remote, const model::ChannelId& channel) = 0;
};

}  // namespace causeway::store
