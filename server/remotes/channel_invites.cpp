#include "remotes/channel_invites.h"

#include <algorithm>
#include <set>

#include "base/id.h"
#include "base/log.h"
#include "base/utf8.h"
#include "json/record.h"
#include "model/limits.h"
#include "peer/frame.h"
#include "peer/version.h"
#include "remotes/shared_mark.h"

namespace causeway::remotes {
namespace {

constexpr int name_tries = 20;

bool shareable(const std::string& type) {
  return type == "O" || type == "P";
}

// Its people would find it again in a moment.
base::Error direct_stays() {
  return base::refused("channel_kind",
                       "A direct or group message stays shared as long as its people's servers are connected.");
}

// 0: the home is no Causeway, or of before there was this.
base::Time shared_at(const model::ChannelInvite& invite) {
  return invite.causeway ? invite.causeway->shared_at : base::Time();
}

model::ChannelLook look_of(const model::Channel& channel) {
  return {channel.id,
          channel.display_name,
          channel.header,
          channel.purpose,
          channel.delete_at != base::Time(),
          channel.update_at,
          {}};
}

// The database keeps no NUL.
std::string cut(const std::string& text, std::size_t most) {
  return base::utf8_cut(text.substr(0, text.find('\0')), most);
}

}  // namespace

base::Result<model::Remote> ChannelInvites::invite(const model::UserId& actor, const model::ChannelId& channel_id,
                                                   const model::RemoteId& remote_id, const ShareTerms& terms) {
  CAUSEWAY_CHECK(permissions_.may_share(actor, channel_id));
  if (terms.history_days < ShareTerms::all || terms.history_days > model::limits::history_days) {
    return base::refused("history_invalid",
                         "history: -1 for all, or 0 to " + std::to_string(model::limits::history_days) + " days");
  }
  CAUSEWAY_TRY(remote, store_.remote(remote_id));
  if (!remote || !model::stands(remote->state)) {
    return base::refused("remote_unknown", "Must specify a valid secure connection ID to invite.");
  }
  CAUSEWAY_TRY(channel, server_.get_channel(channel_id));
  if (!shareable(channel.type)) {
    return base::refused("channel_kind", "Only public and private channels can be shared with this command.");
  }
  CAUSEWAY_TRY(shared, store_.shared_channel(channel_id));
  if (shared && !shared->home) {
    return base::refused("not_home", "Cannot invite secure connection to a shared channel originating somewhere else.");
  }
  CAUSEWAY_TRY(row, store_.channel_remote(channel_id, remote_id));
  if (row && row->invite == model::InviteState::confirmed && row->read_only != terms.read_only) {
    return change_terms(actor, *row, *remote, terms.read_only);
  }
  if (row && row->invite != model::InviteState::refused) {
    return base::refused("already_invited", "The secure connection has already been invited.");
  }
  const base::Time now = clock_.now();
  const model::SharedChannel snapshot{
      channel.id,     channel.team_id, true,         terms.read_only, channel.name, channel.display_name,
      channel.header, channel.purpose, channel.type, actor,           {},           now};
  CAUSEWAY_CHECK(store_.save_shared_channel(snapshot));
  model::ChannelRemote wanted;
  wanted.channel_id = channel_id;
  wanted.remote_id = remote_id;
  wanted.creator_id = actor;
  wanted.read_only = terms.read_only;
  wanted.create_at = wanted.shared_at = now;
  if (terms.history_days == ShareTerms::all) wanted.history_from = base::from_millis(1);
  if (terms.history_days > 0) wanted.history_from = now - std::chrono::hours(24) * terms.history_days;
  wanted.last_post_create.at = now;  // what is posted from now on waits for the peer's answer
  wanted.last_post_update.at = now;
  CAUSEWAY_CHECK(store_.save_channel_remote(wanted));
  CAUSEWAY_CHECK(mark_shared(server_, channel_id, true));
  CAUSEWAY_CHECK(store_.enqueue({{remote_id, channel_id, model::TaskKind::channel_invite, {}}}, now));
  base::log::info("channel_shared", "a channel was shared",
                  {{"channel_id", channel_id.str()}, {"remote_id", remote_id.str()}, {"actor_id", actor.str()}});
  audit_.note(deed::share, actor, remote_id, channel_id);
  return *remote;
}

// The invitation goes once more: a Causeway takes its word on what it may.
base::Result<model::Remote> ChannelInvites::change_terms(const model::UserId& actor, const model::ChannelRemote& row,
                                                         const model::Remote& remote, bool read_only) {
  if (!remote.causeway) {
    return base::refused("terms_stand",
                         "Native Mattermost cannot be told of a change: uninvite the connection and invite it again.");
  }
  CAUSEWAY_TRY(changed, store_.set_read_only(row.channel_id, row.remote_id, read_only));
  if (!changed) return base::refused("already_invited", "The secure connection has already been invited.");
  CAUSEWAY_CHECK(store_.enqueue({{row.remote_id, row.channel_id, model::TaskKind::channel_invite, {}}}, clock_.now()));
  base::log::info(
      "share_changed", read_only ? "a peer may only read from now on" : "a peer may write from now on",
      {{"channel_id", row.channel_id.str()}, {"remote_id", row.remote_id.str()}, {"actor_id", actor.str()}});
  audit_.note(deed::terms, actor, row.remote_id, row.channel_id);
  return remote;
}

base::Result<store::Settlement> ChannelInvites::deliver(const model::Task& task, std::stop_token stop) {
  CAUSEWAY_TRY(row, store_.channel_remote(task.channel_id, task.remote_id));
  CAUSEWAY_TRY(remote, store_.remote(task.remote_id));
  if (!row || !remote || row->invite != model::InviteState::waiting) return store::Settlement{};
  CAUSEWAY_TRY(channel, server_.get_channel(task.channel_id));

  model::ChannelInvite invite;
  invite.channel_id = channel.id;
  invite.read_only = row->read_only;
  invite.name = channel.name;
  invite.display_name = channel.display_name;
  invite.header = channel.header;
  invite.purpose = channel.purpose;
  invite.type = channel.type;
  invite.causeway = model::ShareWord{row->shared_at};
  const auto frame =
      peer::make_frame(remote->id, model::topic::channel_invite, json::to_json(invite), clock_.now(), task.message_id);
  CAUSEWAY_TRY(answer, peers_.send_message(peer::address_of(*remote), frame, stop));
  if (answer.status != "OK") {
    const std::string why = cut(answer.err, 300);
    CAUSEWAY_CHECK(store_.set_invite_state(task.channel_id, task.remote_id, model::InviteState::refused, why));
    tell(row->creator_id, task.channel_id, "Error sending channel invite for `" + remote->display_name + "`: " + why);
    return store::Settlement{};
  }
  CAUSEWAY_CHECK(store_.set_invite_state(task.channel_id, task.remote_id, model::InviteState::confirmed, ""));
  store::Settlement settlement;
  settlement.ledger = {{model::LedgerKind::channel, channel.id.str(), peer::channel_version(look_of(channel)), 0, 0}};
  std::vector<model::TaskWish> wishes{{task.remote_id, task.channel_id, model::TaskKind::posts, {}},
                                      {task.remote_id, task.channel_id, model::TaskKind::members, {}}};
  if (row->history_from != base::Time()) {
    wishes.push_back({task.remote_id, task.channel_id, model::TaskKind::history, {}});
  }
  CAUSEWAY_CHECK(store_.enqueue(wishes, clock_.now()));
  const bool first = row->last_post_create.at <= row->create_at;
  tell(row->creator_id, task.channel_id,
       "`" + remote->display_name + (first ? "` has been added to channel." : "` has taken the channel's terms."));
  return settlement;
}

base::Result<model::ChannelInvite> ChannelInvites::read(const model::RemoteClusterMsg& message) {
  auto invite = json::from_json<model::ChannelInvite>(message.payload);
  if (!invite.ok()) return base::refused("invite_invalid", "invalid channel invite: " + invite.error().text);
  if (!base::is_valid_id(invite->channel_id.str())) return base::refused("invite_invalid", "invalid channel id");
  if (!shareable(invite->type)) {
    return base::refused("invite_kind", "a channel of a kind that this server does not know");
  }
  invite->name = cut(invite->name, model::limits::channel_name_chars);
  invite->display_name = cut(invite->display_name, model::limits::channel_display_name_runes);
  invite->header = cut(invite->header, model::limits::channel_header_runes);
  invite->purpose = cut(invite->purpose, model::limits::channel_purpose_runes);
  return std::move(*invite);
}

base::Result<> ChannelInvites::receive(const model::Remote& remote, const model::ChannelInvite& invite) {
  CAUSEWAY_TRY(row, store_.channel_remote(invite.channel_id, remote.id));
  return row ? receive_again(remote, invite, *row) : take_in(remote, invite, {}, {});
}

base::Result<> ChannelInvites::take_in(const model::Remote& remote, const model::ChannelInvite& invite,
                                       const Landing& landing, const model::UserId& actor) {
  CAUSEWAY_TRY(former, former_channel(remote, invite));
  CAUSEWAY_TRY(count, count_channels(remote.id));
  if (count >= current_.get()->settings.max_peer_channels) {
    return base::refused("channel_limit", "this server takes no more channels of this connection");
  }
  CAUSEWAY_TRY(channel, former ? base::Result<model::Channel>(*former) : make_channel(remote, invite, landing));
  auto recorded = record_received(remote, invite, channel);
  if (former && recorded.ok()) recorded = mark_shared(server_, channel.id, true);
  if (!recorded.ok()) {
    if (former) return std::move(recorded).error();
    const auto undone = server_.delete_channel(channel.id);  // made a moment ago, by us, empty
    if (!undone.ok()) base::log::warn("channel_not_undone", undone.error().text, {{"channel_id", channel.id.str()}});
    return std::move(recorded).error();
  }
  base::log::info("channel_received", "a channel was made for a peer",
                  {{"channel_id", channel.id.str()}, {"remote_id", remote.id.str()}});
  audit_.note(deed::receive, actor, remote.id, channel.id);
  return base::ok();
}

// Without direct channels, which have a limit of their own.
base::Result<std::int64_t> ChannelInvites::count_channels(const model::RemoteId& remote) {
  CAUSEWAY_TRY(rows, store_.remote_channels(remote));
  CAUSEWAY_TRY(shared, store_.shared_channels());
  std::set<model::ChannelId> direct;
  for (const model::SharedChannel& channel : shared) {
    if (model::is_direct(channel.type)) direct.insert(channel.id);
  }
  return std::count_if(rows.begin(), rows.end(),
                       [&](const model::ChannelRemote& row) { return direct.count(row.channel_id) == 0; });
}

// A repeat, or the home has stopped sharing and shares again: then what we send is welcome again.
base::Result<> ChannelInvites::receive_again(const model::Remote& remote, const model::ChannelInvite& invite,
                                             model::ChannelRemote row) {
  CAUSEWAY_TRY(shared, store_.shared_channel(invite.channel_id));
  const bool theirs = shared && !shared->home && shared->remote_id == remote.id;
  if (!theirs) {
    base::log::warn("invite_not_taken", "a peer cannot invite us to a channel of ours",
                    {{"channel_id", invite.channel_id.str()}, {"remote_id", remote.id.str()}});
  }
  const bool same = row.invite == model::InviteState::confirmed && row.read_only == invite.read_only &&
                    row.shared_at == shared_at(invite);
  if (!theirs || same) return base::ok();
  row.shared_at = shared_at(invite);
  shared->read_only = row.read_only = invite.read_only;
  row.invite = model::InviteState::confirmed;
  row.last_error.clear();
  CAUSEWAY_CHECK(store_.save_shared_channel(*shared));
  CAUSEWAY_CHECK(store_.save_channel_remote(row));
  CAUSEWAY_CHECK(store_.enqueue({{remote.id, invite.channel_id, model::TaskKind::posts, {}},
                                 {remote.id, invite.channel_id, model::TaskKind::members, {}}},
                                clock_.now()));
  return base::ok();
}

// A channel that is here for any other reason is nobody's to take over.
base::Result<std::optional<model::Channel>> ChannelInvites::former_channel(const model::Remote& remote,
                                                                           const model::ChannelInvite& invite) {
  auto present = server_.get_channel(invite.channel_id);
  if (!present.ok() && present.error().code == "not_found") return std::optional<model::Channel>();
  if (!present.ok()) return std::move(present).error();
  CAUSEWAY_TRY(former, store_.former_share(invite.channel_id, remote.id));
  CAUSEWAY_TRY(shared, store_.shared_channel(invite.channel_id));
  if (!former || former->home || shared) {
    return base::refused("channel_exists", "cannot create channel: channel already exists");
  }
  if (former->remote_id != remote.id && !answers_(remote)) {
    return base::retry_later("peer_not_proved",
                             "this server cannot reach yours, so it cannot tell whether the channel "
                             "that it had from your address is yours");
  }
  return std::optional<model::Channel>(std::move(*present));
}

base::Result<model::Channel> ChannelInvites::make_channel(const model::Remote& remote,
                                                          const model::ChannelInvite& invite, const Landing& landing) {
  model::Channel channel;
  channel.id = invite.channel_id;
  channel.type = invite.type;
  channel.shared = true;
  channel.team_id = landing.team_id.empty() ? remote.default_team_id : landing.team_id;
  if (channel.team_id.empty()) {
    CAUSEWAY_TRY(teams, server_.get_teams());
    if (teams.empty()) return base::refused("no_team", "this server has no team for the channel");
    channel.team_id = teams.front().id;
  }
  channel.display_name = invite.display_name;
  channel.header = invite.header;
  channel.purpose = invite.purpose;
  channel.creator_id = remote.creator_id;
  // Another channel of that name in the team: the peer's gets the connection's name behind it.
  const bool chosen = !landing.name.empty();
  const std::string wanted = (chosen ? landing.name : invite.name).substr(0, model::limits::channel_name_chars);
  base::Result<model::Channel> made = base::refused("name_taken", "no free channel name");
  for (int attempt = 0; attempt < name_tries; ++attempt) {
    const std::string suffix =
        attempt == 0 ? "" : "-" + remote.name + (attempt == 1 ? "" : "-" + std::to_string(attempt));
    const std::size_t room =
        model::limits::channel_name_chars - std::min(suffix.size(), model::limits::channel_name_chars);
    channel.name = wanted.substr(0, room) + suffix;
    made = server_.create_channel(channel);
    const bool taken = !made.ok() && (made.error().code == "store.sql_channel.save_channel.exists.app_error" ||
                                      made.error().code == "store.sql_channel.save_channel.previously.app_error" ||
                                      made.error().code == "store.sql_channel.save.archived_channel.app_error");
    if (!taken || chosen) return made;
  }
  return made;
}

base::Result<> ChannelInvites::record_received(const model::Remote& remote, const model::ChannelInvite& invite,
                                               const model::Channel& channel) {
  const base::Time now = clock_.now();
  CAUSEWAY_CHECK(store_.save_shared_channel({channel.id, channel.team_id, false, invite.read_only, channel.name,
                                             channel.display_name, channel.header, channel.purpose, channel.type,
                                             remote.creator_id, remote.id, now}));
  model::ChannelRemote row;
  row.channel_id = channel.id;
  row.remote_id = remote.id;
  row.invite = model::InviteState::confirmed;
  row.creator_id = remote.creator_id;
  row.read_only = invite.read_only;
  row.create_at = now;
  row.shared_at = shared_at(invite);
  row.last_post_create.at = now;
  row.last_post_update.at = now;
  CAUSEWAY_CHECK(store_.save_channel_remote(row));
  // The home knows how the channel looks here: as it said itself.
  const std::string look = peer::channel_version(look_of(channel));
  CAUSEWAY_CHECK(
      store_.ledger_finish(remote.id, {{model::LedgerKind::channel, channel.id.str(), look, base::Time(), look}}, now));
  // Whoever accepted the connection sees the channel arrive and can bring others in.
  const auto joined = server_.add_user_to_channel(channel.id, remote.creator_id, current_.get()->bot_id);
  if (!joined.ok()) base::log::warn("creator_not_added", joined.error().text, {{"channel_id", channel.id.str()}});
  return base::ok();
}

base::Result<bool> ChannelInvites::uninvite(const model::UserId& actor, const model::ChannelId& channel,
                                            const model::RemoteId& remote) {
  CAUSEWAY_CHECK(permissions_.may_share(actor, channel));
  CAUSEWAY_TRY(shared, store_.shared_channel(channel));
  if (shared && !shareable(shared->type)) return direct_stays();
  CAUSEWAY_TRY(ended, partings_.leave(channel, {remote}));
  if (ended == 0) return false;
  base::log::info("channel_uninvited", "a channel is no longer shared with a remote",
                  {{"channel_id", channel.str()}, {"remote_id", remote.str()}, {"actor_id", actor.str()}});
  audit_.note(deed::uninvite, actor, remote, channel);
  return true;
}

base::Result<bool> ChannelInvites::unshare(const model::UserId& actor, const model::ChannelId& channel) {
  CAUSEWAY_CHECK(permissions_.may_share(actor, channel));
  CAUSEWAY_TRY(shared, store_.shared_channel(channel));
  if (!shared) return false;
  if (!shareable(shared->type)) return direct_stays();
  CAUSEWAY_TRY(rows, store_.channel_remotes(channel));
  std::vector<model::RemoteId> remotes;
  for (const model::ChannelRemote& row : rows) remotes.push_back(row.remote_id);
  CAUSEWAY_CHECK(partings_.leave(channel, remotes));
  CAUSEWAY_CHECK(store_.delete_shared_channel(channel));
  CAUSEWAY_CHECK(mark_shared(server_, channel, false));
  base::log::info("channel_unshared", "a channel is no longer shared",
                  {{"channel_id", channel.str()}, {"actor_id", actor.str()}});
  audit_.note(deed::unshare, actor, {}, channel);
  return true;
}

base::Result<std::vector<model::ChannelRemote>> ChannelInvites::status(const model::UserId& actor,
                                                                       const model::ChannelId& channel) const {
  CAUSEWAY_CHECK(permissions_.may_share(actor, channel));
  return store_.channel_remotes(channel);
}

void ChannelInvites::tell(const model::UserId& user, const model::ChannelId& channel, const std::string& text) {
  model::Post post;
  post.user_id = current_.get()->bot_id;
  post.channel_id = channel;
  post.message = text;
  const auto told = server_.send_ephemeral_post(user, post);
  if (!told.ok()) base::log::debug("not_told", told.error().text, {{"channel_id", channel.str()}});
}

}  // namespace causeway::remotes
