#include "remotes/permissions.h"

#include <string>

namespace causeway::remotes {
namespace {

base::Error denied(std::string_view permission, const char* what) {
  return base::refused("permission_denied",
                       "You require `" + std::string(permission) + "` permission to " + what + ".");
}

}  // namespace

base::Result<> Permissions::may_manage_connections(const model::UserId& actor) const {
  if (!actor.empty()) {
    CAUSEWAY_TRY(allowed, server_.has_permission(actor, mattermost::permission::manage_secure_connections));
    if (allowed) return base::ok();
  }
  return denied(mattermost::permission::manage_secure_connections, "manage secure connections");
}

base::Result<> Permissions::may_share(const model::UserId& actor, const model::ChannelId& channel) const {
  if (!actor.empty()) {
    CAUSEWAY_TRY(allowed, server_.has_permission(actor, mattermost::permission::manage_shared_channels));
    CAUSEWAY_TRY(reads, server_.has_permission_to_channel(actor, channel, mattermost::permission::read_channel));
    if (allowed && reads) return base::ok();
  }
  return denied(mattermost::permission::manage_shared_channels, "manage shared channels");
}

}  // namespace causeway::remotes
