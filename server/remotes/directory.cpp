#include "remotes/directory.h"

#include "config/crossing.h"

namespace causeway::remotes {

base::Result<std::size_t> Directory::offer(const model::UserId& actor, const model::RemoteId& connection) {
  CAUSEWAY_CHECK(permissions_.may_manage_connections(actor));
  CAUSEWAY_TRY(remotes, store_.remotes(false));
  bool known = connection.empty();
  std::vector<model::TaskWish> wishes;
  for (const model::Remote& remote : remotes) {
    if (!connection.empty() && remote.id != connection) continue;
    known = true;
    if (!model::stands(remote.state) || !config::global_users_cross(current_.get()->settings, remote.policy)) continue;
    CAUSEWAY_CHECK(store_.set_people_offered(remote.id, base::Time()));
    ask_again_(remote.id);
    wishes.push_back({remote.id, {}, model::TaskKind::people, {}});
    audit_.note(deed::sync_users, actor, remote.id);
  }
  if (!known) return base::refused("remote_unknown", "There is no such connection.");
  if (wishes.empty()) {
    return base::refused("global_users_off",
                         "People are not told to that server before they write: "
                         "EnableSyncAllUsersForRemoteCluster is off, or the connection's policy says so.");
  }
  CAUSEWAY_CHECK(store_.enqueue(wishes, clock_.now()));
  return wishes.size();
}

}  // namespace causeway::remotes
