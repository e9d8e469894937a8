// Teams, channels, members and posts.
#include <algorithm>
#include <stdexcept>
#include <utility>

#include "fakes/fake_server.h"

namespace causeway::fakes {

using base::MutexLock;

model::Team FakeServer::add_team(const std::string& name) {
  MutexLock lock(mutex_);
  model::Team team;
  team.id = model::TeamId(next_id());
  team.name = team.display_name = name;
  team.type = "O";
  team.create_at = clock_.now();
  teams_.emplace(team.id, team);
  return team;
}

model::Channel FakeServer::add_channel(const model::TeamId& team, const std::string& name, const std::string& type) {
  MutexLock lock(mutex_);
  model::Channel channel;
  channel.id = model::ChannelId(next_id());
  channel.team_id = team;
  channel.name = channel.display_name = name;
  channel.type = type;
  channel.create_at = channel.update_at = clock_.now();
  channels_.emplace(channel.id, channel);
  if (channel_watcher_) channel_watcher_(channel);
  return channel;
}

void FakeServer::watch_channels(std::function<void(const model::Channel&)> watcher) {
  MutexLock lock(mutex_);
  channel_watcher_ = std::move(watcher);
}

void FakeServer::add_member(const model::ChannelId& channel, const model::UserId& user) {
  MutexLock lock(mutex_);
  channel_members_.emplace(channel, user);
}

std::set<model::UserId> FakeServer::members_of(const model::ChannelId& channel) const {
  MutexLock lock(mutex_);
  std::set<model::UserId> members;
  for (const auto& [in, user] : channel_members_) {
    if (in == channel) members.insert(user);
  }
  return members;
}

// --- teams

base::Result<std::vector<model::Team>> FakeServer::get_teams() {
  return weathered<std::vector<model::Team>>("get_teams", [this]() -> base::Result<std::vector<model::Team>> {
    MutexLock lock(mutex_);
    std::vector<model::Team> teams;
    for (const auto& entry : teams_) teams.push_back(entry.second);
    return teams;
  });
}
base::Result<model::Team> FakeServer::get_team(const model::TeamId& id) {
  return weathered<model::Team>("get_team", [&]() -> base::Result<model::Team> {
    MutexLock lock(mutex_);
    const auto found = teams_.find(id);
    if (found == teams_.end()) return base::refused("not_found", "app.team.get.find.app_error");
    return found->second;
  });
}
base::Result<> FakeServer::create_team_member(const model::TeamId& team, const model::UserId& user) {
  return weathered<base::Unit>("create_team_member", [&]() -> base::Result<> {
    {
      MutexLock lock(mutex_);
      if (!teams_.contains(team) || !users_.contains(user))
        return base::refused("not_found", "app.team.get.find.app_error");
      if (!team_members_.emplace(team, user).second) return base::ok();
    }
    tell([team, user](mattermost::Events& to) { to.user_has_joined_team(team, user); });
    join_default_channels(team, user);
    return base::ok();
  });
}

// --- channels

base::Result<model::Channel> FakeServer::get_channel(const model::ChannelId& id) {
  return weathered<model::Channel>("get_channel", [&]() -> base::Result<model::Channel> {
    MutexLock lock(mutex_);
    const auto found = channels_.find(id);
    if (found == channels_.end()) return base::refused("not_found", "app.channel.get.existing.app_error");
    return found->second;
  });
}

base::Result<std::vector<model::Channel>> FakeServer::get_channels_for_user(const model::TeamId& team,
                                                                            const model::UserId& user) {
  using Channels = std::vector<model::Channel>;
  return weathered<Channels>("get_channels_for_user", [&]() -> base::Result<Channels> {
    MutexLock lock(mutex_);
    Channels channels;
    for (const auto& [id, channel] : channels_) {
      const bool here = channel.team_id == team || channel.team_id.empty();
      if (here && channel.delete_at == base::Time() && channel_members_.contains({id, user}))
        channels.push_back(channel);
    }
    return channels;
  });
}

base::Result<model::Channel> FakeServer::create_channel(const model::Channel& asked) {
  return weathered<model::Channel>("create_channel", [&]() -> base::Result<model::Channel> {
    model::Channel channel = asked;
    {
      MutexLock lock(mutex_);
      if (channel.type != "O" && channel.type != "P") {
        return base::refused("model.channel.is_valid.type.app_error", "not a channel's type");
      }
      if (!channel.id.empty() && !channel.shared.value_or(false)) {
        return base::refused("store.sql_channel.save_channel.existing.app_error", "a preset id");
      }
      if (channel.id.empty()) channel.id = model::ChannelId(next_id());
      for (const auto& [id, other] : channels_) {
        if (id == channel.id || (other.team_id == channel.team_id && other.name == channel.name)) {
          return base::refused("store.sql_channel.save_channel.exists.app_error", "the name is taken");
        }
      }
      if (channel.create_at == base::Time()) channel.create_at = clock_.now();
      channel.update_at = channel.create_at;
      channels_.emplace(channel.id, channel);
      if (channel_watcher_) channel_watcher_(channel);
    }
    tell([channel](mattermost::Events& to) { to.channel_has_been_created(channel); });
    return channel;
  });
}

base::Result<model::Channel> FakeServer::update_channel(const model::Channel& channel) {
  return weathered<model::Channel>("update_channel", [&]() -> base::Result<model::Channel> {
    MutexLock lock(mutex_);
    const auto found = channels_.find(channel.id);
    if (channel.delete_at != base::Time() || found == channels_.end()) {
      return base::refused("app.channel.update.bad_id", "archived or unknown");
    }
    for (const auto& [id, other] : channels_) {
      if (id != channel.id && other.team_id == channel.team_id && other.name == channel.name) {
        return base::refused("store.sql_channel.save_channel.exists.app_error", "the name is taken");
      }
    }
    found->second = channel;
    found->second.update_at = clock_.now();
    if (channel_watcher_) channel_watcher_(found->second);
    return found->second;
  });
}

base::Result<> FakeServer::delete_channel(const model::ChannelId& id) {
  return weathered<base::Unit>("delete_channel", [&]() -> base::Result<> {
    MutexLock lock(mutex_);
    const auto found = channels_.find(id);
    if (found == channels_.end()) return base::refused("not_found", "app.channel.get.existing.app_error");
    found->second.delete_at = found->second.update_at = clock_.now();
    if (channel_watcher_) channel_watcher_(found->second);
    return base::ok();
  });
}

base::Result<bool> FakeServer::is_channel_member(const model::ChannelId& channel, const model::UserId& user) {
  return weathered<bool>("is_channel_member", [&]() -> base::Result<bool> {
    MutexLock lock(mutex_);
    return channel_members_.contains({channel, user});
  });
}

// The member is saved first; the message about it may be dismissed, which the actor does not hear of.
base::Result<> FakeServer::add_user_to_channel(const model::ChannelId& channel, const model::UserId& user,
                                               const model::UserId& actor) {
  return weathered<base::Unit>("add_user_to_channel", [&]() -> base::Result<> {
    model::Post notice;
    {
      MutexLock lock(mutex_);
      const auto found = channels_.find(channel);
      if (found == channels_.end()) return base::refused("not_found", "app.channel.get.existing.app_error");
      if (!users_.contains(user) || !users_.contains(actor)) {
        return base::refused("not_found", "app.user.missing_account.const");
      }
      if (!found->second.team_id.empty() && !team_members_.contains({found->second.team_id, user})) {
        return base::refused("not_found", "app.team.get_member.missing.app_error");
      }
      if (!channel_members_.emplace(channel, user).second) return base::ok();
      notice.user_id = actor;
      notice.channel_id = channel;
      notice.type = "system_add_to_channel";
      notice.message = users_.at(user).username + " added to the channel by " + users_.at(actor).username + ".";
      notice.props = json::Object{{"addedUserId", user.str()}, {"userId", actor.str()}};
    }
    static_cast<void>(save_post(notice, false));
    tell([channel, user](mattermost::Events& to) { to.user_has_joined_channel(channel, user); });
    return base::ok();
  });
}

// --- posts

base::Result<> FakeServer::check_post(const model::Post& post) const {
  const auto channel = channels_.find(post.channel_id);
  if (channel == channels_.end()) return base::refused("not_found", "app.channel.get.existing.app_error");
  if (channel->second.delete_at != base::Time()) {
    return base::refused("api.post.create_post.can_not_post_to_deleted.error", "the channel is archived");
  }
  if (!users_.contains(post.user_id)) return base::refused("not_found", "app.user.missing_account.const");
  const bool is_remote = post.remote_id && !post.remote_id->empty();
  if (!post.id.empty() && !is_remote) return base::refused("app.post.save.existing.app_error", "a preset id");
  const auto same_id = [&](const model::Post& other) { return !post.id.empty() && other.id == post.id; };
  if (std::any_of(posts_.begin(), posts_.end(), same_id)) {
    return base::retry_later("server_unavailable",
                             "app.post.save.app_error: the id is taken");  // a 500 of the real one
  }
  if (post.root_id.empty()) return base::ok();
  const auto is_root = [&](const model::Post& other) { return other.id == post.root_id; };
  const auto root = std::find_if(posts_.begin(), posts_.end(), is_root);
  if (root == posts_.end() || root->channel_id != post.channel_id || !root->root_id.empty()) {
    return base::refused("api.post.create_post.root_id.app_error", "no such root");
  }
  return base::ok();
}

mattermost::PostVerdict FakeServer::judge(const model::Post& post) {
  mattermost::Events* to = nullptr;
  {
    MutexLock lock(mutex_);
    to = events_;
  }
  return to == nullptr ? mattermost::PostVerdict{} : to->message_will_be_posted(post);
}

base::Result<model::Post> FakeServer::save_post(model::Post post, bool from_plugin) {
  if (from_plugin) {
    json::Object props = post.props.object() != nullptr ? *post.props.object() : json::Object{};
    props.insert_or_assign("from_plugin", json::Value("true"));
    post.props = std::move(props);
  }
  const mattermost::PostVerdict verdict = judge(post);
  if (verdict.kind != mattermost::PostVerdict::Kind::keep) {
    return base::refused("Post rejected by plugin. " + verdict.reason, "rejected by a plugin");
  }
  {
    MutexLock lock(mutex_);
    CAUSEWAY_CHECK(check_post(post));
    if (post.id.empty()) post.id = model::PostId(next_id());
    if (post.create_at == base::Time()) post.create_at = clock_.now();
    post.update_at = post.create_at;
    post.metadata.reset();
    attach_files(post, post.user_id);
    for (model::Post& root : posts_) {
      if (root.id == post.root_id) root.update_at = post.create_at;
    }
    posts_.push_back(post);
    model::Channel& channel = channels_.at(post.channel_id);
    channel.last_post_at = std::max(channel.last_post_at, post.create_at);
    ++channel.total_msg_count;
  }
  tell([post](mattermost::Events& to) { to.message_has_been_posted(post); });
  return post;
}

model::Post FakeServer::user_posts(const model::UserId& user, const model::ChannelId& channel,
                                   const std::string& message, const model::PostId& root,
                                   const std::vector<model::FileId>& files) {
  model::Post post;
  post.file_ids = files;
  post.user_id = user;
  post.channel_id = channel;
  post.root_id = root;
  post.message = message;
  auto saved = save_post(std::move(post), false);
  if (!saved.ok()) throw std::runtime_error("user_posts: " + saved.error().code);
  return *std::move(saved);
}

base::Result<model::Post> FakeServer::get_post(const model::PostId& id) {
  return weathered<model::Post>("get_post", [&]() -> base::Result<model::Post> {
    MutexLock lock(mutex_);
    for (const model::Post& post : posts_) {
      if (post.id == id && post.delete_at == base::Time()) return post;
    }
    return base::refused("not_found", "app.post.get.app_error");
  });
}

base::Result<model::Post> FakeServer::create_post(const model::Post& post) {
  return weathered<model::Post>("create_post", [&]() -> base::Result<model::Post> { return save_post(post, true); });
}

std::vector<base::Result<model::Post>> FakeServer::create_posts(const std::vector<model::Post>& posts) {
  std::vector<base::Result<model::Post>> results;
  for (const model::Post& post : posts) results.push_back(create_post(post));
  return results;
}

base::Result<> FakeServer::send_ephemeral_post(const model::UserId& user, const model::Post& post) {
  return weathered<base::Unit>("send_ephemeral_post", [&]() -> base::Result<> {
    MutexLock lock(mutex_);
    ephemerals_.push_back({user, post});
    return base::ok();
  });
}

base::Result<> FakeServer::open_dialog(const std::string&, const mattermost::Dialog& dialog) {
  return weathered<base::Unit>("open_dialog", [&]() -> base::Result<> {
    MutexLock lock(mutex_);
    dialogs_.push_back(dialog);
    return base::ok();
  });
}

std::vector<mattermost::Dialog> FakeServer::dialogs() const {
  MutexLock lock(mutex_);
  return dialogs_;
}

std::vector<FakeServer::Ephemeral> FakeServer::ephemerals() const {
  MutexLock lock(mutex_);
  return ephemerals_;
}

std::vector<model::Post> FakeServer::posts_in(const model::ChannelId& channel) const {
  MutexLock lock(mutex_);
  std::multimap<base::Time, model::Post> by_time;  // keeps the order of arrival among equals
  for (const model::Post& post : posts_) {
    if (post.channel_id == channel) by_time.emplace(post.create_at, post);
  }
  std::vector<model::Post> found;
  for (const auto& entry : by_time) found.push_back(entry.second);
  return found;
}

}  // namespace causeway::fakes
