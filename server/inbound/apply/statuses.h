#pragma once
// RIVER 2: how a peer's people are to be seen: online, away, do not disturb, offline. Of nobody else. Thread-safe.

#include <map>
#include <vector>

#include "base/clock.h"
#include "base/mutex.h"
#include "config/current.h"
#include "inbound/apply/users.h"
#include "mattermost/server.h"
#include "model/wire.h"

namespace causeway::inbound {

class StatusApplier {
 public:
  StatusApplier(mattermost::Server& server, UserApplier& users, const config::Current& current)
      : server_(server), users_(users), current_(current) {}

  // `said`: when the peer made the message; an older one that comes later is overlooked. Refused statuses are named in
  // the response; where statuses are switched off all are overlooked.
  base::Result<> apply(const model::Remote& remote, base::Time said, const std::vector<model::Status>& statuses,
                       model::SyncResponse& response) CAUSEWAY_EXCLUDES(mutex_);

 private:
  base::Result<> apply_one(const model::Remote& remote, base::Time said, const model::Status& status);
  // False when something later was said of the user.
  bool is_news(const model::UserId& user, base::Time said) CAUSEWAY_EXCLUDES(mutex_);

  mattermost::Server& server_;
  UserApplier& users_;
  const config::Current& current_;
  base::Mutex mutex_;
  std::map<model::UserId, base::Time> said_ CAUSEWAY_GUARDED_BY(mutex_);
};

}  // namespace causeway::inbound
