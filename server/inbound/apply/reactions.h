#pragma once
// RIVER 2: a peer's reactions become reactions here: by that peer's people, on live posts of that channel. Added and
// taken back by what the message says, never toggled. Thread-safe.

#include <vector>

#include "base/clock.h"
#include "inbound/apply/users.h"
#include "mattermost/server.h"
#include "model/state.h"
#include "model/wire.h"
#include "store/store.h"

namespace causeway::inbound {

class ReactionApplier {
 public:
  ReactionApplier(mattermost::Server& server, store::Store& store, UserApplier& users, const base::Clock& clock)
      : server_(server), store_(store), users_(users), clock_(clock) {}

  // reaction_errors names the posts of the refused ones, as native does.
  base::Result<> apply(const model::Remote& remote, const model::SharedChannel& channel,
                       const std::vector<model::Reaction>& reactions, model::SyncResponse& response);

 private:
  base::Result<> write(const model::Remote& remote, const model::Reaction& reaction);

  mattermost::Server& server_;
  store::Store& store_;
  UserApplier& users_;
  const base::Clock& clock_;
};

}  // namespace causeway::inbound
