#include "routes/native_shapes.h"

#include "base/clock.h"

namespace causeway::routes {

json::Value remote_cluster(const model::Remote& remote, bool online) {
  json::Object body;
  body.emplace("remote_id", remote.id.str());
  body.emplace("remote_team_id", "");
  body.emplace("name", remote.name);
  body.emplace("display_name", remote.display_name);
  body.emplace("site_url",
               remote.state == model::RemoteState::pending ? "pending_" + remote.id.str() : remote.site_url);
  body.emplace("default_team_id", remote.default_team_id.str());
  body.emplace("create_at", base::to_millis(remote.create_at));
  body.emplace("delete_at", base::to_millis(remote.delete_at));
  body.emplace("last_ping_at", base::to_millis(remote.last_ping_at));
  body.emplace("last_global_user_sync_at", base::to_millis(remote.last_global_user_sync_at));
  body.emplace("token", "");
  body.emplace("remote_token", "");
  body.emplace("topics", "");
  body.emplace("creator_id", remote.creator_id.str());
  body.emplace("plugin_id", "");
  body.emplace("options", 0);
  // Beyond native's fields:
  body.emplace("online", online);
  body.emplace("confirmed", remote.state != model::RemoteState::pending);
  body.emplace("last_error", remote.last_error);
  return body;
}

json::Value remote_cluster_info(const model::Remote& remote) {
  json::Object body;
  body.emplace("remote_id", remote.id.str());
  body.emplace("name", remote.name);
  body.emplace("display_name", remote.display_name);
  body.emplace("create_at", base::to_millis(remote.create_at));
  body.emplace("delete_at", base::to_millis(remote.delete_at));
  body.emplace("last_ping_at", base::to_millis(remote.last_ping_at));
  return body;
}

json::Value shared_channel(const model::SharedChannel& channel) {
  json::Object body;
  body.emplace("id", channel.id.str());
  body.emplace("team_id", channel.team_id.str());
  body.emplace("home", channel.home);
  body.emplace("readonly", channel.read_only);
  body.emplace("name", channel.name);
  body.emplace("display_name", channel.display_name);
  body.emplace("purpose", channel.purpose);
  body.emplace("header", channel.header);
  body.emplace("creator_id", channel.creator_id.str());
  body.emplace("create_at", base::to_millis(channel.create_at));
  body.emplace("update_at", base::to_millis(channel.create_at));  // of the row, which is replaced as a whole
  if (!channel.home) body.emplace("remote_id", channel.remote_id.str());
  body.emplace("Type", channel.type);
  return body;
}

json::Value shared_channel_remote(const model::ChannelRemote& row) {
  json::Object body;
  body.emplace("id", row.channel_id.str());  // our rows have no id of their own: unique within the connection
  body.emplace("channel_id", row.channel_id.str());
  body.emplace("creator_id", row.creator_id.str());
  body.emplace("create_at", base::to_millis(row.create_at));
  body.emplace("update_at", base::to_millis(row.create_at));
  body.emplace("delete_at", 0);
  body.emplace("is_invite_accepted", row.invite != model::InviteState::refused);
  body.emplace("is_invite_confirmed", row.invite == model::InviteState::confirmed);
  body.emplace("remote_id", row.remote_id.str());
  body.emplace("last_post_update_at", base::to_millis(row.last_post_update.at));
  body.emplace("last_post_id", row.last_post_update.id);
  body.emplace("last_post_create_at", base::to_millis(row.last_post_create.at));
  body.emplace("last_post_create_id", row.last_post_create.id);
  body.emplace("last_members_sync_at", base::to_millis(row.last_members_sync_at));
  return body;
}

}  // namespace causeway::routes
