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

base::Result<bool> SharePermissions::administers(const model::UserId& actor, const model::ChannelId& channel) const {
  using config::Settings;
  const Settings::Sharers sharers = current_.get()->settings.sharers;
  if (sharers == Settings::Sharers::permitted) return false;
  CAUSEWAY_TRY(row, server_.get_channel(channel));
  if (!row.team_id.empty()) {
    CAUSEWAY_TRY(of_team, server_.has_permission_to_team(actor, row.team_id, mattermost::permission::manage_team));
    if (of_team) return true;
  }
  if (sharers == Settings::Sharers::team_admins) return false;
  return server_.has_permission_to_channel(actor, channel, mattermost::permission::manage_channel_roles);
}

base::Result<> SharePermissions::may_share(const model::UserId& actor, const model::ChannelId& channel) const {
  if (!actor.empty()) {
    CAUSEWAY_TRY(reads, server_.has_permission_to_channel(actor, channel, mattermost::permission::read_channel));
    CAUSEWAY_TRY(permitted, server_.has_permission(actor, mattermost::permission::manage_shared_channels));
    if (reads && permitted) return base::ok();
    if (reads) {
      CAUSEWAY_TRY(allowed, administers(actor, channel));
      if (allowed) return base::ok();
    }
  }
  return denied(mattermost::permission::manage_shared_channels, "manage shared channels");
}

}  // namespace causeway::remotes
