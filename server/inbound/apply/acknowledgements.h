#pragma once
// RIVER 2: a peer's people have acknowledged posts, or taken it back. Merged with what is here, never instead of it,
// and with its time. Thread-safe.

#include <vector>

#include "base/clock.h"
#include "inbound/apply/users.h"
#include "mattermost/server.h"
#include "model/state.h"
#include "model/wire.h"
#include "store/store.h"

namespace causeway::inbound {

class AcknowledgementApplier {
 public:
  AcknowledgementApplier(mattermost::Server& server, store::Store& store, UserApplier& users, const base::Clock& clock)
      : server_(server), store_(store), users_(users), clock_(clock) {}

  // acknowledgement_errors names the posts of the refused ones, as native does.
  base::Result<> apply(const model::Remote& remote, const model::SharedChannel& channel,
                       const std::vector<model::PostAcknowledgement>& acknowledgements, model::SyncResponse& response);

 private:
  mattermost::Server& server_;
  store::Store& store_;
  UserApplier& users_;
  const base::Clock& clock_;
};

}  // namespace causeway::inbound
