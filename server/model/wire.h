#pragma once
// What two servers say to each other: the JSON objects of Mattermost's remote cluster protocol (11.4), field by field
// as native writes them. They never travel by gob. Values.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/record.h"
#include "json/value.h"
#include "model/content.h"
#include "model/ids.h"

namespace causeway::model {

namespace topic {
inline constexpr const char* ping = "ping";              // only inside ping frames
inline constexpr const char* invitation = "invitation";  // only inside confirm_invite frames
inline constexpr const char* sync = "sharedchannel_sync";
inline constexpr const char* channel_invite = "sharedchannel_invite";
inline constexpr const char* upload = "sharedchannel_upload";
inline constexpr const char* membership = "sharedchannel_membership";
inline constexpr const char* global_user_sync = "sharedchannel_global_user_sync";
// Ours, between two Causeways only:
inline constexpr const char* channel = "causeway_channel";
inline constexpr const char* emoji = "causeway_emoji";
inline constexpr const char* tokens = "causeway_tokens";
inline constexpr const char* leave = "causeway_leave";
inline constexpr const char* channel_taken = "causeway_channel_taken";
inline constexpr const char* inventory = "causeway_inventory";
inline constexpr const char* retention = "causeway_retention";
inline constexpr const char* erased_people = "causeway_erased_people";
}  // namespace topic

#define CAUSEWAY_REMOTE_CLUSTER_MSG(F)             \
  F(id, "-", "id", keep, std::string)              \
  F(topic, "-", "topic", keep, std::string)        \
  F(create_at, "-", "create_at", keep, base::Time) \
  F(payload, "-", "payload", keep, json::Value)
CAUSEWAY_RECORD(RemoteClusterMsg, CAUSEWAY_REMOTE_CLUSTER_MSG);

#define CAUSEWAY_REMOTE_CLUSTER_FRAME(F)         \
  F(remote_id, "-", "remote_id", keep, RemoteId) \
  F(msg, "-", "msg", keep, RemoteClusterMsg)
CAUSEWAY_RECORD(RemoteClusterFrame, CAUSEWAY_REMOTE_CLUSTER_FRAME);

// The answer to msg and confirm_invite. status is "OK" or "FAIL".
#define CAUSEWAY_REMOTE_CLUSTER_RESPONSE(F)   \
  F(status, "-", "status", keep, std::string) \
  F(err, "-", "err", keep, std::string)       \
  F(payload, "-", "payload", keep, json::Value)
CAUSEWAY_RECORD(RemoteClusterResponse, CAUSEWAY_REMOTE_CLUSTER_RESPONSE);

// What CausewayHello::version says: it grows when an extension is added.
inline constexpr const char* protocol_extensions = "1";

// What the pinged side is to keep for the other: instead of `from` (0: of nothing), `to`. Times of who pings.
#define CAUSEWAY_PING_MARK(F)            \
  F(from, "-", "from", keep, base::Time) \
  F(to, "-", "to", keep, base::Time)
CAUSEWAY_RECORD(PingMark, CAUSEWAY_PING_MARK);

// `causeway` is our extension, which native overlooks: how one Causeway knows another. `mark` in a ping; `kept`, what
// was kept before, in its answer. Without them: a side that keeps none.
#define CAUSEWAY_CAUSEWAY_HELLO(F)                    \
  F(version, "-", "version", keep, std::string)       \
  F(mark, "-", "mark", omit, std::optional<PingMark>) \
  F(kept, "-", "kept", omit, std::optional<base::Time>)
CAUSEWAY_RECORD(CausewayHello, CAUSEWAY_CAUSEWAY_HELLO);

#define CAUSEWAY_REMOTE_CLUSTER_PING(F)        \
  F(sent_at, "-", "sent_at", keep, base::Time) \
  F(recv_at, "-", "recv_at", keep, base::Time) \
  F(causeway, "-", "causeway", omit, std::optional<CausewayHello>)
CAUSEWAY_RECORD(RemoteClusterPing, CAUSEWAY_REMOTE_CLUSTER_PING);

#define CAUSEWAY_REMOTE_CLUSTER_INVITE(F)                       \
  F(remote_id, "-", "remote_id", keep, RemoteId)                \
  F(remote_team_id, "-", "remote_team_id", keep, std::string)   \
  F(site_url, "-", "site_url", keep, std::string)               \
  F(token, "-", "token", keep, std::string)                     \
  F(refreshed_token, "-", "refreshed_token", omit, std::string) \
  F(version, "-", "version", omit, std::int64_t)
CAUSEWAY_RECORD(RemoteClusterInvite, CAUSEWAY_REMOTE_CLUSTER_INVITE);

#define CAUSEWAY_MEMBERSHIP_CHANGE(F)               \
  F(channel_id, "-", "channel_id", keep, ChannelId) \
  F(user_id, "-", "user_id", keep, UserId)          \
  F(is_add, "-", "is_add", keep, bool)              \
  F(remote_id, "-", "remote_id", keep, RemoteId)    \
  F(change_time, "-", "change_time", keep, base::Time)
CAUSEWAY_RECORD(MembershipChange, CAUSEWAY_MEMBERSHIP_CHANGE);

using Users = std::map<std::string, User>;  // by user id

// Ours, which native overlooks. Posts of the message that somebody on the sender's side has pinned, or no longer, since
// both sides had the same of them: where ours is on its way meanwhile, the post alone does not tell that from an older
// word.
#define CAUSEWAY_SYNC_WORD(F) F(pins_moved, "-", "pins_moved", keep, std::vector<PostId>)
CAUSEWAY_RECORD(SyncWord, CAUSEWAY_SYNC_WORD);

#define CAUSEWAY_SYNC_MSG(F)                                                            \
  F(id, "-", "id", keep, std::string)                                                   \
  F(channel_id, "-", "channel_id", keep, ChannelId)                                     \
  F(users, "-", "users", omit, Users)                                                   \
  F(posts, "-", "posts", omit, std::vector<Post>)                                       \
  F(reactions, "-", "reactions", omit, std::vector<Reaction>)                           \
  F(statuses, "-", "statuses", omit, std::vector<Status>)                               \
  F(membership_changes, "-", "membership_changes", omit, std::vector<MembershipChange>) \
  F(acknowledgements, "-", "acknowledgements", omit, std::vector<PostAcknowledgement>)  \
  F(mention_transforms, "-", "mention_transforms", omit, StringMap)                     \
  F(causeway, "-", "causeway", omit, std::optional<SyncWord>)
CAUSEWAY_RECORD(SyncMsg, CAUSEWAY_SYNC_MSG);

using Names = std::vector<std::string>;

#define CAUSEWAY_SYNC_RESPONSE(F)                                                              \
  F(users_last_update_at, "-", "users_last_update_at", keep, base::Time)                       \
  F(user_errors, "-", "user_errors", keep, Names)                                              \
  F(users_syncd, "-", "users_syncd", keep, Names)                                              \
  F(posts_last_update_at, "-", "posts_last_update_at", keep, base::Time)                       \
  F(post_errors, "-", "post_errors", keep, Names)                                              \
  F(reactions_last_update_at, "-", "reactions_last_update_at", keep, base::Time)               \
  F(reaction_errors, "-", "reaction_errors", keep, Names)                                      \
  F(acknowledgements_last_update_at, "-", "acknowledgements_last_update_at", keep, base::Time) \
  F(acknowledgement_errors, "-", "acknowledgement_errors", keep, Names)                        \
  F(status_errors, "-", "status_errors", keep, Names)                                          \
  F(membership_errors, "-", "membership_errors", omit, Names)
CAUSEWAY_RECORD(SyncResponse, CAUSEWAY_SYNC_RESPONSE);

// Ours, which native overlooks: ChannelRemote::shared_at.
#define CAUSEWAY_SHARE_WORD(F) F(shared_at, "-", "shared_at", keep, base::Time)
CAUSEWAY_RECORD(ShareWord, CAUSEWAY_SHARE_WORD);

#define CAUSEWAY_CHANNEL_INVITE(F)                                                    \
  F(channel_id, "-", "channel_id", keep, ChannelId)                                   \
  F(team_id, "-", "team_id", keep, std::string)                                       \
  F(read_only, "-", "read_only", keep, bool)                                          \
  F(name, "-", "name", keep, std::string)                                             \
  F(display_name, "-", "display_name", keep, std::string)                             \
  F(header, "-", "header", keep, std::string)                                         \
  F(purpose, "-", "purpose", keep, std::string)                                       \
  F(type, "-", "type", keep, std::string)                                             \
  F(creator_id, "-", "creator_id", keep, UserId)                                      \
  F(direct_participant_ids, "-", "direct_participant_ids", keep, std::vector<UserId>) \
  F(direct_participants, "-", "direct_participants", keep, std::vector<User>)         \
  F(causeway, "-", "causeway", omit, std::optional<ShareWord>)
CAUSEWAY_RECORD(ChannelInvite, CAUSEWAY_CHANNEL_INVITE);

// What a channel looks like on its sender; the payload of causeway_channel. The URL name stays each side's own. `base`
// is the version that the sender believed the receiver to have when it said this.
#define CAUSEWAY_CHANNEL_LOOK(F)                          \
  F(channel_id, "-", "channel_id", keep, ChannelId)       \
  F(display_name, "-", "display_name", keep, std::string) \
  F(header, "-", "header", keep, std::string)             \
  F(purpose, "-", "purpose", keep, std::string)           \
  F(archived, "-", "archived", keep, bool)                \
  F(changed_at, "-", "changed_at", keep, base::Time)      \
  F(base, "-", "base", omit, std::string)
CAUSEWAY_RECORD(ChannelLook, CAUSEWAY_CHANNEL_LOOK);

// A custom emoji that is used in the channel; the payload of causeway_emoji.
#define CAUSEWAY_EMOJI_PICTURE(F)                   \
  F(channel_id, "-", "channel_id", keep, ChannelId) \
  F(id, "-", "id", keep, std::string)               \
  F(name, "-", "name", keep, std::string)           \
  F(creator_id, "-", "creator_id", keep, UserId)    \
  F(create_at, "-", "create_at", keep, base::Time)  \
  F(image, "-", "image", keep, std::string) /* its bytes in base64 */
CAUSEWAY_RECORD(EmojiPicture, CAUSEWAY_EMOJI_PICTURE);

// Its answer's payload. Not taken: it need not be sent again.
#define CAUSEWAY_EMOJI_RECEIPT(F) F(taken, "-", "taken", keep, bool)
CAUSEWAY_RECORD(EmojiReceipt, CAUSEWAY_EMOJI_RECEIPT);

// Some of a channel's posts as their sender would send them now, but for the receiver's own people's; the payload of
// causeway_inventory. `version` as in peer/version.h, of the post on the wire. A comparison begins with `first` and
// ends with `last`; `back`: the receiver's own posts are to be compared next.
#define CAUSEWAY_INVENTORY_ITEM(F) \
  F(id, "-", "id", keep, PostId)   \
  F(version, "-", "version", keep, std::string)
CAUSEWAY_RECORD(InventoryItem, CAUSEWAY_INVENTORY_ITEM);

#define CAUSEWAY_INVENTORY(F)                       \
  F(channel_id, "-", "channel_id", keep, ChannelId) \
  F(first, "-", "first", keep, bool)                \
  F(last, "-", "last", keep, bool)                  \
  F(back, "-", "back", keep, bool)                  \
  F(posts, "-", "posts", keep, std::vector<InventoryItem>)
CAUSEWAY_RECORD(Inventory, CAUSEWAY_INVENTORY);

// Its answer's payload: which of them the receiver has not, or not so.
#define CAUSEWAY_INVENTORY_ANSWER(F)                    \
  F(missing, "-", "missing", keep, std::vector<PostId>) \
  F(differing, "-", "differing", keep, std::vector<PostId>)
CAUSEWAY_RECORD(InventoryAnswer, CAUSEWAY_INVENTORY_ANSWER);

// The sender's server keeps posts for some time only: of a channel everything older than `before` is gone for good
// there, but for `kept`. The payload of causeway_retention.
#define CAUSEWAY_RETENTION(F)                       \
  F(channel_id, "-", "channel_id", keep, ChannelId) \
  F(before, "-", "before", keep, base::Time)        \
  F(kept, "-", "kept", keep, std::vector<PostId>)
CAUSEWAY_RECORD(Retention, CAUSEWAY_RETENTION);

// People of the sender who were deleted for good there, with what they wrote; the payload of causeway_erased_people.
#define CAUSEWAY_ERASED_PEOPLE(F) F(users, "-", "users", keep, std::vector<UserId>)
CAUSEWAY_RECORD(ErasedPeople, CAUSEWAY_ERASED_PEOPLE);

// The answer's payload of both. More: not all of it is deleted yet at the receiver, who wants to be told again.
#define CAUSEWAY_RETENTION_RECEIPT(F) F(more, "-", "more", keep, bool)
CAUSEWAY_RECORD(RetentionReceipt, CAUSEWAY_RETENTION_RECEIPT);

// New tokens for a connection; the payload of causeway_tokens. Named as in the invitation: `token` is what the receiver
// shows from now on, `refreshed_token` what the sender will show.
#define CAUSEWAY_TOKEN_PROPOSAL(F)               \
  F(remote_id, "-", "remote_id", keep, RemoteId) \
  F(token, "-", "token", keep, std::string)      \
  F(refreshed_token, "-", "refreshed_token", keep, std::string)
CAUSEWAY_RECORD(TokenProposal, CAUSEWAY_TOKEN_PROPOSAL);

// Its answer's payload: somebody who does not know the topic says OK too.
#define CAUSEWAY_TOKEN_RECEIPT(F) F(taken, "-", "taken", keep, bool)
CAUSEWAY_RECORD(TokenReceipt, CAUSEWAY_TOKEN_RECEIPT);

// What the sender shares no longer with the receiver; the payload of causeway_leave. `connection`: the connection
// itself has ended, and everything with it.
#define CAUSEWAY_LEFT_SHARE(F)                      \
  F(channel_id, "-", "channel_id", keep, ChannelId) \
  F(shared_at, "-", "shared_at", keep, base::Time)
CAUSEWAY_RECORD(LeftShare, CAUSEWAY_LEFT_SHARE);

#define CAUSEWAY_FAREWELL(F)                   \
  F(connection, "-", "connection", keep, bool) \
  F(shares, "-", "shares", keep, std::vector<LeftShare>)
CAUSEWAY_RECORD(Farewell, CAUSEWAY_FAREWELL);

// The body of every answer that is not 200, and of refused administration calls.
#define CAUSEWAY_APP_ERROR(F)                                             \
  F(id, "Id", "id", keep, std::string)                                    \
  F(message, "Message", "message", keep, std::string)                     \
  F(detailed_error, "DetailedError", "detailed_error", keep, std::string) \
  F(request_id, "RequestId", "request_id", omit, std::string)             \
  F(status_code, "StatusCode", "status_code", omit, std::int64_t)         \
  F(where, "Where", "-", omit, std::string)
CAUSEWAY_RECORD(AppError, CAUSEWAY_APP_ERROR);

}  // namespace causeway::model
