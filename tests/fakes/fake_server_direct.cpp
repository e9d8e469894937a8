// Direct and group channels, and people who come and go.
#include <algorithm>

#include "fakes/fake_server.h"

namespace causeway::fakes {

using base::MutexLock;

namespace {

model::DirectChannel with_people(const model::Channel& channel, std::vector<model::UserId> people) {
  std::sort(people.begin(), people.end());
  model::DirectChannel result{channel.id, channel.type, channel.creator_id, channel.create_at, {}};
  for (const model::UserId& user : people) result.members.push_back({user, {}, true});
  return result;
}

std::string name_of(std::vector<model::UserId> people) {
  std::sort(people.begin(), people.end());
  std::string name;
  for (const model::UserId& user : people) name += (name.empty() ? "" : "__") + user.str();
  return name;
}

}  // namespace

void FakeServer::watch_direct_channels(std::function<void(const model::DirectChannel&)> watcher) {
  MutexLock lock(mutex_);
  direct_watcher_ = std::move(watcher);
}

base::Result<model::Channel> FakeServer::user_opens(const std::vector<model::UserId>& people) {
  model::Channel channel;
  {
    MutexLock lock(mutex_);
    channel.name = name_of(people);
    channel.type = people.size() == 2 ? "D" : "G";
    for (const auto& [id, other] : channels_) {
      if (other.type == channel.type && other.name == channel.name) return other;
    }
    for (const model::UserId& user : people) {
      const auto found = users_.find(user);
      if (found == users_.end()) return base::refused("not_found", "app.user.missing_account.const");
      if (found->second.remote_id && !found->second.remote_id->empty() && !facts_.direct_messages_flag) {
        return base::refused("api.channel.create_channel.direct_channel.remote_restricted.app_error", "flag off");
      }
      channel.shared = channel.shared.value_or(false) || found->second.remote_id.has_value();
    }
    channel.id = model::ChannelId(next_id());
    channel.creator_id = people.front();
    channel.create_at = channel.update_at = clock_.now();
    channels_.emplace(channel.id, channel);
    for (const model::UserId& user : people) channel_members_.emplace(channel.id, user);
    if (channel_watcher_) channel_watcher_(channel);
    if (direct_watcher_) direct_watcher_(with_people(channel, people));
  }
  tell([channel](mattermost::Events& to) { to.channel_has_been_created(channel); });
  return channel;
}

base::Result<model::Channel> FakeServer::open_direct_channel(const std::vector<model::UserId>& people) {
  return weathered<model::Channel>("open_direct_channel", [&] { return user_opens(people); });
}

void FakeServer::put_direct_channel(const model::DirectChannel& written) {
  MutexLock lock(mutex_);
  model::Channel channel;
  channel.id = written.id;
  channel.type = written.type;
  channel.create_at = channel.update_at = written.create_at;
  std::vector<model::UserId> people;
  for (const model::DirectChannel::Member& member : written.members) {
    people.push_back(member.id);
    channel_members_.emplace(channel.id, member.id);
  }
  channel.name = name_of(people);
  channels_.emplace(channel.id, channel);
}

base::Result<> FakeServer::refresh_membership(const model::ChannelId& channel, const model::UserId& user) {
  return weathered<base::Unit>("refresh_membership", [&]() -> base::Result<> {
    MutexLock lock(mutex_);
    if (!channel_members_.contains({channel, user})) return base::refused("not_found", "no such member");
    return base::ok();
  });
}

base::Result<> FakeServer::set_user_active(const model::UserId& id, bool active) {
  return weathered<base::Unit>("set_user_active", [&]() -> base::Result<> {
    model::User user;
    {
      MutexLock lock(mutex_);
      const auto found = users_.find(id);
      if (found == users_.end()) return base::refused("not_found", "app.user.missing_account.const");
      found->second.update_at = clock_.now();
      found->second.delete_at = active ? base::Time() : clock_.now();
      user = found->second;
    }
    if (!active) tell([user](mattermost::Events& to) { to.user_has_been_deactivated(user); });
    return base::ok();
  });
}

}  // namespace causeway::fakes
