#include "inbound/comparer.h"

#include <map>

#include "json/record.h"
#include "model/limits.h"
#include "peer/version.h"

namespace causeway::inbound {

Likeness likeness(const model::InventoryItem& item, const store::Store::ChangedPost* row,
                  const model::ChannelId& channel) {
  const bool deleted = item.version == peer::deleted_version;
  if (row == nullptr || row->post.channel_id != channel) return deleted ? Likeness::same : Likeness::missing;
  if (row->post.delete_at != base::Time()) return Likeness::same;  // a deletion holds
  if (deleted) return Likeness::differing;
  if (row->post.is_pinned != peer::pinned_in(item.version)) return Likeness::differing;
  // Of a post that has come by another connection there is nothing to compare with.
  if (row->got_version.empty() && !row->theirs) return Likeness::same;
  if (peer::without_pin(row->got_version) != peer::without_pin(item.version)) return Likeness::differing;
  // And it is here as it was written then: only its own server changes it.
  const bool changed = row->theirs && !row->sent_version.empty() &&
                       !row->sent_version.starts_with(model::open_version) &&
                       peer::without_pin(row->sent_version) != peer::without_pin(peer::post_version(row->post));
  return changed ? Likeness::differing : Likeness::same;
}

base::Result<json::Value> Comparer::apply(const model::Remote& remote, const model::RemoteClusterMsg& message) {
  const auto inventory = json::from_json<model::Inventory>(message.payload);
  if (!inventory.ok())
    return base::refused("inventory_invalid", "cannot read the inventory: " + inventory.error().text);
  if (inventory->posts.size() > model::limits::inventory_page) {
    return base::refused("inventory_too_large", "too many posts in one inventory");
  }
  CAUSEWAY_TRY(row, store_.channel_by_wire_id(remote.id, inventory->channel_id));
  if (!row) {
    return base::refused("channel_not_shared", "channel is no longer shared: " + inventory->channel_id.str());
  }
  std::vector<model::PostId> ids;
  for (const model::InventoryItem& item : inventory->posts) ids.push_back(item.id);
  CAUSEWAY_TRY(found, store_.posts_by_id(remote.id, ids));
  std::map<model::PostId, const store::Store::ChangedPost*> rows;
  for (const store::Store::ChangedPost& post : found) rows.emplace(post.post.id, &post);
  model::InventoryAnswer answer;
  for (const model::InventoryItem& item : inventory->posts) {
    const auto post = rows.find(item.id);
    const Likeness like = likeness(item, post == rows.end() ? nullptr : post->second, row->channel_id);
    if (like == Likeness::missing) answer.missing.push_back(item.id);
    if (like == Likeness::differing) answer.differing.push_back(item.id);
  }
  const base::Time now = clock_.now();
  const model::Reconciliation::Side counts{
      static_cast<std::int64_t>(inventory->posts.size()), static_cast<std::int64_t>(answer.missing.size()),
      static_cast<std::int64_t>(answer.differing.size()), inventory->last ? now : base::Time()};
  CAUSEWAY_CHECK(store_.add_reconciled(row->channel_id, remote.id, false, inventory->first, counts));
  if (inventory->last && inventory->back) {
    CAUSEWAY_CHECK(store_.begin_reconciliation(row->channel_id, remote.id, {}, now));
  }
  return json::to_json(answer);
}

}  // namespace causeway::inbound
