#pragma once
// Causeway's own state: connections, shared channels, tasks, ledger entries. These are rows of the schema `causeway`.
// Field names follow Mattermost's where it has them. Values.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "model/ids.h"
#include "model/policy.h"

namespace causeway::model {

enum class RemoteState {
  pending,    // we made an invite and nobody has confirmed it yet
  connected,  // both ends hold each other's token
  stopped,    // the peer refuses our token (401, 403): nothing is sent until an admin acts
  paused,     // an admin holds it: pings go on and what the peer sends is taken, but what is ours waits
  ended,      // the peer has ended the connection: nothing is sent or taken; kept for people to see
  removed,    // the connection was ended here; kept so that its users are found again
};

inline bool has_ended(RemoteState state) {
  return state == RemoteState::ended || state == RemoteState::removed;
}

// Both sides have said yes, and neither has ended it; perhaps it rests.
inline bool stands(RemoteState state) {
  return state == RemoteState::connected || state == RemoteState::stopped || state == RemoteState::paused;
}

// A prop of a synthetic user who was deactivated by their own server, or because the connection ended: not by an
// administrator of ours.
inline constexpr const char* deactivated_there = "RemoteDeactivated";

// Tokens change while they are in use: nobody knows when the peer begins with its new one, so both count until then.
struct TokenChange {
  std::string next_digest;      // of the token that the peer may begin to show; its first use makes it the only one
  std::string previous_digest;  // of the one before, which counts until previous_until
  base::Time previous_until;
  // While the peer's answer to a proposal of ours is not known, as for Remote's tokens; else empty.
  std::string proposed_incoming, proposed_outgoing;
  bool operator==(const TokenChange&) const = default;
};

// One end of a connection. Tokens: `incoming_digest` is the SHA-256 of the token that the peer must show (empty =
// nobody may); `outgoing_token` is what we show, in clear in memory and encrypted at rest by the store.
struct Remote {
  RemoteId id;
  std::string name;  // local to this side; the part after ':' in synthetic user names; lower case
  std::string display_name;
  std::string site_url;  // the peer's, no trailing slash; empty while pending
  RemoteState state = RemoteState::pending;
  TeamId default_team_id;
  UserId creator_id;
  std::string incoming_digest;  // 32 bytes
  std::string outgoing_token;
  base::Time create_at;
  base::Time delete_at;     // 0 unless removed
  base::Time last_ping_at;  // last time a ping of ours succeeded; 0 = never
  base::Time last_global_user_sync_at;
  std::string last_error;  // for status; empty when the last exchange succeeded
  bool causeway = false;   // the peer has said in a ping that it is a Causeway: it understands our extensions
  RemotePolicy policy;
  TokenChange change;  // nothing of it for a connection that was just made
  bool operator==(const Remote&) const = default;
};

// A channel that is shared from (home) or with (not home) this server.
struct SharedChannel {
  ChannelId id;
  TeamId team_id;
  bool home = true;
  bool read_only = false;
  // What the invite says about the channel, as it was when shared or received.
  std::string name, display_name, header, purpose, type;
  UserId creator_id;
  RemoteId remote_id;  // the home's connection when home is false
  base::Time create_at;
  bool operator==(const SharedChannel&) const = default;
};

enum class InviteState {
  waiting,    // the invitation has yet to be sent and answered; posts wait behind it
  confirmed,  // both sides have the channel; content flows
  refused,    // the peer said no; `last_error` says why
};

// A place in a channel's history: posts up to (at, id) in that order have crossed.
struct Cursor {
  base::Time at;
  std::string id;
  auto operator<=>(const Cursor&) const = default;
};

// A channel on a remote.
struct ChannelRemote {
  ChannelId channel_id;
  RemoteId remote_id;
  InviteState invite = InviteState::waiting;
  UserId creator_id;  // who shared it; gets the ephemeral answers
  bool read_only = false;
  Cursor last_post_create;  // LastPostCreateAt: the newest post that has crossed; for people and peers to see
  Cursor last_post_update;  // LastPostUpdateAt: where the next scan begins, on posts.updateat
  base::Time last_members_sync_at;
  std::string last_error;
  base::Time create_at;
  ChannelId peer_channel_id;  // by what id the peer knows it; empty: by the same (a direct channel made on both sides)
  base::Time shared_at;     // when its home shared it, by the home's clock: tells one share from the next; 0 = unknown
  base::Time history_from;  // what was written since then crosses although it is older than the share; 0 = nothing is
  bool operator==(const ChannelRemote&) const = default;

  // The id that stands in messages to the peer.
  const ChannelId& wire_id() const { return peer_channel_id.empty() ? channel_id : peer_channel_id; }
};

// A direct or group message channel, by its letter of Mattermost's; its people are fixed.
inline bool is_direct(const std::string& channel_type) {
  return channel_type == "D" || channel_type == "G";
}

struct DirectChannel {
  struct Member {
    UserId id;
    RemoteId owner;  // the connection that a synthetic user came by; empty for people of this server
    bool active = true;
    bool operator==(const Member&) const = default;
  };
  ChannelId id;
  std::string type;
  UserId creator_id;
  base::Time create_at;
  std::vector<Member> members;  // by id
  bool operator==(const DirectChannel&) const = default;
};

// Somebody of a peer from whom nothing is taken.
struct BlockedUser {
  UserId user_id;
  RemoteId remote_id;
  UserId actor_id;  // who blocked
  base::Time create_at;
  bool operator==(const BlockedUser&) const = default;
};

// A share that has ended.
struct Parting {
  ChannelId channel_id;
  RemoteId remote_id;
  bool home = true;      // it was shared from here
  base::Time shared_at;  // ChannelRemote::shared_at
  base::Time left_at;
  bool told = false;  // the peer knows, or is not to hear
  bool operator==(const Parting&) const = default;
};

enum class TaskKind {
  channel_invite,  // tell the remote of the channel, then confirm the ChannelRemote
  posts,           // send what the cursor and the ledger say is new
  channel,         // send how the channel looks, if the remote has another picture of it
  members,         // send who of this server's people has come into the channel or left it
  statuses,        // of a remote as a whole: send how people's statuses look, if it shows them otherwise
  users,           // of a remote as a whole: send people whose profile it does not have as it is
  people,          // of a remote as a whole: send people that it does not know, everybody of this server
  pictures,        // of a remote as a whole: send people's pictures that it does not have
  held,            // try alone what the remote could not take
  history,         // send what was written before the share
  leave,           // of a remote as a whole: tell it of shares that have ended, or that the connection has
  reconcile,       // compare a channel's posts with the remote's
  erasures,        // tell it of posts that are gone for good
  channel_taken,   // tell the home that the channel which it offered is here now
};

// "Look there." One row per (remote, channel, kind); asking again while it waits only widens `scan_from`. An empty
// channel id: it concerns the remote as a whole.
struct Task {
  std::int64_t id = 0;
  RemoteId remote_id;
  ChannelId channel_id;
  TaskKind kind = TaskKind::posts;
  std::int64_t wanted = 0;    // counts the requests; a task settles only if none came while it ran
  base::Time scan_from;       // look at items changed since then even if the cursor is newer; 0 = the cursor alone
  Cursor resume;              // the scan goes on behind here (it was cut into pages); 0 = it begins
  std::int32_t attempts = 0;  // failures in a row
  base::Time not_before;
  std::string last_error;
  std::string message_id;         // kept over retries, so that a peer sees the same message again
  std::int64_t policy_epoch = 0;  // the remote's when it was claimed; the store's own
  bool operator==(const Task&) const = default;
};

// What a hook asks for: make or widen the task.
struct TaskWish {
  RemoteId remote_id;
  ChannelId channel_id;
  TaskKind kind = TaskKind::posts;
  base::Time scan_from;
};

// The latest comparison of a channel with a remote, each side's posts told by itself.
struct Reconciliation {
  struct Side {
    std::int64_t posts = 0;      // compared
    std::int64_t missing = 0;    // the other side had them not; of a native remote: not known to have arrived
    std::int64_t differing = 0;  // ... or otherwise
    base::Time done_at;          // 0 = not to the end
    bool operator==(const Side&) const = default;
  };
  ChannelId channel_id;
  RemoteId remote_id;
  UserId asked_by;  // empty: the remote did
  base::Time asked_at;
  Side ours;
  Side theirs;
  bool operator==(const Reconciliation&) const = default;
};

enum class LedgerKind {
  post,             // item: its id
  reaction,         // item: see model/ledger_items.h
  acknowledgement,  // item: see model/ledger_items.h
  channel,          // item: its id
  member,           // item: see model/ledger_items.h
  file,             // item: its id; only ever held, see HeldItem
  emoji,            // item: its name
};

// Outbound: an item that the remote could not take is tried alone, beside the rest, which flows. After
// limits::poison_tries of which it is known that the remote took other things it is a dead letter, until somebody asks
// for another try or the item changes.
struct HeldItem {
  std::int64_t number = 0;  // for people; the store's
  RemoteId remote_id;
  ChannelId channel_id;
  LedgerKind kind = LedgerKind::post;
  std::string item_id;
  std::string version;     // what was tried; of a file: empty
  PostId post_id;          // that it is, or hangs on
  PostId root_id;          // of a reply
  std::int32_t tries = 0;  // alone
  bool proven = false;     // the remote has taken other things since: it is the item
  bool dead = false;
  base::Time since;       // of the first failure
  base::Time not_before;  // of the next try
  std::string reason;     // for people
  bool operator==(const HeldItem&) const = default;
};

// Outbound: what we believe that the remote has of an item. `version` is a digest of our canonical form of it, without
// the stamps that servers set.
struct LedgerEntry {
  LedgerKind kind = LedgerKind::post;
  std::string item_id;
  std::string version;         // empty: only looked at, what the remote has stays as it was
  std::int64_t looked_at = 0;  // the row version (ChangedPost::row_version) that was looked at; 0 = not said
  std::int64_t heard = 0;  // ChangedPost::heard as it was then: when the remote has spoken of the item meanwhile, what
                           // it said is the later word, and the entry counts for nothing
  bool operator==(const LedgerEntry&) const = default;
};

// Inbound: one item of a remote's message.
struct ReceivedItem {
  LedgerKind kind = LedgerKind::post;
  std::string item_id;
  std::string version;        // digest of what the remote sent
  base::Time stamp;           // the remote's own clock; of two versions of an item the later one holds
  std::string local_version;  // LedgerEntry::version of what the remote has by its own word; empty: nothing is known
  bool operator==(const ReceivedItem&) const = default;
};

// LedgerEntry::version begins so where nobody knows which of two the remote has, and what is here goes again: of an
// item whose change is on its way (the answer may be lost, and the change be undone before the next try), and of a post
// of which both sides told each other at the same time. A post's mark of being pinned stays behind it.
inline constexpr const char* open_version = "open";

// ReceivedItem::version of a post by somebody who is blocked: it was answered as taken.
inline constexpr const char* held_back_version = "held back";

enum class ReceivedVerdict {
  fresh,  // to be applied
  had,    // this very version of that very time was applied already
  late,   // a later one was
};

}  // namespace causeway::model
