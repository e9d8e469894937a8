#pragma once
// Who did what to connections and shares, written where an administrator can read it (/secure-connection audit). A deed
// is not undone because its record cannot be written: that is logged. Any thread.

#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "model/audit.h"
#include "model/limits.h"
#include "store/store.h"

namespace causeway::remotes {

namespace deed {
inline constexpr const char* create = "connection.create";
inline constexpr const char* renew = "connection.renew_invite";
inline constexpr const char* accept = "connection.accept";
inline constexpr const char* confirm = "connection.confirm";  // by the peer
inline constexpr const char* patch = "connection.patch";
inline constexpr const char* policy = "connection.policy";
inline constexpr const char* pause = "connection.pause";
inline constexpr const char* resume = "connection.resume";
inline constexpr const char* rotate = "connection.rotate";
inline constexpr const char* rotated = "connection.rotated_by_peer";
inline constexpr const char* remove = "connection.remove";
inline constexpr const char* redrive = "connection.redrive";
inline constexpr const char* restored = "connection.peer_restored";  // its database is of an earlier day
inline constexpr const char* sync_users = "connection.sync_users";
inline constexpr const char* block = "user.block";  // the outcome names the user
inline constexpr const char* unblock = "user.unblock";
inline constexpr const char* share = "channel.share";
inline constexpr const char* terms = "channel.terms";      // read-only, or not any more
inline constexpr const char* receive = "channel.receive";  // by the peer, or with an administrator's approval
inline constexpr const char* approve = "channel.approve";  // native has to invite again
inline constexpr const char* decline = "channel.decline";
inline constexpr const char* uninvite = "channel.uninvite";
inline constexpr const char* unshare = "channel.unshare";
inline constexpr const char* reconcile = "channel.reconcile";
}  // namespace deed

class Audit {
 public:
  Audit(store::Store& store, const base::Clock& clock) : store_(store), clock_(clock) {}

  // An empty actor: the peer. `outcome` is "success" or an error's code.
  void note(const char* what, const model::UserId& actor, const model::RemoteId& remote,
            const model::ChannelId& channel = {}, const std::string& outcome = "success");

  // The newest first, at most `most`. The caller has asked for the permission.
  base::Result<std::vector<model::AuditRecord>> trail(std::size_t most = model::limits::audit_shown) const;

 private:
  store::Store& store_;
  const base::Clock& clock_;
};

}  // namespace causeway::remotes
