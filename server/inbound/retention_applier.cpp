#include "inbound/retention_applier.h"

#include "base/log.h"
#include "json/record.h"
#include "model/limits.h"
#include "peer/version.h"

namespace causeway::inbound {

base::Result<json::Value> RetentionApplier::apply(const model::Remote& remote, const model::RemoteClusterMsg& message) {
  const auto asked = json::from_json<model::Retention>(message.payload);
  if (!asked.ok()) return base::refused("retention_invalid", "cannot read the message: " + asked.error().text);
  if (asked->before == base::Time() || asked->kept.size() > model::limits::retention_kept) {
    return base::refused("retention_invalid", "no time, or too many posts that are kept");
  }
  CAUSEWAY_TRY(row, store_.channel_by_wire_id(remote.id, asked->channel_id));
  if (!row) return base::refused("channel_not_shared", "channel is no longer shared: " + asked->channel_id.str());
  CAUSEWAY_TRY(posts, store_.older_posts_of(*row, asked->before, asked->kept, model::limits::retention_page));
  const base::Time now = clock_.now();
  std::vector<model::ReceivedItem> items;
  // As if the peer had told us of each deletion by itself: then nobody tells it of ours.
  for (const model::PostId& post : posts) {
    items.push_back({model::LedgerKind::post, post.str(), peer::deleted_version, now, peer::deleted_version});
  }
  CAUSEWAY_CHECK(store_.ledger_begin(remote.id, items, now));
  std::vector<model::ReceivedItem> done;
  std::optional<base::Error> failed;
  for (std::size_t i = 0; i < posts.size() && !failed; ++i) {
    const auto removed = server_.delete_post(posts[i]);
    // A reply goes with its root.
    if (removed.ok() || removed.error().code == "not_found") {
      done.push_back(items[i]);
    } else {
      failed = removed.error();
    }
  }
  CAUSEWAY_CHECK(store_.ledger_finish(remote.id, done, now));
  if (!done.empty()) {
    base::log::info("retention_followed", "posts that a peer's data retention took away were deleted",
                    {{"remote_id", remote.id.str()}, {"channel_id", row->channel_id.str()}, {"count", done.size()}});
  }
  if (failed) return base::retry_later(failed->code, failed->text);
  return json::to_json(model::RetentionReceipt{posts.size() == model::limits::retention_page});
}

}  // namespace causeway::inbound
