#include "store/postgres/postgres_store.h"

namespace causeway::store::postgres {

namespace {

constexpr Statement insert_audit{
    "insert_audit",
    "WITH old AS (DELETE FROM causeway.audit WHERE id <= (SELECT max(id) + 1 - $7::bigint FROM causeway.audit)) "
    "INSERT INTO causeway.audit (at, deed, actor_id, remote_id, channel_id, outcome) "
    "VALUES ($1::bigint, $2, $3, $4, $5, $6)",
    Effect::commits};
constexpr Statement select_audit{"select_audit",
                                 "SELECT at, deed, actor_id, remote_id, channel_id, outcome FROM causeway.audit "
                                 "ORDER BY id DESC LIMIT $1::bigint",
                                 Effect::none};
constexpr Statement count_owned{"count_owned_users", "SELECT count(*) FROM causeway.users_owned WHERE remote_id = $1",
                                Effect::none};

}  // namespace

base::Result<> PostgresStore::audit(const model::AuditRecord& record, std::int64_t most) {
  CAUSEWAY_CHECK(run(insert_audit, {text_of(record.at), record.deed, record.actor_id.str(), record.remote_id.str(),
                                    record.channel_id.str(), record.outcome, text_of(most)}));
  return base::ok();
}

base::Result<std::vector<model::AuditRecord>> PostgresStore::audit_trail(std::size_t most) {
  CAUSEWAY_TRY(rows, run(select_audit, {text_of(static_cast<std::int64_t>(most))}));
  std::vector<model::AuditRecord> trail;
  for (int row = 0; row < rows.size(); ++row) {
    trail.push_back({rows.text(row, 1), model::UserId(rows.text(row, 2)), model::RemoteId(rows.text(row, 3)),
                     model::ChannelId(rows.text(row, 4)), rows.text(row, 5), rows.time(row, 0)});
  }
  return trail;
}

base::Result<std::int64_t> PostgresStore::count_owned_users(const model::RemoteId& remote) {
  CAUSEWAY_TRY(rows, run(count_owned, {remote.str()}));
  return rows.integer(0, 0);
}

}  // namespace causeway::store::postgres
