// Mattermost's table postspriority. Index used: the primary key (postid).

#include "store/postgres/postgres_store.h"

namespace causeway::store::postgres {

namespace {

constexpr Statement select_priorities{"priorities",
                                      "SELECT postid, priority, requestedack, persistentnotifications "
                                      "FROM postspriority WHERE postid = ANY($1::text[])",
                                      Effect::none};

}  // namespace

base::Result<std::map<model::PostId, model::PostPriority>> PostgresStore::priorities(
    const std::vector<model::PostId>& posts) {
  std::map<model::PostId, model::PostPriority> result;
  if (posts.empty()) return result;
  CAUSEWAY_CHECK(
      probe(priorities_probed_, "postspriority", {"postid", "priority", "requestedack", "persistentnotifications"}));
  CAUSEWAY_TRY(rows, run(select_priorities, {array_of(posts)}));
  for (int row = 0; row < rows.size(); ++row) {
    model::PostPriority& priority = result[model::PostId(rows.text(row, 0))];
    if (!rows.null(row, 1)) priority.priority = rows.text(row, 1);
    if (!rows.null(row, 2)) priority.requested_ack = rows.boolean(row, 2);
    if (!rows.null(row, 3)) priority.persistent_notifications = rows.boolean(row, 3);
  }
  return result;
}

}  // namespace causeway::store::postgres
