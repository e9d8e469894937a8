#include "store/postgres/postgres_store.h"
#include "store/postgres/words.h"

namespace causeway::store::postgres {

namespace {

#define CAUSEWAY_RECEIVED                                                      \
  "FROM unnest($2::text[], $3::text[], $4::text[], $5::bigint[], $6::text[]) " \
  "WITH ORDINALITY AS e(kind, item, version, stamp, local, n)"
// The verdict is of the rows as they were; the marks are made beside it.
constexpr Statement begin_items{
    "ledger_begin",
    "WITH e AS (SELECT e.*, CASE WHEN l.item_id IS NULL OR l.got_version = '' THEN 'fresh' "
    "  WHEN e.stamp < l.got_stamp THEN 'late' WHEN l.got_version = e.version AND e.stamp = l.got_stamp THEN 'had' "
    "  ELSE 'fresh' END AS verdict " CAUSEWAY_RECEIVED
    "  LEFT JOIN LATERAL (SELECT * FROM causeway.ledger r WHERE r.remote_id = $1 AND r.kind = e.kind "
    "  AND r.item_id = e.item LIMIT 1) l ON true), "
    "marked AS (INSERT INTO causeway.ledger AS r (remote_id, kind, item_id, applying, applying_since, at) "
    "  SELECT $1, e.kind, e.item, e.local, $7::bigint, $7::bigint FROM e WHERE e.verdict = 'fresh' ORDER BY 2, 3 "
    "  ON CONFLICT (remote_id, kind, item_id) DO UPDATE SET applying = excluded.applying, at = excluded.at, "
    "  applying_since = CASE WHEN r.applying = excluded.applying THEN r.applying_since ELSE excluded.applying_since "
    "END) "
    "SELECT verdict FROM e ORDER BY n",
    Effect::commits};
constexpr Statement finish_items{
    "ledger_finish",
    "INSERT INTO causeway.ledger AS l (remote_id, kind, item_id, sent_version, got_version, got_stamp, heard, at) "
    "SELECT $1, e.kind, e.item, e.local, e.version, e.stamp, 1, $7::bigint " CAUSEWAY_RECEIVED
    " ORDER BY 2, 3 "
    "ON CONFLICT (remote_id, kind, item_id) DO UPDATE SET got_version = excluded.got_version, applying = '', "
    "got_stamp = GREATEST(l.got_stamp, excluded.got_stamp), heard = l.heard + 1, looked_at = 0, at = excluded.at, "
    "sent_version = CASE WHEN excluded.sent_version = '' THEN l.sent_version ELSE excluded.sent_version END",
    Effect::commits};
constexpr Statement open_items{
    "ledger_open",
    "UPDATE causeway.ledger l SET sent_version = 'open' || CASE WHEN l.sent_version LIKE '%+' THEN '+' ELSE '' END "
    "FROM unnest($2::text[], $3::text[]) AS e(kind, item) "
    "WHERE l.remote_id = $1 AND l.kind = e.kind AND l.item_id = e.item AND l.sent_version <> ''",
    Effect::commits};
constexpr Statement prune{"prune_ledger", "DELETE FROM causeway.ledger WHERE at < $1::bigint", Effect::commits};
constexpr Statement select_owner{"owner_of", "SELECT remote_id FROM causeway.users_owned WHERE user_id = $1",
                                 Effect::none};
constexpr Statement own{"claim_user",
                        "INSERT INTO causeway.users_owned AS u (user_id, remote_id, create_at) "
                        "VALUES ($1, $2, $3::bigint) ON CONFLICT (user_id) DO UPDATE SET user_id = u.user_id "
                        "RETURNING remote_id",
                        Effect::commits};

Params item_params(const model::RemoteId& remote, const std::vector<model::ReceivedItem>& items, base::Time now) {
  std::vector<std::string> kinds, ids, versions, stamps, locals;
  for (const model::ReceivedItem& item : items) {
    kinds.push_back(word(item.kind));
    ids.push_back(item.item_id);
    versions.push_back(item.version);
    stamps.push_back(text_of(item.stamp));
    locals.push_back(item.local_version);
  }
  return {remote.str(),     array_of(kinds),  array_of(ids), array_of(versions),
          array_of(stamps), array_of(locals), text_of(now)};
}

model::ReceivedVerdict verdict_of(const std::string& word) {
  if (word == "had") return model::ReceivedVerdict::had;
  return word == "late" ? model::ReceivedVerdict::late : model::ReceivedVerdict::fresh;
}

}  // namespace

base::Result<std::vector<model::ReceivedVerdict>> PostgresStore::ledger_begin(
    const model::RemoteId& remote, const std::vector<model::ReceivedItem>& items, base::Time now) {
  std::vector<model::ReceivedVerdict> verdicts;
  if (items.empty()) return verdicts;
  CAUSEWAY_TRY(rows, run(begin_items, item_params(remote, items, now)));
  for (int row = 0; row < rows.size(); ++row) verdicts.push_back(verdict_of(rows.text(row, 0)));
  return verdicts;
}

base::Result<> PostgresStore::ledger_open(const model::RemoteId& remote, const std::vector<model::LedgerEntry>& items) {
  if (items.empty()) return base::ok();
  std::vector<std::string> kinds, ids;
  for (const model::LedgerEntry& item : items) {
    kinds.push_back(word(item.kind));
    ids.push_back(item.item_id);
  }
  CAUSEWAY_CHECK(run(open_items, {remote.str(), array_of(kinds), array_of(ids)}));
  return base::ok();
}

base::Result<> PostgresStore::ledger_finish(const model::RemoteId& remote,
                                            const std::vector<model::ReceivedItem>& items, base::Time now) {
  if (items.empty()) return base::ok();
  CAUSEWAY_CHECK(run(finish_items, item_params(remote, items, now)));
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
