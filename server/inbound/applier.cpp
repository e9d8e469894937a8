#include "inbound/applier.h"

#include <algorithm>

#include "base/log.h"
#include "config/crossing.h"
#include "inbound/side_by_side.h"
#include "json/record.h"
#include "model/limits.h"

namespace causeway::inbound {
namespace {

// The peer names a channel by the id that it knows it by.
void rename_channel(model::SyncMsg& sync, const model::ChannelId& here) {
  const model::ChannelId there = sync.channel_id;
  if (there == here) return;
  const auto rename = [&](auto& items) {
    for (auto& item : items) {
      // What is ours by its id is of another channel in the peer's words.
      item.channel_id = item.channel_id == there ? here : model::ChannelId();
    }
  };
  rename(sync.posts);
  rename(sync.acknowledgements);
  rename(sync.membership_changes);
  for (model::Reaction& reaction : sync.reactions) reaction.channel_id = here;
  sync.channel_id = here;
}

}  // namespace

base::Result<json::Value> Applier::sync(const model::Remote& remote, const model::RemoteClusterMsg& message) {
  auto sync = json::from_json<model::SyncMsg>(message.payload);
  if (!sync.ok()) return base::refused("sync_invalid", "cannot read the sync message: " + sync.error().text);
  if (sync->users.size() > model::limits::sync_users || sync->posts.size() > model::limits::sync_posts ||
      sync->reactions.size() > model::limits::sync_reactions ||
      sync->acknowledgements.size() > model::limits::sync_reactions ||
      sync->statuses.size() > model::limits::sync_statuses ||
      sync->membership_changes.size() > model::limits::sync_members ||
      sync->mention_transforms.size() > model::limits::mention_transforms ||
      (sync->causeway && sync->causeway->pins_moved.size() > model::limits::sync_posts)) {
    return base::refused("sync_too_large", "the sync message holds too many items");
  }
  model::SyncResponse response;
  if (sync->channel_id.empty()) return take_people(remote, sync->users);

  CAUSEWAY_TRY(row, store_.channel_by_wire_id(remote.id, sync->channel_id));
  CAUSEWAY_TRY(channel, store_.shared_channel(row ? row->channel_id : sync->channel_id));
  // One answer for both, so that a peer whom nobody told of the end learns it and stops.
  if (!channel || !row) {
    return base::refused("channel_not_shared",
                         "cannot process sync message; channel is no longer shared: " + sync->channel_id.str());
  }
  rename_channel(*sync, channel->id);
  const bool about_members = message.topic == model::topic::membership;
  if (about_members && !members_.wanted(remote)) return json::to_json(response);  // the people too stay away
  CAUSEWAY_CHECK(apply_users(remote, sync->users, model::limits::members_in_flight, response));
  CAUSEWAY_CHECK(blocking_.hold_back(remote, *sync, response));
  // A peer that may only read says nothing here, whatever its own side lets pass.
  if (row->read_only && channel->home) {
    if (!sync->posts.empty() || !sync->reactions.empty()) {
      base::log::warn("read_only_refused", "a peer that may only read has written",
                      {{"channel_id", channel->id.str()}, {"remote_id", remote.id.str()}});
    }
    for (const model::Post& post : sync->posts) response.post_errors.push_back(post.id.str());
    for (const model::Reaction& reaction : sync->reactions) response.reaction_errors.push_back(reaction.post_id.str());
  } else {
    if (!sync->posts.empty()) CAUSEWAY_CHECK(posts_.apply(remote, *channel, message.create_at, *sync, response));
    if (!sync->reactions.empty()) CAUSEWAY_CHECK(reactions_.apply(remote, *channel, sync->reactions, response));
  }
  if (!sync->acknowledgements.empty()) {
    CAUSEWAY_CHECK(acknowledgements_.apply(remote, *channel, sync->acknowledgements, response));
  }
  if (!sync->statuses.empty()) CAUSEWAY_CHECK(statuses_.apply(remote, message.create_at, sync->statuses, response));
  if (!sync->membership_changes.empty()) {
    CAUSEWAY_CHECK(members_.apply(remote, *channel, sync->membership_changes, response));
  }
  return json::to_json(response);
}

base::Result<json::Value> Applier::take_people(const model::Remote& remote, const model::Users& users) {
  if (!config::global_users_cross(current_.get()->settings, remote.policy)) return json::Value();
  model::SyncResponse response;
  CAUSEWAY_CHECK(apply_users(remote, users, model::limits::people_in_flight, response));
  return json::to_json(response);
}

base::Result<> Applier::apply_users(const model::Remote& remote, const model::Users& users, std::size_t at_once,
                                    model::SyncResponse& response) {
  std::vector<const model::Users::value_type*> all;
  for (const auto& entry : users) all.push_back(&entry);
  std::vector<base::Result<>> applied(all.size(), base::ok());
  side_by_side(all.size(), at_once,
               [&](std::size_t i) { applied[i] = apply_user(remote, all[i]->first, all[i]->second); });
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto& [id, user] = *all[i];
    if (applied[i].ok()) {
      response.users_syncd.push_back(id);
      response.users_last_update_at = std::max(response.users_last_update_at, user.update_at);
      continue;
    }
    if (applied[i].error().next != base::Next::refused) return std::move(applied[i]).error();
    base::log::warn("user_refused", applied[i].error().text, {{"remote_id", remote.id.str()}});
    response.user_errors.push_back(id);
  }
  return base::ok();
}

// Nobody is made a member by a profile: whoever writes, reacts or acknowledges becomes one with that, and joins and
// leaves are said as such. A message may speak of who has just left.
base::Result<> Applier::apply_user(const model::Remote& remote, const std::string& id, const model::User& user) {
  if (user.id.str() != id) return base::refused("user_invalid", "the user's id and its key differ");
  return users_.apply(remote, user);
}

}  // namespace causeway::inbound
