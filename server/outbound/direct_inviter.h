#pragma once
// RIVER 1: a direct or group channel of people here with people of a peer. No hook tells of every one of them: they are
// looked for, written down as to be shared, and told to the peer by a task. Thread-safe.

#include <set>
#include <stop_token>

#include "base/clock.h"
#include "base/mutex.h"
#include "config/current.h"
#include "outbound/author_notices.h"
#include "peer/client.h"
#include "store/store.h"

namespace causeway::outbound {

class DirectInviter {
 public:
  DirectInviter(store::Store& store, peer::Client& peers, AuthorNotices& notices, const config::Current& current,
                const base::Clock& clock)
      : store_(store), peers_(peers), notices_(notices), current_(current), clock_(clock) {}

  // Writes down the channels that were made at or after `since`, or all when other remotes than before may be told.
  // Whether there is anybody to be told.
  base::Result<bool> look(base::Time since) CAUSEWAY_EXCLUDES(mutex_);

  // Whether a task is about a channel of that kind.
  base::Result<bool> concerns(const model::Task& task);
  // Handles its channel_invite task. A peer that refuses is asked again: what was written meanwhile waits.
  base::Result<store::Settlement> deliver(const model::Task& task, std::stop_token stop);

 private:
  base::Result<std::set<model::RemoteId>> willing();  // remotes that direct messages cross to
  base::Result<> write_down(const model::ChannelId& id, const std::set<model::RemoteId>& remotes);
  base::Result<model::ChannelInvite> invitation(const model::ChannelRemote& row, const model::Remote& remote);

  store::Store& store_;
  peer::Client& peers_;
  AuthorNotices& notices_;
  const config::Current& current_;
  const base::Clock& clock_;
  base::Mutex mutex_;
  std::set<model::RemoteId> asked_for_ CAUSEWAY_GUARDED_BY(mutex_);  // by the look before
};

}  // namespace causeway::outbound
