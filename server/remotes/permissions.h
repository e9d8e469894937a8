#pragma once
// Who may do what, asked of the server on every operation. Any thread. Refused: permission_denied, with the
// permission's name in the text.

#include <string_view>

#include "base/result.h"
#include "config/current.h"
#include "mattermost/server.h"

namespace causeway::remotes {

class Permissions {
 public:
  explicit Permissions(mattermost::Server& server) : server_(server) {}

  base::Result<> may_manage_connections(const model::UserId& actor) const;

 private:
  mattermost::Server& server_;
};

class SharePermissions {
 public:
  SharePermissions(mattermost::Server& server, const config::Current& current) : server_(server), current_(current) {}

  // manage_shared_channels, or whoever Settings::sharers names; and the channel must be one that the actor may read.
  base::Result<> may_share(const model::UserId& actor, const model::ChannelId& channel) const;

 private:
  base::Result<bool> administers(const model::UserId& actor, const model::ChannelId& channel) const;

  mattermost::Server& server_;
  const config::Current& current_;
};

}  // namespace causeway::remotes
