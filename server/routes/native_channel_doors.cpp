// Native's routes about channels: what is shared with whom.
#include <algorithm>
#include <set>

#include "routes/forms.h"
#include "routes/native_doors.h"
#include "routes/native_shapes.h"

namespace causeway::routes {
namespace {

base::Error may_not(std::string_view permission, const char* what) {
  return base::refused("permission_denied",
                       "You require `" + std::string(permission) + "` permission to " + what + ".");
}

base::Error not_your_remote() {
  return base::refused("remote_not_seen", "Invalid remote id.");
}

}  // namespace

base::Result<Reply> NativeDoors::share(bool invite, const Visit& visit) {
  const Target& target = visit.target;
  if (invite) {
    CAUSEWAY_TRY(form, visit.read<ShareForm>());
    const auto invited =
        invites_.invite(visit.actor(), target.channel, target.remote, {form.read_only, form.history_days});
    if (invited.ok()) return reply_ok();
    // This route's own word for a connection that is not there.
    if (invited.error().code == "remote_unknown") return base::refused("remote_id_invalid", invited.error().text);
    return invited.error();
  }
  CAUSEWAY_TRY(was_shared, invites_.uninvite(visit.actor(), target.channel, target.remote));
  return was_shared ? reply_ok() : Reply{204, {}};
}

base::Result<Reply> NativeDoors::shares(const Visit& visit) {
  CAUSEWAY_CHECK(permissions_.may_manage_connections(visit.actor()));
  CAUSEWAY_TRY(page, visit.page());
  CAUSEWAY_TRY(remote, store_.remote(visit.target.remote));
  if (!remote) return base::refused("remote_unknown", "Remote Cluster not found");
  CAUSEWAY_TRY(rows, store_.remote_channels(remote->id));
  json::Array wanted;
  for (const model::ChannelRemote& row : rows) {
    const bool confirmed = row.invite == model::InviteState::confirmed;
    if (visit.flag("exclude_confirmed") ? confirmed : !confirmed && !visit.flag("include_unconfirmed")) continue;
    if (visit.flag("exclude_home") || visit.flag("exclude_remote")) {
      CAUSEWAY_TRY(shared, store_.shared_channel(row.channel_id));
      if (!shared || visit.flag(shared->home ? "exclude_home" : "exclude_remote")) continue;
    }
    wanted.push_back(shared_channel_remote(row));
  }
  return Reply{200, cut(wanted, page)};
}

// Those that the person is in; all for whoever manages them.
base::Result<Reply> NativeDoors::shared_channels(const Visit& visit) {
  const model::TeamId& team = visit.target.team;
  CAUSEWAY_TRY(page, visit.page());
  CAUSEWAY_TRY(sees, server_.has_permission_to_team(visit.actor(), team, mattermost::permission::view_team));
  if (!sees) return may_not(mattermost::permission::view_team, "see this team");
  CAUSEWAY_TRY(manages, server_.has_permission(visit.actor(), mattermost::permission::manage_shared_channels));
  CAUSEWAY_TRY(shared, store_.shared_channels());
  std::set<model::ChannelId> own;
  if (!manages) {
    CAUSEWAY_TRY(channels, server_.get_channels_for_user(team, visit.actor()));
    for (const model::Channel& channel : channels) own.insert(channel.id);
  }
  std::erase_if(shared, [&](const model::SharedChannel& channel) {
    return channel.team_id != team || (!manages && own.count(channel.id) == 0);
  });
  std::sort(shared.begin(), shared.end(), [](const auto& left, const auto& right) {
    return std::tie(left.display_name, left.name) < std::tie(right.display_name, right.name);
  });
  json::Array rows;
  for (const model::SharedChannel& channel : cut(shared, page)) rows.push_back(shared_channel(channel));
  return Reply{200, rows};
}

// For whoever is in a channel that is shared with it.
base::Result<Reply> NativeDoors::remote_info(const Visit& visit) {
  CAUSEWAY_TRY(rows, store_.remote_channels(visit.target.remote));
  for (const model::ChannelRemote& row : rows) {
    CAUSEWAY_TRY(member, server_.is_channel_member(row.channel_id, visit.actor()));
    if (!member) continue;
    CAUSEWAY_TRY(remote, store_.remote(row.remote_id));
    if (!remote) break;
    return Reply{200, remote_cluster_info(*remote)};
  }
  return not_your_remote();
}

base::Result<Reply> NativeDoors::remotes(const Visit& visit) {
  const model::ChannelId& channel = visit.target.channel;
  CAUSEWAY_TRY(reads, server_.has_permission_to_channel(visit.actor(), channel, mattermost::permission::read_channel));
  if (!reads) return may_not(mattermost::permission::read_channel, "read this channel");
  CAUSEWAY_TRY(rows, store_.channel_remotes(channel));
  json::Array infos;
  for (const model::ChannelRemote& row : rows) {
    CAUSEWAY_TRY(remote, store_.remote(row.remote_id));
    if (remote) infos.push_back(remote_cluster_info(*remote));
  }
  return Reply{200, infos};
}

}  // namespace causeway::routes
