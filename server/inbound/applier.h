#pragma once
// RIVER 2, the mouth: a sync message is taken apart and applied here, item by item, users before posts. Any thread.

#include "base/result.h"
#include "inbound/apply/posts.h"
#include "inbound/apply/users.h"
#include "json/value.h"
#include "model/wire.h"

namespace causeway::inbound {

class Applier {
 public:
  Applier(store::Store& store, UserApplier& users, PostApplier& posts) : store_(store), users_(users), posts_(posts) {}

  // The topic handler of sharedchannel_sync: the payload is a SyncMsg, the answer a SyncResponse. Refused as a whole,
  // in native's words, when the channel is unknown or not shared with the remote.
  base::Result<json::Value> sync(const model::Remote& remote, const model::RemoteClusterMsg& message);

 private:
  base::Result<> apply_users(const model::Remote& remote, const model::SharedChannel& channel,
                             const model::Users& users, model::SyncResponse& response);

  store::Store& store_;
  UserApplier& users_;
  PostApplier& posts_;
};

}  // namespace causeway::inbound
