#include "inbound/apply/reactions.h"

#include <algorithm>

#include "base/id.h"
#include "base/log.h"
#include "inbound/apply/hung_items.h"
#include "model/limits.h"
#include "peer/emoji.h"
#include "peer/version.h"

namespace causeway::inbound {
namespace {

// An empty version: not to be taken.
model::ReceivedItem describe(const model::Reaction& reaction) {
  model::ReceivedItem item{model::LedgerKind::reaction, model::ledger_item(reaction), {}, {}, {}};
  item.stamp = std::max({reaction.create_at, reaction.update_at, reaction.delete_at});
  if (peer::is_emoji_name(reaction.emoji_name)) item.version = item.local_version = peer::reaction_version(reaction);
  return item;
}

}  // namespace

base::Result<> ReactionApplier::apply(const model::Remote& remote, const model::SharedChannel& channel,
                                      const std::vector<model::Reaction>& reactions, model::SyncResponse& response) {
  std::vector<model::PostId> posts;
  for (const model::Reaction& reaction : reactions) posts.push_back(reaction.post_id);
  CAUSEWAY_TRY(rows, read_posts(store_, remote.id, posts));
  CAUSEWAY_TRY(
      fresh, fresh_items(store_, users_, clock_, remote, rows, channel, reactions, response.reaction_errors, describe));
  base::Result<> outcome = base::ok();
  std::vector<model::ReceivedItem> done;
  for (const HungItem<model::Reaction>& one : fresh) {
    const auto written = write(remote, one.item);
    if (written.ok()) {
      done.push_back(one.received);
      response.reactions_last_update_at = std::max(response.reactions_last_update_at, one.item.update_at);
      continue;
    }
    base::log::warn(
        "reaction_not_written", written.error().text,
        {{"post_id", one.item.post_id.str()}, {"remote_id", remote.id.str()}, {"error", written.error().code}});
    if (written.error().next == base::Next::refused) {
      response.reaction_errors.push_back(one.item.post_id.str());
    } else {
      outcome = written;
    }
  }
  CAUSEWAY_CHECK(store_.ledger_finish(remote.id, done, clock_.now()));
  return outcome;
}

base::Result<> ReactionApplier::write(const model::Remote& remote, const model::Reaction& wire) {
  model::Reaction reaction;
  reaction.user_id = wire.user_id;
  reaction.post_id = wire.post_id;
  reaction.emoji_name = wire.emoji_name;
  reaction.create_at = std::min(std::max(wire.create_at, base::from_millis(1)), clock_.now());
  reaction.remote_id = remote.id;
  if (wire.delete_at == base::Time()) return server_.add_reaction(reaction);
  auto removed = server_.remove_reaction(reaction);
  if (!removed.ok() && removed.error().code == "not_found") return base::ok();
  return removed;
}

}  // namespace causeway::inbound
