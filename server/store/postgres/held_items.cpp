#include "store/postgres/postgres_store.h"
#include "store/postgres/task_sql.h"
#include "store/postgres/words.h"

namespace causeway::store::postgres {

namespace {

#define CAUSEWAY_HELD_COLUMNS                                                                          \
  "h.number, h.remote_id, h.channel_id, h.kind, h.item_id, h.version, h.post_id, h.root_id, h.tries, " \
  "h.proven, h.dead, h.since, h.not_before, h.reason"
// A `held` task that waits longer waits no longer.
#define CAUSEWAY_SOONER CAUSEWAY_ASK_AGAIN ", not_before = LEAST(tasks.not_before, excluded.not_before)"

constexpr Statement hold_items{
    "hold",
    "WITH h AS (INSERT INTO causeway.held_items AS h (remote_id, channel_id, kind, item_id, version, post_id, root_id, "
    "  tries, proven, dead, since, not_before, reason, at) "
    "  SELECT e.*, $14::bigint FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], "
    "  $7::text[], $8::integer[], $9::boolean[], $10::boolean[], $11::bigint[], $12::bigint[], $13::text[]) "
    "  AS e(remote, channel, kind, item, version, post, root, tries, proven, dead, since, not_before, reason) "
    "  WHERE EXISTS (SELECT 1 FROM causeway.channel_remotes c WHERE c.channel_id = e.channel AND c.remote_id = "
    "  e.remote) ORDER BY 1, 3, 4 "
    "  ON CONFLICT (remote_id, kind, item_id) DO UPDATE SET version = excluded.version, tries = excluded.tries, "
    "  proven = h.proven OR excluded.proven, dead = excluded.dead, since = excluded.since, "
    "  not_before = excluded.not_before, reason = excluded.reason, at = excluded.at "
    "  RETURNING h.remote_id, h.channel_id, h.dead, h.not_before) " CAUSEWAY_INSERT_TASKS
    "SELECT remote_id, channel_id, 'held', 1, 0, 0, min(not_before), '', '' FROM h WHERE NOT dead GROUP BY 1, 2 "
    "ORDER BY 1, 2" CAUSEWAY_SOONER,
    Effect::commits};
constexpr Statement release_items{
    "release",
    "WITH gone AS (DELETE FROM causeway.held_items WHERE remote_id = $1 AND number = ANY($2::bigint[]) "
    "  RETURNING kind, item_id), "
    "freed AS (UPDATE causeway.held_items SET dead = false, tries = 0, not_before = $3::bigint, at = $3::bigint "
    "  WHERE remote_id = $1 AND root_id <> '' AND root_id IN (SELECT item_id FROM gone WHERE kind = 'post') "
    "  RETURNING channel_id) " CAUSEWAY_INSERT_TASKS
    "SELECT DISTINCT $1, channel_id, 'held', 1, 0, 0, $3::bigint, '', '' FROM freed" CAUSEWAY_SOONER,
    Effect::commits};
constexpr Statement select_of_posts{"held_of",
                                    "SELECT " CAUSEWAY_HELD_COLUMNS
                                    " FROM causeway.held_items h WHERE remote_id = $1 AND post_id = ANY($2::text[])",
                                    Effect::none};
constexpr Statement select_waiting{
    "held_waiting",
    "SELECT " CAUSEWAY_HELD_COLUMNS
    " FROM causeway.held_items h WHERE remote_id = $1 AND ($2 = '' OR channel_id = $2) AND NOT dead "
    "ORDER BY not_before, number LIMIT $3::bigint",
    Effect::none};
constexpr Statement select_dead{
    "held_dead",
    "SELECT " CAUSEWAY_HELD_COLUMNS
    " FROM causeway.held_items h WHERE remote_id = $1 AND ($2 = '' OR channel_id = $2) AND dead "
    "ORDER BY at DESC, number DESC LIMIT $3::bigint",
    Effect::none};
constexpr Statement count_of{
    "count_held", "SELECT count(*) FROM causeway.held_items WHERE remote_id = $1 AND (dead OR NOT $2)", Effect::none};
constexpr Statement try_again{
    "redrive",
    "WITH h AS (UPDATE causeway.held_items SET dead = false, tries = 0, since = $4::bigint, not_before = $4::bigint, "
    "  at = $4::bigint WHERE remote_id = $1 AND ($2 = '' OR channel_id = $2) AND ($3::bigint = 0 OR number = "
    "  $3::bigint) AND dead RETURNING channel_id, kind, item_id), "
    "files AS (UPDATE causeway.attachments SET state = 'pending', attempts = 0, failing_since = 0, error = '' "
    "  WHERE remote_id = $1 AND state = 'refused' AND file_id IN (SELECT item_id FROM h WHERE kind = 'file')), "
    "asked AS (" CAUSEWAY_INSERT_TASKS
    "  SELECT DISTINCT $1, channel_id, 'held', 1, 0, 0, $4::bigint, '', '' FROM h" CAUSEWAY_SOONER
    ") SELECT count(*) FROM h",
    Effect::commits};
constexpr Statement prune_dead{"prune_dead_letters", "DELETE FROM causeway.held_items WHERE dead AND at < $1::bigint",
                               Effect::commits};

std::vector<model::HeldItem> read_held(const Rows& rows) {
  std::vector<model::HeldItem> items;
  for (int row = 0; row < rows.size(); ++row) {
    model::HeldItem& item = items.emplace_back();
    item.number = rows.integer(row, 0);
    item.remote_id = model::RemoteId(rows.text(row, 1));
    item.channel_id = model::ChannelId(rows.text(row, 2));
    item.kind = ledger_kind(rows.text(row, 3));
    item.item_id = rows.text(row, 4);
    item.version = rows.text(row, 5);
    item.post_id = model::PostId(rows.text(row, 6));
    item.root_id = model::PostId(rows.text(row, 7));
    item.tries = static_cast<std::int32_t>(rows.integer(row, 8));
    item.proven = rows.boolean(row, 9);
    item.dead = rows.boolean(row, 10);
    item.since = rows.time(row, 11);
    item.not_before = rows.time(row, 12);
    item.reason = rows.text(row, 13);
  }
  return items;
}

}  // namespace

base::Result<> PostgresStore::hold(const std::vector<model::HeldItem>& items, base::Time now) {
  if (items.empty()) return base::ok();
  std::vector<std::vector<std::string>> columns(13);
  for (const model::HeldItem& item : items) {
    const std::vector<std::string> row{item.remote_id.str(), item.channel_id.str(),
                                       word(item.kind),      item.item_id,
                                       item.version,         item.post_id.str(),
                                       item.root_id.str(),   text_of(static_cast<std::int64_t>(item.tries)),
                                       text_of(item.proven), text_of(item.dead),
                                       text_of(item.since),  text_of(item.not_before),
                                       item.reason};
    for (std::size_t i = 0; i < row.size(); ++i) columns[i].push_back(row[i]);
  }
  Params params;
  for (const std::vector<std::string>& column : columns) params.push_back(array_of(column));
  params.push_back(text_of(now));
  CAUSEWAY_TRY(rows, run(hold_items, params));
  if (rows.affected() > 0) signal();
  return base::ok();
}

base::Result<> PostgresStore::release(const model::RemoteId& remote, const std::vector<std::int64_t>& numbers,
                                      base::Time now) {
  if (numbers.empty()) return base::ok();
  std::vector<std::string> texts;
  for (const std::int64_t number : numbers) texts.push_back(text_of(number));
  CAUSEWAY_TRY(rows, run(release_items, {remote.str(), array_of(texts), text_of(now)}));
  if (rows.affected() > 0) signal();
  return base::ok();
}

base::Result<std::vector<model::HeldItem>> PostgresStore::held_of(const model::RemoteId& remote,
                                                                  const std::vector<model::PostId>& posts) {
  if (posts.empty()) return std::vector<model::HeldItem>{};
  CAUSEWAY_TRY(rows, run(select_of_posts, {remote.str(), array_of(posts)}));
  return read_held(rows);
}

base::Result<std::vector<model::HeldItem>> PostgresStore::held(const HeldFilter& filter) {
  CAUSEWAY_TRY(rows,
               run(filter.dead ? select_dead : select_waiting,
                   {filter.remote_id.str(), filter.channel_id.str(), text_of(static_cast<std::int64_t>(filter.most))}));
  return read_held(rows);
}

base::Result<std::int64_t> PostgresStore::count_held(const model::RemoteId& remote, bool dead_only) {
  CAUSEWAY_TRY(rows, run(count_of, {remote.str(), text_of(dead_only)}));
  return rows.integer(0, 0);
}

base::Result<std::int64_t> PostgresStore::redrive(const model::RemoteId& remote, const model::ChannelId& channel,
                                                  std::int64_t number, base::Time now) {
  CAUSEWAY_TRY(rows, run(try_again, {remote.str(), channel.str(), text_of(number), text_of(now)}));
  if (rows.integer(0, 0) > 0) signal();
  return rows.integer(0, 0);
}

base::Result<std::int64_t> PostgresStore::prune_dead_letters(base::Time before) {
  CAUSEWAY_TRY(rows, run(prune_dead, {text_of(before)}));
  return rows.affected();
}

}  // namespace causeway::store::postgres
