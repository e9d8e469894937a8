#pragma once
// RIVER 2, the gate: who is calling, before a byte of the body is read. Any thread.

#include <map>

#include "base/mutex.h"
#include "base/result.h"
#include "mattermost/http.h"
#include "model/state.h"
#include "store/store.h"

namespace causeway::inbound {

// One of the requests that a remote may have under way; gives its place back when it goes.
class Admission {
 public:
  Admission(Admission&& other) noexcept;
  Admission& operator=(Admission&&) = delete;
  ~Admission();

  const model::Remote& remote() const { return remote_; }

 private:
  friend class Authenticator;
  Admission(class Authenticator& gate, model::Remote remote) : gate_(&gate), remote_(std::move(remote)) {}

  class Authenticator* gate_;
  model::Remote remote_;
};

class Authenticator {
 public:
  explicit Authenticator(store::Store& store) : store_(store) {}

  // By X-RemoteCluster-Id and X-RemoteCluster-Token (X-MM-RemoteCluster-* count the same; pairs that disagree are
  // refused). An unknown id, a removed remote and a wrong token get the same answer after the same work. Refused:
  // remote_id_missing, invalid_token, too_many_requests; retry_later as the store's.
  base::Result<Admission> admit(const mattermost::HttpRequest& request);

 private:
  friend class Admission;
  bool enter(const model::RemoteId& remote) CAUSEWAY_EXCLUDES(mutex_);
  void leave(const model::RemoteId& remote) CAUSEWAY_EXCLUDES(mutex_);

  store::Store& store_;
  base::Mutex mutex_;
  std::map<model::RemoteId, std::size_t> under_way_ CAUSEWAY_GUARDED_BY(mutex_);
};

}  // namespace causeway::inbound
