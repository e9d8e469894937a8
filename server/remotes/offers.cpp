#include "remotes/offers.h"

#include <algorithm>

#include "base/log.h"
#include "json/record.h"
#include "peer/answer.h"
#include "peer/frame.h"
#include "remotes/command_line.h"

namespace causeway::remotes {
namespace {

base::Error unknown_offer() {
  return base::refused("offer_unknown", "No server offers this channel.");
}

}  // namespace

base::Result<std::vector<model::OfferedChannel>> Offers::list(const model::UserId& actor) const {
  CAUSEWAY_CHECK(permissions_.may_manage_connections(actor));
  return store_.offers();
}

base::Result<json::Value> Offers::invited(const model::Remote& remote, const model::RemoteClusterMsg& message) {
  CAUSEWAY_TRY(invite, ChannelInvites::read(message));
  CAUSEWAY_TRY(row, store_.channel_remote(invite.channel_id, remote.id));
  if (!row && current_.get()->settings.approve_incoming_channels) {
    CAUSEWAY_TRY(approved, keep(remote, invite));
    CAUSEWAY_CHECK(invites_.take_in(remote, invite, {approved.team_id, approved.name}, {}));
  } else {
    CAUSEWAY_CHECK(invites_.receive(remote, invite));
  }
  CAUSEWAY_CHECK(store_.forget_offer(remote.id, invite.channel_id));  // of a time when they had to be approved, too
  return json::Value();
}

// An approved one; refused unless it is.
base::Result<model::OfferedChannel> Offers::keep(const model::Remote& remote, const model::ChannelInvite& invite) {
  CAUSEWAY_TRY(known, store_.offers());
  const auto same = [&](const model::OfferedChannel& one) {
    return one.remote_id == remote.id && one.invite.channel_id == invite.channel_id;
  };
  const auto count =
      std::count_if(known.begin(), known.end(), [&](const auto& one) { return one.remote_id == remote.id; });
  if (std::none_of(known.begin(), known.end(), same) && count >= current_.get()->settings.max_peer_channels) {
    return base::refused("channel_limit", "this server takes no more channels of this connection");
  }
  model::OfferedChannel offer;
  offer.remote_id = remote.id;
  offer.invite = invite;
  offer.offered_at = clock_.now();
  offer.invite.direct_participant_ids.clear();
  offer.invite.direct_participants.clear();
  CAUSEWAY_TRY(kept, store_.keep_offer(offer));
  if (kept.offer.approved) return std::move(kept.offer);
  if (kept.offer.declined)
    return base::refused("invite_declined", "the other server's administrators declined the channel");
  if (kept.fresh) {
    base::log::info("channel_offered", "a peer offers a channel, which waits for an administrator",
                    {{"channel_id", invite.channel_id.str()}, {"remote_id", remote.id.str()}});
    announce(remote, invite);
  }
  return base::refused("invite_awaits", "the channel awaits the approval of the other server's administrators");
}

// To whoever made the connection.
void Offers::announce(const model::Remote& remote, const model::ChannelInvite& invite) {
  const model::UserId bot = current_.get()->bot_id;
  const auto channel = server_.open_direct_channel({bot, remote.creator_id});
  model::Post post;
  post.user_id = bot;
  post.message = "`" + plain(remote.display_name) + "` wants to share the channel `" + plain(invite.display_name) +
                 "` with this server. Take it in or decline it in **System Console > Plugins > Causeway**, or with "
                 "`/secure-connection take` and `/secure-connection decline`.";
  if (channel.ok()) post.channel_id = channel->id;
  const auto told = channel.ok() ? server_.create_post(post) : base::Result<model::Post>(channel.error());
  if (!told.ok()) base::log::warn("offer_not_announced", told.error().text, {{"remote_id", remote.id.str()}});
}

base::Result<model::Remote> Offers::take(const model::UserId& actor, const model::RemoteId& remote_id,
                                         const model::ChannelId& channel, const Landing& landing) {
  CAUSEWAY_TRY(all, list(actor));
  const auto offer = std::find_if(all.begin(), all.end(), [&](const model::OfferedChannel& one) {
    return one.remote_id == remote_id && one.invite.channel_id == channel;
  });
  if (offer == all.end()) return unknown_offer();
  CAUSEWAY_TRY(remote, store_.remote(remote_id));
  if (!remote || !model::stands(remote->state)) {
    return base::refused("remote_unknown", "The connection to that server has ended.");
  }
  if (!landing.team_id.empty()) CAUSEWAY_CHECK(server_.get_team(landing.team_id));
  if (!remote->causeway) {
    // What we sent before it invites again would end the share: it does not share the channel with us yet.
    CAUSEWAY_TRY(noted, store_.approve_offer(remote_id, channel, landing.team_id, landing.name));
    if (!noted) return unknown_offer();
    audit_.note(deed::approve, actor, remote_id, channel);
    return *remote;
  }
  // Somebody else may have taken it a moment ago, or somebody was interrupted behind this.
  CAUSEWAY_TRY(row, store_.channel_remote(channel, remote_id));
  CAUSEWAY_TRY(shared, store_.shared_channel(channel));
  if (shared && shared->home) return base::refused("landing_refused", "The channel is one of this server's own.");
  auto taken = row ? base::ok() : invites_.take_in(*remote, offer->invite, landing, actor);
  if (!taken.ok() && taken.error().next == base::Next::refused) {
    return base::refused("landing_refused", taken.error().text);
  }
  if (!taken.ok()) return std::move(taken).error();
  CAUSEWAY_CHECK(store_.enqueue({{remote_id, channel, model::TaskKind::channel_taken, {}}}, clock_.now()));
  CAUSEWAY_CHECK(store_.forget_offer(remote_id, channel));
  return *remote;
}

base::Result<> Offers::decline(const model::UserId& actor, const model::RemoteId& remote,
                               const model::ChannelId& channel) {
  CAUSEWAY_CHECK(permissions_.may_manage_connections(actor));
  CAUSEWAY_TRY(declined, store_.decline_offer(remote, channel));
  if (!declined) return unknown_offer();
  base::log::info("channel_declined", "a channel that a peer offers was declined",
                  {{"channel_id", channel.str()}, {"remote_id", remote.str()}, {"actor_id", actor.str()}});
  audit_.note(deed::decline, actor, remote, channel);
  return base::ok();
}

base::Result<store::Settlement> Offers::deliver(const model::Task& task, std::stop_token stop) {
  CAUSEWAY_TRY(row, store_.channel_remote(task.channel_id, task.remote_id));
  CAUSEWAY_TRY(remote, store_.remote(task.remote_id));
  if (!row || !remote) return store::Settlement{};  // it has ended meanwhile
  const model::LeftShare taken{row->wire_id(), row->shared_at};
  const auto frame =
      peer::make_frame(remote->id, model::topic::channel_taken, json::to_json(taken), clock_.now(), task.message_id);
  CAUSEWAY_TRY(answer, peers_.send_message(peer::address_of(*remote), frame, stop));
  if (answer.status == "OK") return store::Settlement{};
  if (!peer::says_unshared(answer)) return peer::said_no(answer);
  CAUSEWAY_CHECK(partings_.left_by_peer(*row));
  return store::Settlement{};
}

base::Result<json::Value> Offers::receive(const model::Remote& remote, const model::RemoteClusterMsg& message) {
  auto taken = json::from_json<model::LeftShare>(message.payload);
  if (!taken.ok()) return base::refused("taken_invalid", "cannot read the message: " + taken.error().text);
  CAUSEWAY_TRY(row, store_.channel_remote(taken->channel_id, remote.id));
  CAUSEWAY_TRY(shared, store_.shared_channel(taken->channel_id));
  if (!row || !shared || !shared->home) {
    return base::refused("channel_not_shared", std::string(peer::unshared_text) + ": " + taken->channel_id.str());
  }
  if (row->invite == model::InviteState::refused) {
    CAUSEWAY_CHECK(store_.set_invite_state(row->channel_id, remote.id, model::InviteState::waiting, ""));
    CAUSEWAY_CHECK(store_.enqueue({{remote.id, row->channel_id, model::TaskKind::channel_invite, {}}}, clock_.now()));
  }
  return json::Value();
}

}  // namespace causeway::remotes
