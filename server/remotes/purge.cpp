#include "remotes/purge.h"

#include "base/log.h"
#include "remotes/command_line.h"

namespace causeway::remotes {

base::Result<> Purge::nothing_is_left(bool untold) {
  CAUSEWAY_TRY(remotes, store_.remotes(true));
  std::string connections, waiting;
  const auto add = [](std::string& names, const model::Remote& remote) {
    names += (names.empty() ? "`" : ", `") + plain(remote.name) + "`";
  };
  for (const model::Remote& remote : remotes) {
    if (remote.state != model::RemoteState::removed) {
      add(connections, remote);
      continue;
    }
    if (!remote.outgoing_token.empty()) add(waiting, remote);  // kept to say goodbye with
  }
  if (!connections.empty()) {
    return base::refused("connections_left", "remove these connections first: " + connections);
  }
  CAUSEWAY_TRY(strays, store_.stray_users({}, 1));
  if (!strays.empty()) {
    return base::refused("people_left", "people of ended connections are being deactivated; try again in a minute");
  }
  if (!waiting.empty() && !untold) {
    return base::refused("peers_untold", "these servers have not heard yet that their connection has ended: " +
                                             waiting + "; wait until they have, or add `--untold Y`");
  }
  return base::ok();
}

base::Result<> Purge::run(const model::UserId& actor, bool untold) {
  CAUSEWAY_TRY(allowed, server_.has_permission(actor, mattermost::permission::manage_system));
  if (!allowed) return base::refused("permission_denied", "You do not have permission to manage the system");
  CAUSEWAY_CHECK(nothing_is_left(untold));
  CAUSEWAY_CHECK(store_.purge());
  base::log::warn("purged", "Causeway's tables were removed from the database", {{"actor_id", actor.str()}});
  return base::ok();
}

}  // namespace causeway::remotes
