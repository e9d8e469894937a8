#pragma once
// RIVER 2, the gate: who is calling, and not too often, before a byte of the body is read. Any thread.

#include <map>

#include "base/clock.h"
#include "base/mutex.h"
#include "base/result.h"
#include "config/current.h"
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
  // Let in by a token that has been replaced: good for what was under way, not for asking for new ones.
  bool by_replaced_token() const { return by_replaced_token_; }

 private:
  friend class Authenticator;
  Admission(class Authenticator& gate, model::Remote remote, bool by_replaced_token)
      : gate_(&gate), remote_(std::move(remote)), by_replaced_token_(by_replaced_token) {}

  class Authenticator* gate_;
  model::Remote remote_;
  bool by_replaced_token_;
};

class Authenticator {
 public:
  Authenticator(store::Store& store, const config::Current& current, const base::Clock& clock)
      : store_(store), current_(current), clock_(clock) {}

  // By X-RemoteCluster-Id and X-RemoteCluster-Token (X-MM-RemoteCluster-* count the same; pairs that disagree are
  // refused). An unknown id, a removed remote and a wrong token get the same answer after the same work; a wrong token
  // for a pending remote wears its invite out. Refused, with a line in the log: remote_id_missing, invalid_token,
  // too_many_requests (with retry_after); retry_later as the store's.
  base::Result<Admission> admit(const mattermost::HttpRequest& request);

 private:
  friend class Admission;
  // What a remote may still ask: `tokens` fill up at the setting's rate and go one a request.
  struct Visitor {
    std::size_t under_way = 0;
    double tokens = 0;
    base::Steady filled{};
  };
  enum class Key { none, present, next, replaced };

  base::Result<Admission> judge(const mattermost::HttpRequest& request);
  Key key_of(const model::Remote& remote, const std::string& token) const;
  base::Result<> enter(const model::RemoteId& remote) CAUSEWAY_EXCLUDES(mutex_);
  void leave(const model::RemoteId& remote) CAUSEWAY_EXCLUDES(mutex_);

  store::Store& store_;
  const config::Current& current_;
  const base::Clock& clock_;
  base::Mutex mutex_;
  std::map<model::RemoteId, Visitor> visitors_ CAUSEWAY_GUARDED_BY(mutex_);  // of connections that there are: few
  std::size_t under_way_ CAUSEWAY_GUARDED_BY(mutex_) = 0;
};

}  // namespace causeway::inbound
