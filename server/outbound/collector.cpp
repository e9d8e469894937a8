#include "outbound/collector.h"

#include <algorithm>

#include "json/record.h"
#include "model/limits.h"
#include "outbound/collect/posts.h"
#include "outbound/collect/users.h"
#include "peer/content_policy.h"
#include "peer/version.h"

namespace causeway::outbound {
namespace {

constexpr std::size_t envelope_bytes = 2'000;  // frame and message around the posts

}  // namespace

base::Result<Batch> Collector::collect(const model::Task& task, const model::ChannelRemote& row,
                                       std::size_t max_posts) {
  // History before the share never crosses: neither window may reach behind the row's own beginning.
  const base::Millis since_share = std::max(base::Millis(0), row.last_post_create.at - row.create_at);
  const base::Millis overlap = std::min<base::Millis>(model::limits::cursor_overlap, since_share);
  const base::Time scan_from =
      task.scan_from == base::Time() ? task.scan_from : std::max(task.scan_from, row.create_at);
  CAUSEWAY_TRY(found, store_.new_posts(row, scan_from, overlap, peer::crossing_types(), max_posts));

  Batch batch;
  batch.more = found.more;
  std::size_t bytes = envelope_bytes;
  for (const model::Post& post : found.posts) {
    model::Post wire = for_wire(post);
    const std::size_t size = json::dump(json::to_json(wire)).size() + 1;
    if (!batch.posts.empty() && bytes + size > model::limits::outgoing_body_bytes) {
      batch.more = true;
      break;
    }
    bytes += size;
    batch.ledger.push_back(peer::ledger_entry(wire));
    batch.cursor = std::max(batch.cursor, model::Cursor{wire.create_at, wire.id.str()});
    batch.posts.push_back(std::move(wire));
  }
  if (!batch.posts.empty()) CAUSEWAY_CHECK(add_users(row.remote_id, batch));
  return batch;
}

base::Result<> Collector::add_users(const model::RemoteId& remote, Batch& batch) {
  std::vector<model::UserId> authors;
  for (const model::Post& post : batch.posts) authors.push_back(post.user_id);
  std::sort(authors.begin(), authors.end());
  authors.erase(std::unique(authors.begin(), authors.end()), authors.end());
  CAUSEWAY_TRY(wanted, store_.users_to_send(remote, authors));
  if (wanted.empty()) return base::ok();
  CAUSEWAY_TRY(users, store_.users(wanted));
  for (const model::User& user : users) {
    if (user.remote_id.value_or(model::RemoteId()) == remote) continue;
    batch.users.emplace(user.id.str(), for_wire(user));
  }
  return base::ok();
}

}  // namespace causeway::outbound
