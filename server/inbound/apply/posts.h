#pragma once
// RIVER 2: a peer's posts become posts here, each authorised for itself: right channel, an author of that peer's, a
// root in the same channel. Thread-safe.

#include <string>
#include <vector>

#include "base/clock.h"
#include "inbound/apply/users.h"
#include "mattermost/server.h"
#include "model/state.h"
#include "model/wire.h"
#include "store/store.h"

namespace causeway::inbound {

class PostApplier {
 public:
  PostApplier(mattermost::Server& server, store::Store& store, UserApplier& users, const base::Clock& clock)
      : server_(server), store_(store), users_(users), clock_(clock) {}

  // Which posts were taken is in `response`: post_errors names the refused ones, posts_last_update_at the newest one.
  // An error: nothing is known of the rest; the peer sends all of it again, which is harmless.
  base::Result<> apply(const model::Remote& remote, const model::SharedChannel& channel,
                       const std::vector<model::Post>& posts, model::SyncResponse& response);

 private:
  struct Candidate;
  struct Known;
  struct Verdict {
    const char* refusal = nullptr;  // why it is refused; else
    bool apply = false;             // it is to be written, or it is done already
  };

  base::Result<std::vector<Candidate>> check(const model::Remote& remote, const model::SharedChannel& channel,
                                             const std::vector<model::Post>& posts, model::SyncResponse& response);
  base::Result<Verdict> judge(const model::Remote& remote, const model::SharedChannel& channel, const model::Post& post,
                              Known& known);
  base::Result<> create(const std::vector<Candidate>& wave, model::SyncResponse& response,
                        std::vector<model::LedgerEntry>& done);
  base::Result<> settle_failed(const model::Post& post, base::Error error);

  mattermost::Server& server_;
  store::Store& store_;
  UserApplier& users_;
  const base::Clock& clock_;
};

// The post as it is written here: the peer's content within our limits and rules. Pure.
model::Post from_wire(const model::Post& wire, const model::RemoteId& remote, base::Time now);

}  // namespace causeway::inbound
