#include "remotes/partings.h"

#include "base/log.h"
#include "json/record.h"
#include "model/limits.h"
#include "peer/answer.h"
#include "peer/frame.h"
#include "remotes/shared_mark.h"

namespace causeway::remotes {
namespace {

using model::RemoteState;

const std::string& name_of(const model::Remote& remote) {
  return remote.display_name.empty() ? remote.name : remote.display_name;
}

bool understands_farewells(const model::Remote& remote) {
  return remote.causeway && model::stands(remote.state);
}

// 0: one of the two has not been told.
bool same_share(base::Time mine, base::Time theirs) {
  return mine == theirs || mine == base::Time() || theirs == base::Time();
}

}  // namespace

base::Result<std::size_t> Partings::leave(const model::ChannelId& channel,
                                          const std::vector<model::RemoteId>& remotes) {
  std::size_t ended = 0;
  std::vector<std::string> names;
  for (const model::RemoteId& id : remotes) {
    CAUSEWAY_TRY(row, store_.channel_remote(channel, id));
    CAUSEWAY_TRY(remote, store_.remote(id));
    if (!row || !remote) continue;
    CAUSEWAY_TRY(was_there, end(*row, understands_farewells(*remote)));
    if (!was_there) continue;
    ++ended;
    if (row->invite == model::InviteState::confirmed) names.push_back(name_of(*remote));
  }
  if (!names.empty()) note(channel, names);
  return ended;
}

base::Result<> Partings::left_by_peer(const model::ChannelRemote& row) {
  CAUSEWAY_TRY(now, store_.channel_remote(row.channel_id, row.remote_id));
  CAUSEWAY_TRY(remote, store_.remote(row.remote_id));
  if (!now || !remote || now->shared_at != row.shared_at || now->create_at != row.create_at) return base::ok();
  CAUSEWAY_TRY(shared, store_.shared_channel(row.channel_id));
  if (shared && model::is_direct(shared->type)) return invite_again(*now);
  return end_by_peer(*now, *remote);
}

// A direct channel that a peer does not know has not been parted with: its people are still there.
base::Result<> Partings::invite_again(const model::ChannelRemote& row) {
  CAUSEWAY_CHECK(store_.set_invite_state(row.channel_id, row.remote_id, model::InviteState::waiting, ""));
  return store_.enqueue({{row.remote_id, row.channel_id, model::TaskKind::channel_invite, {}}}, clock_.now());
}

base::Result<> Partings::end_by_peer(const model::ChannelRemote& row, const model::Remote& remote) {
  CAUSEWAY_TRY(was_there, end(row, false));
  if (!was_there) return base::ok();
  base::log::info("share_ended_by_peer", "the peer no longer shares a channel",
                  {{"channel_id", row.channel_id.str()}, {"remote_id", row.remote_id.str()}});
  note(row.channel_id, {name_of(remote)});
  return base::ok();
}

base::Result<> Partings::end_connection(const model::Remote& remote) {
  CAUSEWAY_TRY(rows, store_.remote_channels(remote.id));
  CAUSEWAY_TRY(orphans, store_.remove_remote(remote.id, clock_.now()));
  for (const model::ChannelId& orphan : orphans) {
    const auto unmarked = mark_shared(server_, orphan, false);
    if (!unmarked.ok()) base::log::warn("channel_not_unmarked", unmarked.error().text, {{"channel_id", orphan.str()}});
  }
  for (const model::ChannelRemote& row : rows) {
    if (row.invite == model::InviteState::confirmed) note(row.channel_id, {name_of(remote)});
  }
  connection_ended_();
  return base::ok();
}

// False when somebody else has just ended it: the note is theirs to write.
base::Result<bool> Partings::end(const model::ChannelRemote& row, bool tell) {
  using Ended = store::Store::Ended;
  CAUSEWAY_TRY(ended, store_.end_share(row.channel_id, row.remote_id, tell, clock_.now()));
  if (ended == Ended::nobody_has_it) CAUSEWAY_CHECK(mark_shared(server_, row.channel_id, false));
  return ended != Ended::was_not_shared;
}

void Partings::note(const model::ChannelId& channel, const std::vector<std::string>& names) {
  std::string all;
  for (const std::string& name : names) all += (all.empty() ? "" : ", ") + name;
  model::Post post;
  post.user_id = current_.get()->bot_id;
  post.channel_id = channel;
  post.type = "system_generic";
  post.message = "This channel is no longer shared with " + all + ". What has been written stays here.";
  const auto noted = server_.create_post(post);
  if (!noted.ok()) base::log::warn("parting_not_noted", noted.error().text, {{"channel_id", channel.str()}});
}

base::Result<store::Settlement> Partings::deliver(const model::Task& task, std::stop_token stop) {
  store::Settlement settlement;
  CAUSEWAY_TRY(remote, store_.remote(task.remote_id));
  if (!remote || remote->outgoing_token.empty()) return settlement;
  const bool over = remote->state == RemoteState::removed;
  CAUSEWAY_TRY(partings, store_.untold_partings(task.remote_id, model::limits::farewell_shares));
  if (!over && partings.empty()) return settlement;
  model::Farewell farewell;
  farewell.connection = over;
  for (const model::Parting& parting : partings) farewell.shares.push_back({parting.channel_id, parting.shared_at});
  const auto frame =
      peer::make_frame(remote->id, model::topic::leave, json::to_json(farewell), clock_.now(), task.message_id);
  const auto answer = peers_.send_message(peer::address_of(*remote), frame, stop);
  if (over) {
    const bool gone_there = !answer.ok() && answer.error().code == "peer_unauthorized";
    if (gone_there) CAUSEWAY_CHECK(forget(*remote, "the peer has removed the connection too"));
    if (answer.ok() && answer->status == "OK") CAUSEWAY_CHECK(forget(*remote, "the peer knows"));
    if (gone_there || (answer.ok() && answer->status == "OK")) return settlement;
    if (clock_.now() - remote->delete_at > model::limits::farewell_patience) {
      CAUSEWAY_CHECK(forget(*remote, "the peer could not be told in a long time"));
      return settlement;
    }
  }
  if (!answer.ok()) return answer.error();
  if (answer->status != "OK") return peer::said_no(*answer);
  CAUSEWAY_CHECK(store_.partings_told(partings));
  if (partings.size() == model::limits::farewell_shares) settlement.kind = store::Settlement::Kind::more;
  return settlement;
}

base::Result<> Partings::forget(const model::Remote& removed, const char* why) {
  base::log::info("farewell_over", why, {{"remote_id", removed.id.str()}});
  return store_.forget_token(removed.id);
}

base::Result<json::Value> Partings::receive(const model::Remote& remote, const model::RemoteClusterMsg& message) {
  auto farewell = json::from_json<model::Farewell>(message.payload);
  if (!farewell.ok()) return base::refused("leave_invalid", "cannot read the farewell: " + farewell.error().text);
  if (farewell->shares.size() > 5 * model::limits::farewell_shares) {
    return base::refused("leave_too_large", "the farewell names too many channels");
  }
  if (farewell->connection) {
    CAUSEWAY_TRY(rows, store_.remote_channels(remote.id));
    for (const model::ChannelRemote& row : rows) CAUSEWAY_CHECK(end_by_peer(row, remote));
    CAUSEWAY_TRY(offers, store_.offers());
    for (const model::OfferedChannel& offer : offers) {
      if (offer.remote_id == remote.id) CAUSEWAY_CHECK(store_.forget_offer(remote.id, offer.invite.channel_id));
    }
    CAUSEWAY_CHECK(
        store_.set_remote_state(remote.id, RemoteState::ended, "The other server has removed this connection."));
    base::log::info("connection_ended_by_peer", "a peer has removed its connection", {{"remote_id", remote.id.str()}});
    connection_ended_();
    return json::Value();
  }
  for (const model::LeftShare& left : farewell->shares) {
    CAUSEWAY_TRY(row, store_.channel_remote(left.channel_id, remote.id));
    CAUSEWAY_CHECK(store_.forget_offer(remote.id, left.channel_id));
    if (!row) continue;
    if (same_share(row->shared_at, left.shared_at)) {
      CAUSEWAY_CHECK(left_by_peer(*row));
    } else {
      base::log::info("farewell_late", "a farewell speaks of an earlier share of a channel",
                      {{"channel_id", left.channel_id.str()}, {"remote_id", remote.id.str()}});
    }
  }
  return json::Value();
}

}  // namespace causeway::remotes
