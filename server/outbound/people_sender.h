#pragma once
// RIVER 1: tells a remote of everybody of this server, where the settings or the connection's policy say so, so that
// they can be found there before they write. Whom the remote knows is kept up to date by user_sender. Any thread.

#include <map>
#include <stop_token>
#include <vector>

#include "base/clock.h"
#include "base/mutex.h"
#include "config/current.h"
#include "model/wire.h"
#include "peer/client.h"
#include "store/store.h"

namespace causeway::outbound {

class PeopleSender {
 public:
  PeopleSender(store::Store& store, peer::Client& peers, const config::Current& current, const base::Clock& clock)
      : store_(store), peers_(peers), current_(current), clock_(clock) {}

  // Handles a `people` task, one message at a time. A remote that takes nobody is left alone for
  // limits::people_declined_period.
  base::Result<store::Settlement> send(const model::Task& task, std::stop_token stop) CAUSEWAY_EXCLUDES(mutex_);
  // It may be asked again at once.
  void ask_again(const model::RemoteId& remote) CAUSEWAY_EXCLUDES(mutex_);

 private:
  bool has_declined(const model::RemoteId& remote) CAUSEWAY_EXCLUDES(mutex_);
  void decline(const model::Remote& remote) CAUSEWAY_EXCLUDES(mutex_);
  model::SyncMsg message_of(const model::Remote& remote, std::vector<model::User>& people) const;

  store::Store& store_;
  peer::Client& peers_;
  const config::Current& current_;
  const base::Clock& clock_;
  base::Mutex mutex_;
  std::map<model::RemoteId, base::Steady> declined_ CAUSEWAY_GUARDED_BY(mutex_);  // until when
};

}  // namespace causeway::outbound
