#include "inbound/apply/direct_channels.h"

#include <algorithm>
#include <map>

#include "base/id.h"
#include "base/log.h"
#include "config/crossing.h"
#include "json/record.h"
#include "model/limits.h"

namespace causeway::inbound {
namespace {

base::Error wrong_people(const char* why) {
  return base::refused("direct_people", why);
}

bool fitting(const model::ChannelInvite& invite) {
  const std::size_t count = invite.direct_participant_ids.size();
  if (invite.type == "D") return count == 2;
  return count >= model::limits::direct_people_least && count <= model::limits::direct_people_most;
}

}  // namespace

bool DirectChannels::about_one(const model::RemoteClusterMsg& message) {
  const auto invite = json::from_json<model::ChannelInvite>(message.payload);
  return invite.ok() && model::is_direct(invite->type);
}

base::Result<> DirectChannels::check(const model::Remote& remote, const model::ChannelInvite& invite) const {
  const auto now = current_.get();
  if (!config::direct_messages_cross(now->settings, now->facts, remote.policy)) {
    return base::refused("direct_off", "direct and group messages are not taken by this server");
  }
  if (!base::is_valid_id(invite.channel_id.str())) return base::refused("invite_invalid", "invalid channel id");
  std::set<model::UserId> people(invite.direct_participant_ids.begin(), invite.direct_participant_ids.end());
  if (!fitting(invite) || people.size() != invite.direct_participant_ids.size()) {
    return wrong_people("not so many people, and nobody twice");
  }
  for (const model::UserId& user : people) {
    if (!base::is_valid_id(user.str())) return base::refused("invite_invalid", "invalid user id");
  }
  for (const model::User& user : invite.direct_participants) {
    if (people.erase(user.id) == 0) return wrong_people("a profile of nobody in the channel, or twice");
  }
  return base::ok();
}

// Nobody is made yet: the invitation may be refused.
base::Result<DirectChannels::People> DirectChannels::sort_out(const model::Remote& remote,
                                                              const model::ChannelInvite& invite) {
  std::map<model::UserId, const model::User*> told;
  for (const model::User& user : invite.direct_participants) told.emplace(user.id, &user);
  People people;
  for (const model::UserId& user : invite.direct_participant_ids) {
    const auto profile = told.find(user);
    CAUSEWAY_CHECK(users_.standing(remote, user));  // who is back with the remote counts as such
    CAUSEWAY_TRY(owner, store_.owner_of(user));
    const auto present = server_.get_user(user);
    if (!present.ok() && present.error().code != "not_found") return present.error();
    if (owner && *owner != remote.id) {
      people.elsewhere.push_back(user);
    } else if (owner || !present.ok()) {
      if (!present.ok() && profile == told.end()) return wrong_people("somebody whom nobody knows here");
      people.theirs.push_back(user);
      if (profile != told.end()) people.told.push_back(*profile->second);
    } else {
      if (present->remote_id && !present->remote_id->empty()) return wrong_people("a user of another server");
      if (present->is_bot) return wrong_people("a bot of this server");
      if (profile != told.end()) return wrong_people("a profile of somebody of this server");
      people.ours.push_back(user);
    }
  }
  if (people.theirs.empty()) return wrong_people("nobody of that server");
  if (people.ours.empty()) return wrong_people("nobody of this server");
  CAUSEWAY_TRY(held, store_.held_back(remote.id, people.theirs, {}));
  if (held.users.size() == people.theirs.size()) {
    return base::refused("direct_blocked", "direct messages of this user are not taken here");
  }
  return people;
}

base::Result<> DirectChannels::check_limit(const model::RemoteId& remote) {
  CAUSEWAY_TRY(rows, store_.remote_channels(remote));
  const std::int64_t most = model::limits::direct_channels_per_remote + current_.get()->settings.max_peer_channels;
  if (static_cast<std::int64_t>(rows.size()) < most) return base::ok();
  return base::refused("direct_limit", "this server takes no more direct messages of this connection");
}

base::Result<json::Value> DirectChannels::receive(const model::Remote& remote, const model::RemoteClusterMsg& message) {
  const auto invite = json::from_json<model::ChannelInvite>(message.payload);
  if (!invite.ok()) return base::refused("invite_invalid", "invalid channel invite: " + invite.error().text);
  CAUSEWAY_CHECK(check(remote, *invite));
  CAUSEWAY_TRY(people, sort_out(remote, *invite));
  CAUSEWAY_TRY(known, store_.channel_by_wire_id(remote.id, invite->channel_id));
  if (!known) CAUSEWAY_CHECK(check_limit(remote.id));
  for (const model::User& user : people.told) CAUSEWAY_CHECK(users_.apply(remote, user));

  // Whose channel it is, as far as there is a choice: theirs who opened it.
  std::vector<model::UserId> all = people.theirs;
  const auto creator = std::find(all.begin(), all.end(), invite->creator_id);
  if (creator != all.end()) std::iter_swap(all.begin(), creator);
  all.insert(all.end(), people.elsewhere.begin(), people.elsewhere.end());
  all.insert(all.end(), people.ours.begin(), people.ours.end());
  CAUSEWAY_TRY(id, open(all));
  if (known && known->channel_id != id) {
    return base::refused("invite_invalid", "cannot create channel: another channel has this id");
  }
  CAUSEWAY_CHECK(record(remote, *invite, id, people));
  return json::Value();
}

// Both sides may have opened one at the same time: then each knows the other's id.
base::Result<> DirectChannels::record(const model::Remote& remote, const model::ChannelInvite& invite,
                                      const model::ChannelId& id, const People& people) {
  CAUSEWAY_TRY(channel, store_.direct_channel(id));
  if (!channel) return base::retry_later("direct_not_seen", "the channel is not in the database yet");
  const model::ChannelId wire_id = invite.channel_id == id ? model::ChannelId() : invite.channel_id;
  CAUSEWAY_TRY(present, store_.channel_remote(id, remote.id));
  model::ChannelRemote row = present.value_or(model::ChannelRemote());
  if (present && row.invite == model::InviteState::confirmed && row.peer_channel_id == wire_id) return base::ok();
  if (!present) {
    const base::Time before = channel->create_at - model::limits::cursor_overlap;
    row.channel_id = id;
    row.remote_id = remote.id;
    row.creator_id = people.ours.front();
    row.create_at = channel->create_at;
    row.last_post_create.at = row.last_post_update.at = before;
    CAUSEWAY_CHECK(store_.save_shared_channel(
        {id, {}, false, false, {}, {}, {}, {}, channel->type, channel->creator_id, remote.id, channel->create_at}));
  }
  row.peer_channel_id = wire_id;
  row.invite = model::InviteState::confirmed;
  row.last_error.clear();
  CAUSEWAY_CHECK(store_.save_channel_remote(row));
  base::log::info("direct_received", "a direct or group channel is connected with a peer's",
                  {{"channel_id", id.str()}, {"remote_id", remote.id.str()}});
  return store_.enqueue({{remote.id, id, model::TaskKind::posts, {}}}, clock_.now());
}

base::Result<model::ChannelId> DirectChannels::open(const std::vector<model::UserId>& people) {
  CAUSEWAY_TRY(present, store_.direct_channel_of(people));
  if (present) return present->id;
  if (current_.get()->facts.direct_messages_flag) {
    CAUSEWAY_TRY(channel, server_.open_direct_channel(people));
    return channel.id;
  }
  CAUSEWAY_TRY(id, store_.write_direct_channel(people, clock_.now()));
  for (const model::UserId& user : people) CAUSEWAY_CHECK(server_.refresh_membership(id, user));
  return id;
}

}  // namespace causeway::inbound
