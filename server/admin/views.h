#pragma once
// What people are shown, as JSON: our own views of connections and shares (/api/v1), and native's objects with native's
// field names (SharedChannel, SharedChannelRemote, RemoteClusterInfo). No view carries a token. Values.

#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/record.h"
#include "model/ids.h"
#include "model/policy.h"

namespace causeway::admin {

// state: pending, connected, stopped, paused. pending: posts that wait, in all channels (counted up to a bound each).
// lag_ms: how long the oldest of them has waited. can: what may be done with it now ("pause", "rotate", ...).
#define CAUSEWAY_CONNECTION_VIEW(F)                               \
  F(remote_id, "-", "remote_id", keep, model::RemoteId)           \
  F(name, "-", "name", keep, std::string)                         \
  F(display_name, "-", "display_name", keep, std::string)         \
  F(site_url, "-", "site_url", keep, std::string)                 \
  F(default_team_id, "-", "default_team_id", keep, model::TeamId) \
  F(state, "-", "state", keep, std::string)                       \
  F(online, "-", "online", keep, bool)                            \
  F(causeway, "-", "causeway", keep, bool)                        \
  F(create_at, "-", "create_at", keep, base::Time)                \
  F(last_ping_at, "-", "last_ping_at", keep, base::Time)          \
  F(last_error, "-", "last_error", keep, std::string)             \
  F(channels, "-", "channels", keep, std::int64_t)                \
  F(pending, "-", "pending", keep, std::int64_t)                  \
  F(lag, "-", "lag_ms", keep, std::int64_t)                       \
  F(attempts, "-", "attempts", keep, std::int32_t)                \
  F(next_try_at, "-", "next_try_at", keep, base::Time)            \
  F(policy, "-", "policy", keep, model::RemotePolicy)             \
  F(can, "-", "can", keep, std::vector<std::string>)
CAUSEWAY_RECORD(ConnectionView, CAUSEWAY_CONNECTION_VIEW);

// A channel on a connection. invite: waiting, confirmed, refused.
#define CAUSEWAY_SHARE_VIEW(F)                             \
  F(channel_id, "-", "channel_id", keep, model::ChannelId) \
  F(team_id, "-", "team_id", keep, model::TeamId)          \
  F(name, "-", "name", keep, std::string)                  \
  F(display_name, "-", "display_name", keep, std::string)  \
  F(type, "-", "type", keep, std::string)                  \
  F(home, "-", "home", keep, bool)                         \
  F(remote_id, "-", "remote_id", keep, model::RemoteId)    \
  F(remote_name, "-", "remote_name", keep, std::string)    \
  F(remote_state, "-", "remote_state", keep, std::string)  \
  F(online, "-", "online", keep, bool)                     \
  F(invite, "-", "invite", keep, std::string)              \
  F(read_only, "-", "read_only", keep, bool)               \
  F(since, "-", "since", keep, base::Time)                 \
  F(last_post_at, "-", "last_post_at", keep, base::Time)   \
  F(pending, "-", "pending", keep, std::int64_t)           \
  F(lag, "-", "lag_ms", keep, std::int64_t)                \
  F(attempts, "-", "attempts", keep, std::int32_t)         \
  F(next_try_at, "-", "next_try_at", keep, base::Time)     \
  F(last_error, "-", "last_error", omit, std::string)
CAUSEWAY_RECORD(ShareView, CAUSEWAY_SHARE_VIEW);

#define CAUSEWAY_NATIVE_SHARED_CHANNEL(F)                 \
  F(id, "-", "id", keep, model::ChannelId)                \
  F(team_id, "-", "team_id", keep, model::TeamId)         \
  F(home, "-", "home", keep, bool)                        \
  F(read_only, "-", "readonly", keep, bool)               \
  F(name, "-", "name", keep, std::string)                 \
  F(display_name, "-", "display_name", keep, std::string) \
  F(purpose, "-", "purpose", keep, std::string)           \
  F(header, "-", "header", keep, std::string)             \
  F(creator_id, "-", "creator_id", keep, model::UserId)   \
  F(create_at, "-", "create_at", keep, base::Time)        \
  F(update_at, "-", "update_at", keep, base::Time)        \
  F(remote_id, "-", "remote_id", omit, model::RemoteId)
CAUSEWAY_RECORD(NativeSharedChannel, CAUSEWAY_NATIVE_SHARED_CHANNEL);

#define CAUSEWAY_NATIVE_CHANNEL_REMOTE(F)                               \
  F(id, "-", "id", keep, std::string)                                   \
  F(channel_id, "-", "channel_id", keep, model::ChannelId)              \
  F(creator_id, "-", "creator_id", keep, model::UserId)                 \
  F(create_at, "-", "create_at", keep, base::Time)                      \
  F(update_at, "-", "update_at", keep, base::Time)                      \
  F(delete_at, "-", "delete_at", keep, base::Time)                      \
  F(accepted, "-", "is_invite_accepted", keep, bool)                    \
  F(confirmed, "-", "is_invite_confirmed", keep, bool)                  \
  F(remote_id, "-", "remote_id", keep, model::RemoteId)                 \
  F(last_post_update_at, "-", "last_post_update_at", keep, base::Time)  \
  F(last_post_id, "-", "last_post_id", keep, std::string)               \
  F(last_post_create_at, "-", "last_post_create_at", keep, base::Time)  \
  F(last_post_create_id, "-", "last_post_create_id", keep, std::string) \
  F(last_members_sync_at, "-", "last_members_sync_at", keep, base::Time)
CAUSEWAY_RECORD(NativeChannelRemote, CAUSEWAY_NATIVE_CHANNEL_REMOTE);

#define CAUSEWAY_NATIVE_REMOTE_INFO(F)                    \
  F(name, "-", "name", keep, std::string)                 \
  F(display_name, "-", "display_name", keep, std::string) \
  F(create_at, "-", "create_at", keep, base::Time)        \
  F(delete_at, "-", "delete_at", keep, base::Time)        \
  F(last_ping_at, "-", "last_ping_at", keep, base::Time)
CAUSEWAY_RECORD(NativeRemoteInfo, CAUSEWAY_NATIVE_REMOTE_INFO);

#define CAUSEWAY_AUDIT_VIEW(F)                             \
  F(at, "-", "at", keep, base::Time)                       \
  F(deed, "-", "deed", keep, std::string)                  \
  F(actor_id, "-", "actor_id", keep, model::UserId)        \
  F(remote_id, "-", "remote_id", keep, model::RemoteId)    \
  F(channel_id, "-", "channel_id", keep, model::ChannelId) \
  F(outcome, "-", "outcome", keep, std::string)
CAUSEWAY_RECORD(AuditView, CAUSEWAY_AUDIT_VIEW);

}  // namespace causeway::admin
