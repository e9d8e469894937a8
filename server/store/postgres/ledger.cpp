#include "store/postgres/postgres_store.h"
#include "store/postgres/words.h"

namespace causeway::store::postgres {

namespace {

constexpr Statement begin_entries{
    "ledger_begin",
    "WITH e AS (SELECT * FROM unnest($2::text[], $3::text[], $4::text[]) WITH ORDINALITY AS e(kind, item, version, "
    "n)), "
    "marked AS (INSERT INTO causeway.ledger (remote_id, kind, item_id, version, state, at) "
    "  SELECT DISTINCT $1, e.kind, e.item, e.version, 'applying', $5::bigint FROM e ORDER BY 2, 3, 4 "
    "  ON CONFLICT (remote_id, kind, item_id, version) DO UPDATE SET at = excluded.at WHERE ledger.state = 'applying') "
    "SELECT e.n - 1 FROM e JOIN causeway.ledger l ON l.remote_id = $1 AND l.kind = e.kind AND l.item_id = e.item "
    "AND l.version = e.version AND l.state = 'applied' ORDER BY e.n",
    Effect::commits};
constexpr Statement finish_entries{
    "ledger_finish",
    "INSERT INTO causeway.ledger (remote_id, kind, item_id, version, state, at) "
    "SELECT DISTINCT $1, e.kind, e.item, e.version, 'applied', $5::bigint "
    "FROM unnest($2::text[], $3::text[], $4::text[]) AS e(kind, item, version) ORDER BY 2, 3, 4 "
    "ON CONFLICT (remote_id, kind, item_id, version) DO UPDATE SET state = 'applied', at = excluded.at",
    Effect::commits};
constexpr Statement prune{"prune_ledger", "DELETE FROM causeway.ledger WHERE at < $1::bigint", Effect::commits};
constexpr Statement select_owner{"owner_of", "SELECT remote_id FROM causeway.users_owned WHERE user_id = $1",
                                 Effect::none};
constexpr Statement own{"claim_user",
                        "INSERT INTO causeway.users_owned AS u (user_id, remote_id, create_at) "
                        "VALUES ($1, $2, $3::bigint) ON CONFLICT (user_id) DO UPDATE SET user_id = u.user_id "
                        "RETURNING remote_id",
                        Effect::commits};

Params entry_params(const model::RemoteId& remote, const std::vector<model::LedgerEntry>& entries, base::Time now) {
  std::vector<std::string> kinds, items, versions;
  for (const model::LedgerEntry& entry : entries) {
    kinds.push_back(word(entry.kind));
    items.push_back(entry.item_id);
    versions.push_back(entry.version);
  }
  return {remote.str(), array_of(kinds), array_of(items), array_of(versions), text_of(now)};
}

}  // namespace

base::Result<std::vector<std::size_t>> PostgresStore::ledger_begin(const model::RemoteId& remote,
                                                                   const std::vector<model::LedgerEntry>& entries,
                                                                   base::Time now) {
  std::vector<std::size_t> had;
  if (entries.empty()) return had;
  CAUSEWAY_TRY(rows, run(begin_entries, entry_params(remote, entries, now)));
  for (int row = 0; row < rows.size(); ++row) had.push_back(static_cast<std::size_t>(rows.integer(row, 0)));
  return had;
}

base::Result<> PostgresStore::ledger_finish(const model::RemoteId& remote,
                                            const std::vector<model::LedgerEntry>& entries, base::Time now) {
  if (entries.empty()) return base::ok();
  CAUSEWAY_CHECK(run(finish_entries, entry_params(remote, entries, now)));
  return base::ok();
}

base::Result<std::int64_t> PostgresStore::prune_ledger(base::Time before) {
  CAUSEWAY_TRY(rows, run(prune, {text_of(before)}));
  return rows.affected();
}

base::Result<std::optional<model::RemoteId>> PostgresStore::owner_of(const model::UserId& user) {
  CAUSEWAY_TRY(rows, run(select_owner, {user.str()}));
  if (rows.size() == 0) return std::optional<model::RemoteId>();
  return std::optional<model::RemoteId>(rows.text(0, 0));
}

base::Result<> PostgresStore::claim_user(const model::UserId& user, const model::RemoteId& remote, base::Time now) {
  CAUSEWAY_TRY(rows, run(own, {user.str(), remote.str(), text_of(now)}));
  if (rows.text(0, 0) == remote.str()) return base::ok();
  return base::refused("user_belongs_elsewhere", "the user belongs to another connection");
}

}  // namespace causeway::store::postgres
