#include "mattermost/rpc/server.h"

#include <deque>
#include <utility>

#include "json/value.h"
#include "mattermost/rpc/ask.h"
#include "mattermost/rpc/command.h"
#include "mattermost/rpc/facts.h"
#include "model/limits.h"

namespace causeway::mattermost::rpc {
namespace {

// The next one starts as soon as the oldest is back.
std::vector<base::Result<model::Post>> some_at_once(ApiClient& api, std::string_view method,
                                                    const std::vector<model::Post>& posts) {
  std::deque<Pending<Answer<model::Post>>> pending;
  std::vector<base::Result<model::Post>> results;
  results.reserve(posts.size());
  for (const model::Post& post : posts) {
    if (pending.size() == model::limits::posts_in_flight) {
      results.push_back(value_of(pending.front().take()));
      pending.pop_front();
    }
    pending.push_back(start<Answer<model::Post>>(api, method, post));
  }
  for (auto& one : pending) results.push_back(value_of(one.take()));
  return results;
}

constexpr json::Limits settings_limits{};  // our own settings, written by our server: the default bounds are ample

}  // namespace

base::Result<ServerFacts> RpcServer::facts() {
  CAUSEWAY_TRY(config, call<Letters<Config>>(api_, "GetUnsanitizedConfig"));
  CAUSEWAY_TRY(version, call<Letters<std::string>>(api_, "GetServerVersion"));
  return to_facts(config, version);
}

base::Result<json::Value> RpcServer::load_settings() {
  CAUSEWAY_TRY(bytes, call<Letters<gorpc::gob::Bytes>>(api_, "LoadPluginConfiguration"));
  if (bytes.data.empty()) return json::Value(json::Object{});
  CAUSEWAY_TRY(settings, json::parse(bytes.data, settings_limits));
  if (settings.object() == nullptr) return json::Value(json::Object{});  // null: never saved
  return std::move(settings);
}

base::Result<> RpcServer::save_settings(const json::Value& settings) {
  return call<Done>(api_, "SavePluginConfig", settings);
}

base::Result<> RpcServer::register_command(const Command& command) {
  CAUSEWAY_TRY(go_command, to_go_command(command));
  CAUSEWAY_TRY(error, call<Letters<gorpc::gob::Value>>(api_, "RegisterCommand", go_command));
  if (!error.is_nil()) return from_go_error(error);
  return base::ok();
}

base::Result<model::UserId> RpcServer::ensure_bot(const std::string& username, const std::string& display_name,
                                                  const std::string& description) {
  using Reply = Letters<model::UserId, gorpc::gob::Value>;
  auto reply = start<Reply>(api_, "EnsureBotUser", Bot{username, display_name, description}).take();
  if (!reply.ok()) return from_bridge_error(std::move(reply).error());
  if (!reply->b.is_nil()) return from_go_error(reply->b);
  return std::move(reply->a);
}

base::Result<bool> RpcServer::has_permission(const model::UserId& user, std::string_view permission) {
  return call<Letters<bool>>(api_, "HasPermissionTo", user, Permission{std::string(permission)});
}

base::Result<bool> RpcServer::has_permission_to_channel(const model::UserId& user, const model::ChannelId& channel,
                                                        std::string_view permission) {
  return call<Letters<bool>>(api_, "HasPermissionToChannel", user, channel, Permission{std::string(permission)});
}

base::Result<bool> RpcServer::has_permission_to_team(const model::UserId& user, const model::TeamId& team,
                                                     std::string_view permission) {
  return call<Letters<bool>>(api_, "HasPermissionToTeam", user, team, Permission{std::string(permission)});
}

base::Result<model::User> RpcServer::get_user(const model::UserId& id) {
  return call<Answer<model::User>>(api_, "GetUser", id);
}
base::Result<model::User> RpcServer::get_user_by_username(const std::string& username) {
  return call<Answer<model::User>>(api_, "GetUserByUsername", username);
}
base::Result<model::User> RpcServer::create_user(const model::User& user) {
  return call<Answer<model::User>>(api_, "CreateUser", user);
}
base::Result<model::User> RpcServer::update_user(const model::User& user) {
  return call<Answer<model::User>>(api_, "UpdateUser", user);
}

base::Result<> RpcServer::set_user_active(const model::UserId& user, bool active) {
  return call<Done>(api_, "UpdateUserActive", user, active);
}

base::Result<std::vector<model::Team>> RpcServer::get_teams() {
  return call<Answer<std::vector<model::Team>>>(api_, "GetTeams");
}
base::Result<model::Team> RpcServer::get_team(const model::TeamId& id) {
  return call<Answer<model::Team>>(api_, "GetTeam", id);
}
base::Result<> RpcServer::create_team_member(const model::TeamId& team, const model::UserId& user) {
  return order<Answer<TeamMember>>(api_, "CreateTeamMember", team, user);
}
base::Result<model::Channel> RpcServer::get_channel(const model::ChannelId& id) {
  return call<Answer<model::Channel>>(api_, "GetChannel", id);
}
base::Result<std::vector<model::Channel>> RpcServer::get_channels_for_user(const model::TeamId& team,
                                                                           const model::UserId& user) {
  constexpr bool with_deleted = false;
  auto channels =
      call<Answer<std::vector<model::Channel>>>(api_, "GetChannelsForTeamForUser", team, user, with_deleted);
  // Mattermost answers 404 for somebody who is in no channel.
  if (!channels.ok() && channels.error().code == "not_found") return std::vector<model::Channel>{};
  return channels;
}
base::Result<model::Channel> RpcServer::create_channel(const model::Channel& channel) {
  return call<Answer<model::Channel>>(api_, "CreateChannel", channel);
}
base::Result<model::Channel> RpcServer::update_channel(const model::Channel& channel) {
  return call<Answer<model::Channel>>(api_, "UpdateChannel", channel);
}
base::Result<> RpcServer::delete_channel(const model::ChannelId& id) {
  return call<Done>(api_, "DeleteChannel", id);
}

base::Result<model::Channel> RpcServer::open_direct_channel(const std::vector<model::UserId>& people) {
  if (people.size() == 2) return call<Answer<model::Channel>>(api_, "GetDirectChannel", people[0], people[1]);
  return call<Answer<model::Channel>>(api_, "GetGroupChannel", people);
}

// Changes nothing of what the member has chosen, but goes the way of a change.
base::Result<> RpcServer::refresh_membership(const model::ChannelId& channel, const model::UserId& user) {
  return order<Answer<ChannelMember>>(api_, "UpdateChannelMemberNotifications", channel, user, model::StringMap{});
}

base::Result<bool> RpcServer::is_channel_member(const model::ChannelId& channel, const model::UserId& user) {
  auto member = call<Answer<ChannelMember>>(api_, "GetChannelMember", channel, user);
  if (member.ok()) return true;
  if (member.error().code == "not_found") return false;
  return std::move(member).error();
}

base::Result<> RpcServer::add_user_to_channel(const model::ChannelId& channel, const model::UserId& user,
                                              const model::UserId& actor) {
  return order<Answer<ChannelMember>>(api_, "AddUserToChannel", channel, user, actor);
}

base::Result<> RpcServer::remove_from_channel(const model::ChannelId& channel, const model::UserId& user) {
  return call<Done>(api_, "DeleteChannelMember", channel, user);
}

// Who has left is still a row, with a time of leaving.
base::Result<bool> RpcServer::is_team_member(const model::TeamId& team, const model::UserId& user) {
  auto member = call<Answer<TeamMember>>(api_, "GetTeamMember", team, user);
  if (member.ok()) return member->delete_at == base::Time();
  if (member.error().code == "not_found") return false;
  return std::move(member).error();
}

base::Result<> RpcServer::set_status(const model::Status& status) {
  if (status.status == "dnd" && status.dnd_end_time != 0) {
    return order<Answer<model::Status>>(api_, "SetUserStatusTimedDND", status.user_id, status.dnd_end_time);
  }
  return order<Answer<model::Status>>(api_, "UpdateUserStatus", status.user_id, status.status);
}

base::Result<model::Post> RpcServer::get_post(const model::PostId& id) {
  return call<Answer<model::Post>>(api_, "GetPost", id);
}
base::Result<model::Post> RpcServer::create_post(const model::Post& post) {
  return call<Answer<model::Post>>(api_, "CreatePost", post);
}

std::vector<base::Result<model::Post>> RpcServer::create_posts(const std::vector<model::Post>& posts) {
  return some_at_once(api_, "CreatePost", posts);
}
std::vector<base::Result<model::Post>> RpcServer::update_posts(const std::vector<model::Post>& posts) {
  return some_at_once(api_, "UpdatePost", posts);
}

base::Result<> RpcServer::delete_post(const model::PostId& id) {
  return call<Done>(api_, "DeletePost", id);
}
base::Result<> RpcServer::add_reaction(const model::Reaction& reaction) {
  return order<Answer<model::Reaction>>(api_, "AddReaction", reaction);
}
base::Result<> RpcServer::remove_reaction(const model::Reaction& reaction) {
  return call<Done>(api_, "RemoveReaction", reaction);
}

base::Result<> RpcServer::open_dialog(const std::string& trigger_id, const Dialog& dialog) {
  return call<Done>(api_, "OpenInteractiveDialog", OpenDialog{trigger_id, dialog.door, to_go_dialog(dialog)});
}

base::Result<> RpcServer::send_ephemeral_post(const model::UserId& user, const model::Post& post) {
  auto sent = start<Letters<Ignored>>(api_, "SendEphemeralPost", user, post).take();
  if (!sent.ok()) return from_bridge_error(std::move(sent).error());
  return base::ok();
}

}  // namespace causeway::mattermost::rpc
