#include "routes/console_shapes.h"

#include "remotes/dead_letters.h"

namespace causeway::routes {

DeadLetter dead_letter(const model::HeldItem& item) {
  return {item.number,  item.remote_id, item.channel_id, remotes::word(item.kind),
          item.post_id, item.tries,     item.since,      item.reason};
}

AuditRow audit_row(const model::AuditRecord& record) {
  return {record.deed, record.actor_id, record.remote_id, record.channel_id, record.outcome, record.at};
}

BlockedRow blocked_row(const remotes::Blocks::Named& one) {
  return {one.blocked.user_id, one.username, one.blocked.actor_id, one.actor, one.blocked.create_at};
}

ComparisonRow comparison_row(const model::Reconciliation& found, const model::Remote& remote) {
  const auto side = [](const model::Reconciliation::Side& one) {
    return ComparedSide{one.posts, one.missing, one.differing, one.done_at};
  };
  return {found.remote_id, remote.display_name, found.asked_by,
          found.asked_at,  side(found.ours),    remote.causeway ? std::optional(side(found.theirs)) : std::nullopt};
}

OfferRow offer_row(const model::OfferedChannel& offer, const model::Remote& remote) {
  return {offer.remote_id,           remote.display_name,  offer.invite.channel_id, offer.invite.name,
          offer.invite.display_name, offer.invite.purpose, offer.invite.type,       offer.invite.read_only,
          remote.default_team_id,    remote.causeway,      offer.declined,          offer.approved,
          offer.offered_at};
}

}  // namespace causeway::routes
