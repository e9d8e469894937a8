#include "outbound/direct_inviter.h"

#include <algorithm>

#include "base/log.h"
#include "base/utf8.h"
#include "config/crossing.h"
#include "json/record.h"
#include "model/limits.h"
#include "outbound/collect/users.h"
#include "outbound/poison.h"
#include "peer/frame.h"

namespace causeway::outbound {
namespace {

constexpr std::int32_t failures_of_an_outage = 3;
constexpr std::size_t reason_runes = 300;

const std::string& name_of(const model::Remote& remote) {
  return remote.display_name.empty() ? remote.name : remote.display_name;
}

// Notices are about posts; this one is about all that will be written.
model::Post any_post(const model::ChannelRemote& row) {
  model::Post post;
  post.id = model::PostId(row.channel_id.str());
  post.user_id = row.creator_id;
  post.channel_id = row.channel_id;
  return post;
}

// Who of this server hears what becomes of it: who opened it, or somebody.
model::UserId listener(const model::DirectChannel& channel) {
  model::UserId result;
  for (const model::DirectChannel::Member& member : channel.members) {
    if (!member.owner.empty()) continue;
    if (result.empty() || member.id == channel.creator_id) result = member.id;
  }
  return result;
}

}  // namespace

base::Result<std::set<model::RemoteId>> DirectInviter::willing() {
  std::set<model::RemoteId> result;
  const auto now = current_.get();
  CAUSEWAY_TRY(remotes, store_.remotes(false));
  for (const model::Remote& remote : remotes) {
    if (remote.state != model::RemoteState::connected) continue;
    if (config::direct_messages_cross(now->settings, now->facts, remote.policy)) result.insert(remote.id);
  }
  return result;
}

base::Result<bool> DirectInviter::look(base::Time since) {
  const base::MutexLock lock(mutex_);
  CAUSEWAY_TRY(remotes, willing());
  const base::Time from = remotes == asked_for_ ? since : base::Time();
  CAUSEWAY_TRY(untold, store_.untold_direct_channels({remotes.begin(), remotes.end()}, from,
                                                     model::limits::direct_channels_per_look));
  for (const model::ChannelId& id : untold) CAUSEWAY_CHECK(write_down(id, remotes));
  // A full look goes on with the next one.
  const bool anybody = !remotes.empty();
  if (untold.size() < model::limits::direct_channels_per_look) asked_for_ = std::move(remotes);
  return anybody;
}

base::Result<> DirectInviter::write_down(const model::ChannelId& id, const std::set<model::RemoteId>& remotes) {
  CAUSEWAY_TRY(channel, store_.direct_channel(id));
  if (!channel) return base::ok();
  std::set<model::RemoteId> owners;
  for (const model::DirectChannel::Member& member : channel->members) {
    if (remotes.count(member.owner) != 0) owners.insert(member.owner);
  }
  std::vector<model::TaskWish> wishes;
  for (const model::RemoteId& remote : owners) {
    model::ChannelRemote row;
    row.channel_id = id;
    row.remote_id = remote;
    row.creator_id = listener(*channel);
    row.create_at = channel->create_at;
    row.last_post_create.at = row.last_post_update.at = channel->create_at - model::limits::cursor_overlap;
    // The remote's own invitation may arrive at this very moment: what it has written stays.
    CAUSEWAY_TRY(added, store_.add_channel_remote(row));
    if (!added) continue;
    CAUSEWAY_TRY(shared, store_.shared_channel(id));
    if (!shared) {
      CAUSEWAY_CHECK(store_.save_shared_channel(
          {id, {}, true, false, {}, {}, {}, {}, channel->type, channel->creator_id, {}, channel->create_at}));
    }
    wishes.push_back({remote, id, model::TaskKind::channel_invite, {}});
    base::log::info("direct_opened", "a direct or group channel is to be told to a peer",
                    {{"channel_id", id.str()}, {"remote_id", remote.str()}});
  }
  return store_.enqueue(wishes, clock_.now());
}

base::Result<bool> DirectInviter::concerns(const model::Task& task) {
  CAUSEWAY_TRY(shared, store_.shared_channel(task.channel_id));
  return shared && model::is_direct(shared->type);
}

base::Result<model::ChannelInvite> DirectInviter::invitation(const model::ChannelRemote& row,
                                                             const model::Remote& remote) {
  CAUSEWAY_TRY(channel, store_.direct_channel(row.channel_id));
  if (!channel) return base::refused("not_found", "no such direct channel");
  model::ChannelInvite invite;
  invite.channel_id = row.wire_id();
  invite.type = channel->type;
  // Mattermost's groups have no creator, and native wants one.
  if (channel->type == "G") invite.creator_id = row.creator_id;
  std::vector<model::UserId> strangers;
  for (const model::DirectChannel::Member& member : channel->members) {
    invite.direct_participant_ids.push_back(member.id);
    if (member.owner != remote.id) strangers.push_back(member.id);
  }
  CAUSEWAY_TRY(users, store_.users(strangers));
  for (const model::User& user : users)
    invite.direct_participants.push_back(for_wire(user, current_.get()->settings, remote.policy));
  return invite;
}

base::Result<store::Settlement> DirectInviter::deliver(const model::Task& task, std::stop_token stop) {
  CAUSEWAY_TRY(row, store_.channel_remote(task.channel_id, task.remote_id));
  CAUSEWAY_TRY(remote, store_.remote(task.remote_id));
  if (!row || !remote || row->invite != model::InviteState::waiting) return store::Settlement{};
  CAUSEWAY_TRY(invite, invitation(*row, *remote));
  const auto frame =
      peer::make_frame(remote->id, model::topic::channel_invite, json::to_json(invite), clock_.now(), task.message_id);
  const auto answer = peers_.send_message(peer::address_of(*remote), frame, std::move(stop));
  if (!answer.ok()) {
    if (peer_silent(answer.error()) && task.attempts + 1 >= failures_of_an_outage) {
      notices_.tell_outage(any_post(*row), remote->id, name_of(*remote));
    }
    return answer.error();
  }
  store::Settlement settlement;
  if (answer->status != "OK") {
    const std::string why = base::utf8_cut(answer->err.substr(0, answer->err.find('\0')), reason_runes);
    notices_.tell(any_post(*row), name_of(*remote) + " does not take what is written here: " + why +
                                      ". It is asked again from time to time, and your messages wait.");
    base::log::warn("direct_refused", why, {{"channel_id", row->channel_id.str()}, {"remote_id", remote->id.str()}});
    settlement.kind = store::Settlement::Kind::retry;
    settlement.not_before = clock_.now() + model::limits::direct_refused_period;
    settlement.error = why;
    return settlement;
  }
  notices_.outage_ends(remote->id, row->channel_id);
  // The peer may have told us of its own meanwhile: only the state is written.
  CAUSEWAY_CHECK(store_.set_invite_state(task.channel_id, task.remote_id, model::InviteState::confirmed, ""));
  CAUSEWAY_CHECK(store_.enqueue({{task.remote_id, task.channel_id, model::TaskKind::posts, {}}}, clock_.now()));
  return settlement;
}

}  // namespace causeway::outbound
