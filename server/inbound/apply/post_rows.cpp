#include "inbound/apply/post_rows.h"

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

}  // namespace causeway::inbound
