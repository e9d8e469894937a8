#include "inbound/apply/post_rows.h"

#include <algorithm>

#include "model/limits.h"
#include "peer/version.h"

namespace causeway::inbound {

base::Result<PostRows> read_posts(store::Store& store, const model::RemoteId& remote,
                                  const std::vector<model::PostId>& ids) {
  CAUSEWAY_TRY(found, store.posts_by_id(remote, ids));
  PostRows rows;
  for (store::Store::ChangedPost& post : found) {
    const model::PostId id = post.post.id;
    rows.emplace(id, std::move(post));
  }
  return rows;
}

const store::Store::ChangedPost* live_post(const PostRows& rows, const model::PostId& id,
                                           const model::ChannelId& channel) {
  const auto row = rows.find(id);
  if (row == rows.end() || row->second.post.channel_id != channel) return nullptr;
  return row->second.post.delete_at == base::Time() ? &row->second : nullptr;
}

base::Result<bool> pin_before(store::Store& store, const store::Store::ChangedPost& row) {
  if (row.sent_version.empty()) return row.applying.empty() ? row.post.is_pinned : peer::pinned_in(row.applying);
  const bool sent = peer::pinned_in(row.sent_version);
  if (row.applying.empty() || peer::pinned_in(row.applying) == sent || row.post.is_pinned != sent) return sent;
  CAUSEWAY_TRY(revisions, store.revisions(row.post.id, model::limits::revisions_read));
  const bool written = std::any_of(revisions.begin(), revisions.end(), [&](const model::Post& revision) {
    return revision.is_pinned != sent && revision.update_at >= row.applying_since;  // replaced since
  });
  return written ? !sent : sent;
}

}  // namespace causeway::inbound
