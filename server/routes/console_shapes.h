#pragma once
// What the doors of the console answer with beyond admin/health.h. Values.

#include <string>

#include "base/clock.h"
#include "base/record.h"
#include "model/audit.h"
#include "model/ids.h"
#include "model/state.h"

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

}  // namespace causeway::routes
