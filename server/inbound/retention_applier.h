#pragma once
// RIVER 2: a peer's data retention took its people's old posts of a channel away, or people of it were deleted for good
// with all that they wrote; here that is deleted too. Any thread.

#include "base/clock.h"
#include "mattermost/server.h"
#include "model/state.h"
#include "model/wire.h"
#include "store/store.h"

namespace causeway::inbound {

class RetentionApplier {
 public:
  RetentionApplier(mattermost::Server& server, store::Store& store, const base::Clock& clock)
      : server_(server), store_(store), clock_(clock) {}

  // The topic handler of causeway_retention: the answer is a RetentionReceipt. Deletes posts of the remote's own people
  // only, limits::retention_page at a time. Refused: retention_invalid, channel_not_shared.
  base::Result<json::Value> apply(const model::Remote& remote, const model::RemoteClusterMsg& message);
  // That of causeway_erased_people, with the same answer. Of a root in whose thread others have written only the text
  // goes. Of people who are not the remote's nothing. Refused: erased_people_invalid.
  base::Result<json::Value> apply_people(const model::Remote& remote, const model::RemoteClusterMsg& message);

 private:
  base::Result<std::size_t> take_away(const model::Remote& remote, const std::vector<store::Erasures::Written>& posts);
  base::Result<std::size_t> delete_of(const model::Remote& remote, const model::UserId& person, std::size_t most);
  base::Result<> empty(const model::PostId& post);

  mattermost::Server& server_;
  store::Store& store_;
  const base::Clock& clock_;
};

}  // namespace causeway::inbound
