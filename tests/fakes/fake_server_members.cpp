// Who is in which channel, and what people see of each other's presence.
#include <stdexcept>

#include "fakes/fake_server.h"

namespace causeway::fakes {

using base::MutexLock;

void FakeServer::make_default(const model::ChannelId& channel) {
  MutexLock lock(mutex_);
  default_channels_.insert(channel);
}

void FakeServer::join_default_channels(const model::TeamId& team, const model::UserId& user) {
  std::vector<model::ChannelId> joined;
  {
    MutexLock lock(mutex_);
    for (const model::ChannelId& channel : default_channels_) {
      if (channels_.at(channel).team_id == team && channel_members_.emplace(channel, user).second)
        joined.push_back(channel);
    }
  }
  for (const model::ChannelId& channel : joined) {
    note(channel, user, "system_join_channel");
    tell([channel, user](mattermost::Events& to) { to.user_has_joined_channel(channel, user); });
  }
}

// The server's own word about a member, which a plugin may dismiss.
void FakeServer::note(const model::ChannelId& channel, const model::UserId& user, const std::string& type) {
  model::Post post;
  post.user_id = user;
  post.channel_id = channel;
  post.type = type;
  post.message = type;
  static_cast<void>(save_post(post, false));
}

void FakeServer::user_joins(const model::ChannelId& channel, const model::UserId& user) {
  {
    MutexLock lock(mutex_);
    if (!channel_members_.emplace(channel, user).second) return;
  }
  note(channel, user, "system_join_channel");
  tell([channel, user](mattermost::Events& to) { to.user_has_joined_channel(channel, user); });
}

void FakeServer::user_leaves(const model::ChannelId& channel, const model::UserId& user) {
  if (!remove_from_channel(channel, user).ok()) throw std::runtime_error("is not in the channel");
}

base::Result<> FakeServer::remove_from_channel(const model::ChannelId& channel, const model::UserId& user) {
  return weathered<base::Unit>("remove_from_channel", [&]() -> base::Result<> {
    {
      MutexLock lock(mutex_);
      const auto found = channels_.find(channel);
      if (found == channels_.end() || !channel_members_.contains({channel, user}))
        return base::refused("not_found", "app.channel.get_member.missing.app_error");
      if (found->second.name == "town-square") return base::ok();
      channel_members_.erase({channel, user});
    }
    note(channel, user, "system_leave_channel");
    tell([channel, user](mattermost::Events& to) { to.user_has_left_channel(channel, user); });
    return base::ok();
  });
}

base::Result<bool> FakeServer::is_team_member(const model::TeamId& team, const model::UserId& user) {
  return weathered<bool>("is_team_member", [&]() -> base::Result<bool> {
    MutexLock lock(mutex_);
    return team_members_.contains({team, user});
  });
}

base::Result<> FakeServer::set_status(const model::Status& status) {
  return weathered<base::Unit>("set_status", [&]() -> base::Result<> {
    MutexLock lock(mutex_);
    if (!users_.contains(status.user_id)) return base::refused("not_found", "app.user.missing_account.const");
    statuses_[status.user_id] = status;
    return base::ok();
  });
}

std::optional<model::Status> FakeServer::status_of(const model::UserId& user) const {
  MutexLock lock(mutex_);
  const auto found = statuses_.find(user);
  return found == statuses_.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace causeway::fakes
