#pragma once
// What the doors of the console answer with beyond admin/health.h. Values.

#include <optional>
#include <string>

#include "base/clock.h"
#include "base/record.h"
#include "model/audit.h"
#include "model/ids.h"
#include "model/offer.h"
#include "model/state.h"
#include "remotes/blocks.h"

namespace causeway::routes {

// kind: remotes::word. tries: alone.
#define CAUSEWAY_DEAD_LETTER(F)                            \
  F(number, "-", "id", keep, std::int64_t)                 \
  F(remote_id, "-", "remote_id", keep, model::RemoteId)    \
  F(channel_id, "-", "channel_id", keep, model::ChannelId) \
  F(kind, "-", "kind", keep, std::string)                  \
  F(post_id, "-", "post_id", keep, model::PostId)          \
  F(tries, "-", "tries", keep, std::int32_t)               \
  F(since, "-", "since", keep, base::Time)                 \
  F(reason, "-", "reason", keep, std::string)
CAUSEWAY_RECORD(DeadLetter, CAUSEWAY_DEAD_LETTER);
DeadLetter dead_letter(const model::HeldItem& item);

// actor_id: empty when the peer did it.
#define CAUSEWAY_AUDIT_ROW(F)                              \
  F(deed, "-", "deed", keep, std::string)                  \
  F(actor_id, "-", "actor_id", keep, model::UserId)        \
  F(remote_id, "-", "remote_id", keep, model::RemoteId)    \
  F(channel_id, "-", "channel_id", keep, model::ChannelId) \
  F(outcome, "-", "outcome", keep, std::string)            \
  F(at, "-", "at", keep, base::Time)
CAUSEWAY_RECORD(AuditRow, CAUSEWAY_AUDIT_ROW);
AuditRow audit_row(const model::AuditRecord& record);

// actor: who blocked them.
#define CAUSEWAY_BLOCKED_ROW(F)                     \
  F(user_id, "-", "user_id", keep, model::UserId)   \
  F(username, "-", "username", keep, std::string)   \
  F(actor_id, "-", "actor_id", keep, model::UserId) \
  F(actor, "-", "actor", keep, std::string)         \
  F(create_at, "-", "create_at", keep, base::Time)
CAUSEWAY_RECORD(BlockedRow, CAUSEWAY_BLOCKED_ROW);
BlockedRow blocked_row(const remotes::Blocks::Named& one);

// done_at: 0 while it goes on.
#define CAUSEWAY_COMPARED_SIDE(F)                    \
  F(posts, "-", "posts", keep, std::int64_t)         \
  F(missing, "-", "missing", keep, std::int64_t)     \
  F(differing, "-", "differing", keep, std::int64_t) \
  F(done_at, "-", "done_at", keep, base::Time)
CAUSEWAY_RECORD(ComparedSide, CAUSEWAY_COMPARED_SIDE);

// ours: this side's people's posts, as the other one has them. theirs: the reverse; absent with native, which does not
// say. asked_by: empty when the other side asked.
#define CAUSEWAY_COMPARISON_ROW(F)                              \
  F(remote_id, "-", "remote_id", keep, model::RemoteId)         \
  F(remote_name, "-", "remote_display_name", keep, std::string) \
  F(asked_by, "-", "asked_by", keep, model::UserId)             \
  F(asked_at, "-", "asked_at", keep, base::Time)                \
  F(ours, "-", "ours", keep, ComparedSide)                      \
  F(theirs, "-", "theirs", omit, std::optional<ComparedSide>)
CAUSEWAY_RECORD(ComparisonRow, CAUSEWAY_COMPARISON_ROW);
ComparisonRow comparison_row(const model::Reconciliation& found, const model::Remote& remote);

// A channel that a peer offers. default_team_id: where the connection's channels come to. invites_again: once it is
// taken the peer invites again by itself; native's administrator has to.
#define CAUSEWAY_OFFER_ROW(F)                                     \
  F(remote_id, "-", "remote_id", keep, model::RemoteId)           \
  F(remote_name, "-", "remote_display_name", keep, std::string)   \
  F(channel_id, "-", "channel_id", keep, model::ChannelId)        \
  F(name, "-", "name", keep, std::string)                         \
  F(display_name, "-", "display_name", keep, std::string)         \
  F(purpose, "-", "purpose", keep, std::string)                   \
  F(type, "-", "type", keep, std::string)                         \
  F(read_only, "-", "read_only", keep, bool)                      \
  F(default_team_id, "-", "default_team_id", keep, model::TeamId) \
  F(invites_again, "-", "invites_again", keep, bool)              \
  F(declined, "-", "declined", keep, bool)                        \
  F(approved, "-", "approved", keep, bool)                        \
  F(offered_at, "-", "offered_at", keep, base::Time)
CAUSEWAY_RECORD(OfferRow, CAUSEWAY_OFFER_ROW);
OfferRow offer_row(const model::OfferedChannel& offer, const model::Remote& remote);

}  // namespace causeway::routes
