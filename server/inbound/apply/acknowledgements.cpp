#include "inbound/apply/acknowledgements.h"

#include <algorithm>
#include <set>

#include "base/log.h"
#include "inbound/apply/hung_items.h"
#include "peer/version.h"

namespace causeway::inbound {

base::Result<> AcknowledgementApplier::apply(const model::Remote& remote, const model::SharedChannel& channel,
                                             const std::vector<model::PostAcknowledgement>& acknowledgements,
                                             model::SyncResponse& response) {
  std::vector<model::PostId> posts;
  for (const model::PostAcknowledgement& one : acknowledgements) posts.push_back(one.post_id);
  CAUSEWAY_TRY(rows, read_posts(store_, remote.id, posts));
  // A taken-back acknowledgement carries no time: the order of messages decides.
  const base::Time now = clock_.now();
  const auto describe = [now](const model::PostAcknowledgement& one) {
    const std::string version = peer::acknowledgement_version(one);
    return model::ReceivedItem{model::LedgerKind::acknowledgement, model::ledger_item(one), version, now, version};
  };
  CAUSEWAY_TRY(fresh, fresh_items(store_, users_, clock_, remote, rows, channel, acknowledgements,
                                  response.acknowledgement_errors, describe));
  std::set<model::PostId> touched;
  std::vector<model::ReceivedItem> done;
  for (const HungItem<model::PostAcknowledgement>& one : fresh) {
    model::PostAcknowledgement here = one.item;
    here.channel_id = channel.id;
    here.remote_id = remote.id;
    here.acknowledged_at = std::min(here.acknowledged_at, now);
    CAUSEWAY_TRY(changed, store_.write_acknowledgement(here));
    if (changed) touched.insert(here.post_id);
    response.acknowledgements_last_update_at =
        std::max(response.acknowledgements_last_update_at, one.item.acknowledged_at);
    done.push_back(one.received);
  }
  // The rows alone tell nobody: an update of the post as it is does.
  for (const model::PostId& id : touched) {
    const auto told = server_.update_posts({rows.at(id).post});
    if (!told.front().ok()) {
      base::log::warn("acknowledgement_not_shown", told.front().error().text, {{"post_id", id.str()}});
    }
  }
  return store_.ledger_finish(remote.id, done, now);
}

}  // namespace causeway::inbound
