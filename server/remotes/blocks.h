#pragma once
// THE BANKS: people of other servers from whom nothing is taken, by the words of administrators. Any thread.

#include <string>
#include <vector>

#include "base/clock.h"
#include "mattermost/server.h"
#include "model/state.h"
#include "remotes/audit.h"
#include "remotes/permissions.h"
#include "store/store.h"

namespace causeway::remotes {

class Blocks {
 public:
  Blocks(mattermost::Server& server, store::Store& store, Audit& audit, const base::Clock& clock)
      : server_(server), store_(store), audit_(audit), clock_(clock), permissions_(server) {}

  // All of these user names or none. Once more is fine. `of`: only people of that connection. Refused:
  // permission_denied, block_people (nobody named, unknown, of this server or another one), too_many_blocked.
  base::Result<> block(const model::UserId& actor, const std::vector<std::string>& usernames,
                       const model::RemoteId& of = {});
  // How many of them were blocked. Refused: permission_denied, block_people (nobody named, unknown).
  base::Result<std::size_t> unblock(const model::UserId& actor, const std::vector<std::string>& usernames);
  struct Named {
    model::BlockedUser blocked;
    std::string username, actor;  // their ids when they are no more
  };
  // Who was blocked first first. Refused: permission_denied.
  base::Result<std::vector<Named>> list(const model::UserId& actor);
  // For an answer in Markdown, who was blocked first first. Refused: permission_denied.
  base::Result<std::string> table(const model::UserId& actor);

 private:
  base::Result<std::vector<model::User>> named(const std::vector<std::string>& usernames);

  mattermost::Server& server_;
  store::Store& store_;
  Audit& audit_;
  const base::Clock& clock_;
  Permissions permissions_;
};

}  // namespace causeway::remotes
