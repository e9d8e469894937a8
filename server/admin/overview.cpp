#include "admin/overview.h"

#include <algorithm>
#include <set>

#include "model/limits.h"

namespace causeway::admin {
namespace {

using model::RemoteState;

std::vector<std::string> possible(const model::Remote& remote) {
  std::vector<std::string> can{"edit", "policy", "remove"};
  if (remote.state == RemoteState::pending) can.emplace_back("renew_invite");
  if (remote.state == RemoteState::connected || remote.state == RemoteState::stopped) can.emplace_back("pause");
  if (remote.state == RemoteState::paused) can.emplace_back("resume");
  if (remote.state != RemoteState::pending && remote.causeway) can.emplace_back("rotate");
  return can;
}

std::int64_t waited(base::Time since, base::Time now) {
  return since == base::Time() ? 0 : std::max<std::int64_t>(0, (now - since).count());
}

NativeRemoteInfo info_of(const model::Remote& remote) {
  return {remote.name, remote.display_name, remote.create_at, remote.delete_at, remote.last_ping_at};
}

NativeSharedChannel native(const model::SharedChannel& channel) {
  return {channel.id,         channel.team_id,      channel.home,      channel.read_only,
          channel.name,       channel.display_name, channel.purpose,   channel.header,
          channel.creator_id, channel.create_at,    channel.create_at, channel.remote_id};
}

NativeChannelRemote native(const model::ChannelRemote& row) {
  NativeChannelRemote out;
  out.id = row.channel_id.str();  // there is one row a channel and connection, known by the two
  out.channel_id = row.channel_id;
  out.creator_id = row.creator_id;
  out.create_at = out.update_at = row.create_at;
  out.accepted = row.invite != model::InviteState::refused;
  out.confirmed = row.invite == model::InviteState::confirmed;
  out.remote_id = row.remote_id;
  out.last_post_update_at = row.last_post_update.at;
  out.last_post_id = row.last_post_update.id;
  out.last_post_create_at = row.last_post_create.at;
  out.last_post_create_id = row.last_post_create.id;
  out.last_members_sync_at = row.last_members_sync_at;
  return out;
}

}  // namespace

const char* word(RemoteState state) {
  switch (state) {
    case RemoteState::pending:
      return "pending";
    case RemoteState::connected:
      return "connected";
    case RemoteState::stopped:
      return "stopped";
    case RemoteState::paused:
      return "paused";
    case RemoteState::removed:
      return "removed";
  }
  return "removed";
}

const char* word(model::InviteState state) {
  switch (state) {
    case model::InviteState::waiting:
      return "waiting";
    case model::InviteState::confirmed:
      return "confirmed";
    case model::InviteState::refused:
      return "refused";
  }
  return "refused";
}

bool Overview::online(const model::Remote& remote) const {
  const bool pinged = remote.state == RemoteState::connected || remote.state == RemoteState::paused;
  return pinged && remote.last_ping_at != base::Time() &&
         clock_.now() - remote.last_ping_at <= current_.get()->settings.online_timeout;
}

base::Result<std::map<model::RemoteId, model::Remote>> Overview::remotes() const {
  CAUSEWAY_TRY(all, store_.remotes(false));
  std::map<model::RemoteId, model::Remote> result;
  for (model::Remote& remote : all) result.emplace(remote.id, std::move(remote));
  return result;
}

base::Result<std::vector<ConnectionView>> Overview::connections() const {
  CAUSEWAY_TRY(all, store_.remotes(false));
  CAUSEWAY_TRY(standings, store_.standings(model::limits::pending_counted));
  const base::Time now = clock_.now();
  std::vector<ConnectionView> result;
  for (const model::Remote& remote : all) {
    ConnectionView view;
    view.remote_id = remote.id;
    view.name = remote.name;
    view.display_name = remote.display_name;
    view.site_url = remote.site_url;
    view.default_team_id = remote.default_team_id;
    view.state = word(remote.state);
    view.online = online(remote);
    view.causeway = remote.causeway;
    view.create_at = remote.create_at;
    view.last_ping_at = remote.last_ping_at;
    view.last_error = remote.last_error;
    view.policy = remote.policy;
    view.can = possible(remote);
    for (const store::Store::Standing& standing : standings) {
      if (standing.remote_id != remote.id) continue;
      ++view.channels;
      view.pending += standing.pending;
      view.lag = std::max(view.lag, waited(standing.oldest, now));
      view.attempts = std::max(view.attempts, standing.attempts);
      if (standing.attempts > 0) view.next_try_at = std::max(view.next_try_at, standing.not_before);
      if (view.last_error.empty()) view.last_error = standing.last_error;
    }
    result.push_back(std::move(view));
  }
  return result;
}

base::Result<std::vector<ShareView>> Overview::shares() const {
  CAUSEWAY_TRY(known, remotes());
  CAUSEWAY_TRY(channels, store_.shared_channels());
  CAUSEWAY_TRY(standings, store_.standings(model::limits::pending_counted));
  std::map<std::pair<model::ChannelId, model::RemoteId>, store::Store::Standing> by_row;
  for (store::Store::Standing& standing : standings) {
    by_row.emplace(std::pair(standing.channel_id, standing.remote_id), std::move(standing));
  }
  const base::Time now = clock_.now();
  std::vector<ShareView> result;
  for (const model::SharedChannel& channel : channels) {
    CAUSEWAY_TRY(rows, store_.channel_remotes(channel.id));
    for (const model::ChannelRemote& row : rows) {
      const auto remote = known.find(row.remote_id);
      if (remote == known.end()) continue;  // removed between two reads
      const store::Store::Standing& standing = by_row[{channel.id, row.remote_id}];
      ShareView view{channel.id,
                     channel.team_id,
                     channel.name,
                     channel.display_name,
                     channel.type,
                     channel.home,
                     remote->first,
                     {},
                     {},
                     online(remote->second),
                     word(row.invite),
                     row.read_only,
                     row.create_at,
                     row.last_post_create.at,
                     standing.pending,
                     waited(standing.oldest, now),
                     standing.attempts,
                     {},
                     row.last_error};
      view.remote_name = remote->second.display_name;
      view.remote_state = word(remote->second.state);
      if (standing.attempts > 0) view.next_try_at = standing.not_before;
      if (view.last_error.empty()) view.last_error = standing.last_error;
      result.push_back(std::move(view));
    }
  }
  return result;
}

base::Result<std::vector<ShareView>> Overview::shares_of(const model::ChannelId& channel) const {
  CAUSEWAY_TRY(all, shares());
  std::erase_if(all, [&](const ShareView& view) { return view.channel_id != channel; });
  return all;
}

base::Result<std::vector<NativeSharedChannel>> Overview::team_channels(const model::TeamId& team,
                                                                       const model::UserId& member) const {
  CAUSEWAY_TRY(channels, store_.shared_channels());
  std::set<model::ChannelId> own;
  if (!member.empty()) {
    const auto joined = server_.get_channels_for_user(team, member);
    if (!joined.ok() && joined.error().next != base::Next::refused) return joined.error();
    if (joined.ok()) {
      for (const model::Channel& channel : *joined) own.insert(channel.id);
    }
  }
  std::vector<NativeSharedChannel> result;
  for (const model::SharedChannel& channel : channels) {
    if (channel.team_id == team && (member.empty() || own.count(channel.id) > 0)) result.push_back(native(channel));
  }
  return result;
}

base::Result<std::vector<NativeRemoteInfo>> Overview::remotes_of(const model::ChannelId& channel) const {
  CAUSEWAY_TRY(known, remotes());
  CAUSEWAY_TRY(rows, store_.channel_remotes(channel));
  std::vector<NativeRemoteInfo> result;
  for (const model::ChannelRemote& row : rows) {
    const auto remote = known.find(row.remote_id);
    if (remote != known.end()) result.push_back(info_of(remote->second));
  }
  return result;
}

base::Result<std::vector<NativeChannelRemote>> Overview::channels_of(const model::RemoteId& remote) const {
  CAUSEWAY_TRY(rows, store_.remote_channels(remote));
  std::vector<NativeChannelRemote> result;
  for (const model::ChannelRemote& row : rows) result.push_back(native(row));
  return result;
}

base::Result<NativeRemoteInfo> Overview::remote_info(const model::RemoteId& id) const {
  CAUSEWAY_TRY(remote, store_.remote(id));
  if (!remote || remote->state == RemoteState::removed) {
    return base::refused("remote_unknown", "Remote Cluster not found");
  }
  return info_of(*remote);
}

base::Result<bool> Overview::meets(const model::UserId& user, const model::RemoteId& remote) const {
  CAUSEWAY_TRY(rows, store_.remote_channels(remote));
  for (const model::ChannelRemote& row : rows) {
    CAUSEWAY_TRY(member, server_.is_channel_member(row.channel_id, user));
    if (member) return true;
  }
  return false;
}

}  // namespace causeway::admin
