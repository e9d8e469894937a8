#include <algorithm>

#include "model/limits.h"
#include "store/postgres/postgres_store.h"
#include "store/postgres/task_sql.h"
#include "store/postgres/words.h"

namespace causeway::store::postgres {

namespace {

// The earliest place that was asked for and not looked at yet; 0: none.
#define CAUSEWAY_SCAN_FROM "COALESCE(LEAST(NULLIF(scan_from, 0), NULLIF(scan_claimed, 0)), 0)"
#define CAUSEWAY_TASK_COLUMNS                                    \
  "id, remote_id, channel_id, kind, wanted, " CAUSEWAY_SCAN_FROM \
  ", attempts, not_before, last_error, message_id, resume_at, "  \
  "resume_id, (SELECT r.policy_epoch FROM causeway.remotes r WHERE r.id = remote_id)"
// What may be claimed, but for its time. One of a pair: the invitation goes first.
#define CAUSEWAY_CLAIMABLE_OF_CHANNELS                                                                       \
  " FROM causeway.tasks t JOIN causeway.channel_remotes c ON c.channel_id = t.channel_id AND c.remote_id = " \
  "t.remote_id "                                                                                             \
  "JOIN causeway.remotes r ON r.id = t.remote_id AND r.state = 'connected' "                                 \
  "WHERE (t.kind = 'channel_invite' OR c.invite = 'confirmed') "
#define CAUSEWAY_CLAIMABLE_OF_REMOTES                                                                              \
  " FROM causeway.tasks t JOIN causeway.remotes r ON r.id = t.remote_id AND (r.state = 'connected' OR (r.state = " \
  "'removed' AND t.kind = 'leave')) WHERE t.channel_id = '' "

constexpr Statement enqueue_wishes{
    "enqueue",
    CAUSEWAY_INSERT_TASKS
    "SELECT w.remote, w.channel, w.kind, count(*), "
    "COALESCE(min(NULLIF(w.scan_from, 0)), 0), 0, $5::bigint, '', '' "
    "FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[]) "
    "AS w(remote, channel, kind, scan_from) GROUP BY 1, 2, 3 ORDER BY 1, 2, 3" CAUSEWAY_WIDEN,
    Effect::commits};
constexpr Statement enqueue_channel{
    "enqueue_posts",
    CAUSEWAY_INSERT_TASKS
    "SELECT remote_id, channel_id, 'posts', 1, "
    // The cursor comes by there anyway: then a page of a backlog must not begin anew.
    "CASE WHEN $3::bigint < last_post_update_at - $5::bigint THEN $3::bigint ELSE 0 END, "
    "0, $4::bigint, '', '' "
    "FROM causeway.channel_remotes WHERE channel_id = $1 AND remote_id <> $2 "
    "AND invite <> 'refused' ORDER BY remote_id" CAUSEWAY_WIDEN,
    Effect::commits};
constexpr Statement enqueue_every{"enqueue_all",
                                  CAUSEWAY_INSERT_TASKS
                                  "SELECT remote_id, channel_id, 'posts', 1, $1::bigint, 0, $2::bigint, '', '' "
                                  "FROM causeway.channel_remotes WHERE invite <> 'refused' "
                                  "ORDER BY remote_id, channel_id" CAUSEWAY_WIDEN,
                                  Effect::commits};
constexpr Statement enqueue_behind{
    "enqueue_catch_up",
    "WITH noted AS (INSERT INTO causeway.catch_up AS c (at) VALUES ($2::bigint) ON CONFLICT (one) DO UPDATE SET at = "
    "excluded.at), "
    "span AS (SELECT LEAST($2::bigint, (SELECT at FROM causeway.catch_up)) - $1::bigint AS "
    "since) " CAUSEWAY_INSERT_TASKS
    "SELECT c.remote_id, c.channel_id, 'posts', 1, s.since, 0, $2::bigint, '', '' "
    "FROM causeway.channel_remotes c CROSS JOIN span s WHERE c.invite <> 'refused' AND EXISTS (SELECT 1 FROM posts p "
    "LEFT JOIN LATERAL (SELECT e.looked_at FROM causeway.ledger e WHERE e.remote_id = c.remote_id AND e.kind = 'post' "
    "AND e.item_id = p.id LIMIT 1) l ON true "
    "WHERE p.channelid = c.channel_id AND p.updateat >= LEAST(s.since, c.last_post_update_at + 1) "
    "AND COALESCE(p.originalid, '') = '' AND p.type = ANY($3::text[]) "
    "AND (l.looked_at IS NULL OR l.looked_at <> p.xmin::text::bigint)) "
    "ORDER BY c.remote_id, c.channel_id" CAUSEWAY_WIDEN,
    Effect::commits};
constexpr Statement claim_due{
    "claim",
    "WITH of_channels AS (SELECT t.id, t.not_before" CAUSEWAY_CLAIMABLE_OF_CHANNELS
    "AND GREATEST(t.not_before, r.paused_until, c.lease_until) <= $2::bigint AND t.remote_id <> ALL($4::text[]) AND "
    "(t.kind = 'channel_invite' OR NOT "
    "EXISTS ("
    "SELECT 1 FROM causeway.tasks i WHERE i.remote_id = t.remote_id AND i.channel_id = t.channel_id "
    "AND i.kind = 'channel_invite' AND i.not_before <= $2::bigint)) "
    "ORDER BY t.not_before, t.id LIMIT $1::bigint FOR UPDATE OF t, c SKIP LOCKED), "
    "of_remotes AS (SELECT t.id, t.not_before" CAUSEWAY_CLAIMABLE_OF_REMOTES
    "AND GREATEST(t.not_before, r.paused_until, r.lease_until) <= $2::bigint AND t.remote_id <> ALL($4::text[]) "
    "ORDER BY t.not_before, t.id LIMIT $1::bigint FOR UPDATE OF t, r SKIP LOCKED), "
    "due AS (SELECT id FROM (TABLE of_channels UNION ALL TABLE of_remotes) AS a ORDER BY not_before, id "
    "LIMIT $1::bigint), "
    "claimed AS (UPDATE causeway.tasks t SET id = nextval('causeway.task_ids'), "
    "scan_claimed = " CAUSEWAY_SCAN_FROM
    ", scan_from = 0 FROM due WHERE t.id = due.id "
    "RETURNING t.*), "
    "leased AS (UPDATE causeway.channel_remotes c SET lease_until = $3::bigint, lease_task = t.id FROM claimed t "
    "WHERE c.channel_id = t.channel_id AND c.remote_id = t.remote_id RETURNING c.lease_task), "
    "leased_remotes AS (UPDATE causeway.remotes r SET lease_until = $3::bigint, lease_task = t.id FROM claimed t "
    "WHERE t.channel_id = '' AND r.id = t.remote_id RETURNING r.lease_task) "
    "SELECT " CAUSEWAY_TASK_COLUMNS
    " FROM claimed WHERE id IN (TABLE leased UNION ALL TABLE leased_remotes) "
    "ORDER BY not_before, id",
    Effect::commits};
constexpr Statement renew_leases{
    "renew_leases",
    "WITH remotes AS (UPDATE causeway.remotes SET lease_until = $2::bigint WHERE lease_task = ANY($1::bigint[]) "
    "AND lease_until > 0) "
    "UPDATE causeway.channel_remotes SET lease_until = $2::bigint WHERE lease_task = ANY($1::bigint[]) "
    "AND lease_until > 0",  // 0: settled
    Effect::commits};
// $4 = done, more or retry. `mine` is empty when the lease ran out and somebody else has the task: then only the facts
// (cursor, ledger, users) are written, because the peer did say yes.
constexpr Statement settle_task{
    "settle",
    "WITH mine AS (SELECT id, wanted FROM causeway.tasks WHERE id = $1::bigint FOR UPDATE), "
    "gone AS (DELETE FROM causeway.tasks t USING mine WHERE t.id = mine.id AND $4 = 'done' AND mine.wanted = "
    "$5::bigint "
    "  RETURNING t.id), "
    "kept AS (UPDATE causeway.tasks t SET attempts = CASE WHEN $4 = 'retry' THEN t.attempts + 1 ELSE 0 END, "
    "  not_before = CASE WHEN $4 = 'retry' THEN $6::bigint ELSE $7::bigint END, "
    "  last_error = CASE WHEN $4 = 'retry' THEN $8 ELSE '' END, "
    "  message_id = CASE WHEN $4 = 'retry' THEN $9 ELSE '' END, "
    "  resume_at = CASE $4 WHEN 'more' THEN $19::bigint WHEN 'retry' THEN t.resume_at ELSE 0 END, "
    "  resume_id = CASE $4 WHEN 'more' THEN $20 WHEN 'retry' THEN t.resume_id ELSE '' END, "
    // What was asked for meanwhile is still to be looked at from where it was asked.
    "  scan_from = CASE WHEN $4 = 'retry' THEN " CAUSEWAY_SCAN_FROM
    " ELSE t.scan_from END, scan_claimed = 0 "
    "  FROM mine WHERE t.id = mine.id AND ($4 <> 'done' OR mine.wanted <> $5::bigint) RETURNING t.id), "
    "place AS (UPDATE causeway.channel_remotes SET "
    "  lease_until = CASE WHEN lease_task = $1::bigint THEN 0 ELSE lease_until END, "
    "  last_post_create_id = CASE WHEN ($10::bigint, $11) > (last_post_create_at, last_post_create_id COLLATE \"C\") "
    "    THEN $11 ELSE last_post_create_id END, "
    "  last_post_create_at = GREATEST(last_post_create_at, $10::bigint), "
    "  last_post_update_id = CASE WHEN ($17::bigint, $18) > (last_post_update_at, last_post_update_id COLLATE \"C\") "
    "    THEN $18 ELSE last_post_update_id END, "
    "  last_post_update_at = GREATEST(last_post_update_at, $17::bigint) "
    "  WHERE channel_id = $3 AND remote_id = $2 RETURNING 1), "
    "let_go AS (UPDATE causeway.remotes SET "
    "  lease_until = CASE WHEN $3 = '' AND lease_task = $1::bigint THEN 0 ELSE lease_until END, "
    "  paused_until = GREATEST(paused_until, $23::bigint) "
    "  WHERE id = $2 AND ($3 = '' AND lease_task = $1::bigint OR $23::bigint > paused_until)), "
    "proven AS (UPDATE causeway.held_items SET proven = true, tries = 0 WHERE remote_id = $2 AND NOT dead AND NOT "
    "proven "
    "  AND '' <> ANY($14::text[])), "
    // An entry whose item the remote has spoken of meanwhile counts for nothing: its word may be the later one. Where
    // the two differ, ours may have come after it (model::open_version).
    "had AS (INSERT INTO causeway.ledger AS l (remote_id, kind, item_id, sent_version, looked_at, heard, at) "
    "  SELECT $2, e.kind, e.item, e.version, e.looked_at, e.heard, $7::bigint "
    "  FROM unnest($12::text[], $13::text[], $14::text[], $21::bigint[], $22::bigint[]) "
    "  AS e(kind, item, version, looked_at, heard) ORDER BY 2, 3 "
    "  ON CONFLICT (remote_id, kind, item_id) DO UPDATE SET at = excluded.at, "
    "  sent_version = CASE WHEN excluded.sent_version = '' THEN l.sent_version WHEN l.heard = excluded.heard THEN "
    "excluded.sent_version ELSE 'open' || CASE WHEN l.sent_version LIKE '%+' THEN '+' ELSE '' END END, "
    "  looked_at = CASE WHEN l.heard <> excluded.heard THEN 0 WHEN excluded.looked_at = 0 THEN l.looked_at ELSE "
    "excluded.looked_at END "
    "  WHERE l.heard = excluded.heard OR l.kind = 'post' AND excluded.sent_version NOT IN ('', l.sent_version)), "
    "known AS (INSERT INTO causeway.synced_users (remote_id, user_id, synced_at, policy_epoch) "
    "  SELECT $2, u, at, $26::bigint FROM unnest($15::text[], $16::bigint[]) AS t(u, at) ORDER BY 2 "
    "  ON CONFLICT (remote_id, user_id) DO UPDATE SET "
    "  synced_at = GREATEST(synced_users.synced_at, excluded.synced_at), policy_epoch = excluded.policy_epoch), "
    "pictures AS (" CAUSEWAY_INSERT_TASKS
    "SELECT $2, '', 'pictures', 1, 0, 0, $7::bigint, '', '' WHERE '' <> ANY($15::text[]) " CAUSEWAY_ASK_AGAIN
    " RETURNING id), "
    // Never in one settlement with synced users, so no row is written twice.
    "pictured AS (UPDATE causeway.synced_users s SET picture_at = t.at "
    "  FROM unnest($24::text[], $25::bigint[]) AS t(u, at) WHERE s.remote_id = $2 AND s.user_id = t.u) "
    "SELECT (SELECT count(*) FROM kept) + (SELECT count(*) FROM pictures)",
    Effect::commits};
constexpr Statement wake{
    "wake_remote", "UPDATE causeway.tasks SET not_before = $2::bigint WHERE remote_id = $1 AND not_before > $2::bigint",
    Effect::commits};
constexpr Statement select_tasks{
    "select_tasks", "SELECT " CAUSEWAY_TASK_COLUMNS " FROM causeway.tasks WHERE remote_id = $1 ORDER BY not_before, id",
    Effect::none};
constexpr Statement earliest_due{
    "earliest_due",
    "SELECT LEAST((SELECT min(GREATEST(t.not_before, r.paused_until, c.lease_until))" CAUSEWAY_CLAIMABLE_OF_CHANNELS
    "AND t.remote_id <> ALL($1::text[])), (SELECT min(GREATEST(t.not_before, r.paused_until, "
    "r.lease_until))" CAUSEWAY_CLAIMABLE_OF_REMOTES "AND t.remote_id <> ALL($1::text[])))",
    Effect::none};

model::Task read_task(const Rows& rows, int row) {
  model::Task task;
  task.id = rows.integer(row, 0);
  task.remote_id = model::RemoteId(rows.text(row, 1));
  task.channel_id = model::ChannelId(rows.text(row, 2));
  task.kind = task_kind(rows.text(row, 3));
  task.wanted = rows.integer(row, 4);
  task.scan_from = rows.time(row, 5);
  task.attempts = static_cast<std::int32_t>(rows.integer(row, 6));
  task.not_before = rows.time(row, 7);
  task.last_error = rows.text(row, 8);
  task.message_id = rows.text(row, 9);
  task.resume = {rows.time(row, 10), rows.text(row, 11)};
  task.policy_epoch = rows.integer(row, 12);
  return task;
}

std::vector<model::Task> read_tasks(const Rows& rows) {
  std::vector<model::Task> result;
  for (int row = 0; row < rows.size(); ++row) result.push_back(read_task(rows, row));
  return result;
}

std::string word(Settlement::Kind kind) {
  switch (kind) {
    case Settlement::Kind::done:
      return "done";
    case Settlement::Kind::more:
      return "more";
    case Settlement::Kind::retry:
      return "retry";
  }
  return "retry";
}

}  // namespace

base::Result<> PostgresStore::enqueue(const std::vector<model::TaskWish>& wishes, base::Time now) {
  if (wishes.empty()) return base::ok();
  std::vector<std::string> remotes, channels, kinds, scans;
  for (const model::TaskWish& wish : wishes) {
    remotes.push_back(wish.remote_id.str());
    channels.push_back(wish.channel_id.str());
    kinds.push_back(postgres::word(wish.kind));
    scans.push_back(text_of(wish.scan_from));
  }
  CAUSEWAY_CHECK(
      run(enqueue_wishes, {array_of(remotes), array_of(channels), array_of(kinds), array_of(scans), text_of(now)}));
  signal();
  return base::ok();
}

base::Result<std::int64_t> PostgresStore::enqueue_posts(const model::ChannelId& channel, const model::RemoteId& except,
                                                        base::Time scan_from, base::Time now) {
  const base::Millis near = model::limits::cursor_overlap / 2;
  CAUSEWAY_TRY(rows, run(enqueue_channel, {channel.str(), except.str(), text_of(scan_from), text_of(now),
                                           text_of(static_cast<std::int64_t>(near.count()))}));
  if (rows.affected() > 0) signal();
  return rows.affected();
}

base::Result<std::int64_t> PostgresStore::enqueue_all(base::Time scan_from, base::Time now) {
  CAUSEWAY_TRY(rows, run(enqueue_every, {text_of(scan_from), text_of(now)}));
  if (rows.affected() > 0) signal();
  return rows.affected();
}

base::Result<std::int64_t> PostgresStore::enqueue_catch_up(base::Millis overlap, const std::vector<std::string>& types,
                                                           base::Time now) {
  CAUSEWAY_TRY(
      rows, run(enqueue_behind, {text_of(static_cast<std::int64_t>(overlap.count())), text_of(now), array_of(types)}));
  if (rows.affected() > 0) signal();
  return rows.affected();
}

base::Result<std::vector<model::Task>> PostgresStore::claim(std::size_t most, base::Time now, base::Millis lease,
                                                            const std::vector<model::RemoteId>& busy) {
  CAUSEWAY_TRY(rows, run(claim_due, {text_of(static_cast<std::int64_t>(most)), text_of(now), text_of(now + lease),
                                     array_of(busy)}));
  return read_tasks(rows);
}

base::Result<> PostgresStore::renew(const std::vector<std::int64_t>& task_ids, base::Time until) {
  std::vector<std::string> ids;
  for (const std::int64_t id : task_ids) ids.push_back(text_of(id));
  const auto renewed = run(renew_leases, {array_of(ids), text_of(until)});
  return renewed.ok() ? base::ok() : base::Result<>(renewed.error());
}

base::Result<> PostgresStore::settle(const model::Task& task, const Settlement& settlement, base::Time now) {
  std::vector<std::string> kinds, items, versions, looked, heard, users, users_at, pictures, pictures_at;
  for (const model::LedgerEntry& entry : settlement.ledger) {
    kinds.push_back(postgres::word(entry.kind));
    items.push_back(entry.item_id);
    versions.push_back(entry.version);
    looked.push_back(text_of(entry.looked_at));
    heard.push_back(text_of(entry.heard));
  }
  for (const auto& [user, at] : settlement.synced_users) {
    users.push_back(user.str());
    users_at.push_back(text_of(at));
  }
  for (const auto& [user, at] : settlement.sent_pictures) {
    pictures.push_back(user.str());
    pictures_at.push_back(text_of(at));
  }
  const model::Cursor created = settlement.last_post_create.value_or(model::Cursor{});
  const model::Cursor updated = settlement.last_post_update.value_or(model::Cursor{});
  CAUSEWAY_TRY(rows, run(settle_task, {text_of(task.id),
                                       task.remote_id.str(),
                                       task.channel_id.str(),
                                       word(settlement.kind),
                                       text_of(task.wanted),
                                       text_of(settlement.not_before),
                                       text_of(now),
                                       settlement.error,
                                       settlement.message_id,
                                       text_of(created.at),
                                       created.id,
                                       array_of(kinds),
                                       array_of(items),
                                       array_of(versions),
                                       array_of(users),
                                       array_of(users_at),
                                       text_of(updated.at),
                                       updated.id,
                                       text_of(settlement.resume.at),
                                       settlement.resume.id,
                                       array_of(looked),
                                       array_of(heard),
                                       text_of(settlement.remote_pauses_until),
                                       array_of(pictures),
                                       array_of(pictures_at),
                                       text_of(task.policy_epoch)}));
  if (rows.integer(0, 0) > 0) signal();
  return base::ok();
}

base::Result<std::int64_t> PostgresStore::wake_remote(const model::RemoteId& remote, base::Time now) {
  CAUSEWAY_TRY(rows, run(wake, {remote.str(), text_of(now)}));
  if (rows.affected() > 0) signal();
  return rows.affected();
}

base::Result<std::vector<model::Task>> PostgresStore::tasks(const model::RemoteId& remote) {
  CAUSEWAY_TRY(rows, run(select_tasks, {remote.str()}));
  return read_tasks(rows);
}

void PostgresStore::signal() {
  const base::MutexLock lock(mutex_);
  ++signals_;
  work_.notify_all();
}

std::optional<base::Millis> PostgresStore::until_due(const std::vector<model::RemoteId>& busy) {
  auto rows = run(earliest_due, {array_of(busy)});
  if (!rows.ok() || rows->null(0, 0)) return std::nullopt;
  return std::max(base::Millis(0), rows->time(0, 0) - clock_.now());
}

void PostgresStore::wait_for_work(std::stop_token stop, base::Millis longest,
                                  const std::vector<model::RemoteId>& busy) {
  const base::Steady end = clock_.steady() + longest;
  std::uint64_t seen = 0;
  {
    const base::MutexLock lock(mutex_);
    seen = signals_;
  }
  while (!stop.stop_requested()) {
    // Other nodes' tasks are seen by looking: a NOTIFY for each would queue all commits of the server behind one lock.
    if (clock_.steady() >= end) return;
    const std::optional<base::Millis> due = until_due(busy);
    const base::Steady now = clock_.steady();
    if (due == base::Millis(0)) return;
    base::Steady until = std::min(end, now + std::chrono::duration_cast<base::Millis>(model::limits::worker_poll));
    if (due) until = std::min(until, now + *due);
    const base::MutexLock lock(mutex_);
    if (work_.wait_until(mutex_, stop, until, [&]() CAUSEWAY_NO_THREAD_SAFETY_ANALYSIS { return signals_ != seen; })) {
      return;
    }
  }
}

}  // namespace causeway::store::postgres
