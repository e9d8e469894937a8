#pragma once
// RIVER 2: a peer's people join and leave the channels that are shared with it. Never anybody else, never another
// channel. Of two changes of one member the later one holds, by the peer's own clock. Any thread.

#include <vector>

#include "base/clock.h"
#include "config/current.h"
#include "inbound/apply/users.h"
#include "model/wire.h"
#include "store/store.h"

namespace causeway::inbound {

class MemberApplier {
 public:
  MemberApplier(store::Store& store, UserApplier& users, const config::Current& current, const base::Clock& clock)
      : store_(store), users_(users), current_(current), clock_(clock) {}

  // Whether the remote's joins and leaves are taken: the connection's policy, else the setting.
  bool wanted(const model::Remote& remote) const;
  // Unwanted changes are overlooked, refused ones are named in the response.
  base::Result<> apply(const model::Remote& remote, const model::SharedChannel& channel,
                       const std::vector<model::MembershipChange>& changes, model::SyncResponse& response);

 private:
  // The users who are that remote's to move, with their latest change.
  base::Result<std::vector<model::MembershipChange>> permitted(const model::Remote& remote,
                                                               const model::SharedChannel& channel,
                                                               const std::vector<model::MembershipChange>& changes,
                                                               model::SyncResponse& response);

  store::Store& store_;
  UserApplier& users_;
  const config::Current& current_;
  const base::Clock& clock_;
};

}  // namespace causeway::inbound
