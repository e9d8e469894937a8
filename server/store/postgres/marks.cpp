#include <algorithm>

#include "store/postgres/postgres_store.h"
#include "store/postgres/task_sql.h"

namespace causeway::store::postgres {

namespace {

constexpr Statement begin{"begin_mark",
                          "INSERT INTO causeway.marks AS m (remote_id, offered) VALUES ($1, $2::bigint) "
                          "ON CONFLICT (remote_id) DO UPDATE SET offered = CASE WHEN m.offered > m.at_peer "
                          "THEN m.offered ELSE GREATEST(excluded.offered, m.at_peer + 1) END "
                          "RETURNING at_peer, offered",
                          Effect::commits};
constexpr Statement end{"end_mark",
                        "UPDATE causeway.marks SET at_peer = $3::bigint WHERE remote_id = $1 AND at_peer = $2::bigint",
                        Effect::commits};
constexpr Statement keep{
    "keep_mark",
    "WITH before AS (SELECT kept FROM causeway.marks WHERE remote_id = $1 FOR UPDATE), "
    "written AS (INSERT INTO causeway.marks AS m (remote_id, kept) "
    "  VALUES ($1, CASE WHEN $2::bigint = 0 THEN $3::bigint ELSE 0 END) ON CONFLICT (remote_id) DO UPDATE SET "
    "  kept = CASE WHEN m.kept IN ($2::bigint, $3::bigint) THEN $3::bigint ELSE m.kept END) "
    "SELECT COALESCE((SELECT kept FROM before), 0)",
    Effect::commits};
constexpr Statement again{
    "send_since",
    "WITH it AS (UPDATE causeway.marks SET at_peer = $3::bigint, offered = $3::bigint "
    "  WHERE remote_id = $1 AND at_peer = $2::bigint RETURNING remote_id), "
    // A post that the remote told of since is its own to remember.
    "open AS (UPDATE causeway.ledger l SET looked_at = 0, heard = l.heard + 1, "
    "  sent_version = 'open' || CASE WHEN l.sent_version LIKE '%+' THEN '+' ELSE '' END FROM it "
    "  WHERE l.remote_id = it.remote_id AND l.at >= $4::bigint AND l.sent_version <> '' "
    "  AND (l.kind <> 'post' OR l.got_version = '' OR l.got_stamp < $4::bigint) RETURNING l.kind, l.item_id), "
    "oldest AS (SELECT p.channelid, min(p.updateat) AS at FROM open o JOIN posts p ON p.id = o.item_id "
    "  WHERE o.kind = 'post' GROUP BY p.channelid), "
    "users AS (DELETE FROM causeway.synced_users u USING it WHERE u.remote_id = it.remote_id), "
    "people AS (UPDATE causeway.remotes r SET last_global_user_sync_at = 0 FROM it WHERE r.id = it.remote_id), "
    "members AS (DELETE FROM causeway.members_sent m USING it WHERE m.remote_id = it.remote_id), "
    "statuses AS (DELETE FROM causeway.statuses_sent s USING it WHERE s.remote_id = it.remote_id), "
    "files AS (DELETE FROM causeway.attachments a USING it WHERE a.remote_id = it.remote_id AND a.state = 'crossed' "
    "  AND a.at >= $4::bigint), "
    "invited AS (UPDATE causeway.channel_remotes c SET invite = 'waiting' FROM it, causeway.shared_channels s "
    "  WHERE c.remote_id = it.remote_id AND s.id = c.channel_id AND s.home AND c.invite = 'confirmed' "
    "  AND c.create_at >= $4::bigint RETURNING c.channel_id, c.remote_id) " CAUSEWAY_INSERT_TASKS
    "SELECT c.remote_id, c.channel_id, k.kind, 1, CASE WHEN k.kind = 'posts' THEN GREATEST(1, LEAST($4::bigint, o.at)) "
    "  ELSE 0 END, 0, $5::bigint, '', '' FROM it JOIN causeway.channel_remotes c ON c.remote_id = it.remote_id "
    "  AND c.invite <> 'refused' LEFT JOIN oldest o ON o.channelid = c.channel_id "
    "  CROSS JOIN (VALUES ('posts'), ('channel'), ('members')) AS k(kind) "
    "UNION ALL SELECT remote_id, channel_id, 'channel_invite', 1, 0, 0, $5::bigint, '', '' FROM invited "
    "UNION ALL SELECT it.remote_id, '', k.kind, 1, 0, 0, $5::bigint, '', '' FROM it "
    "  CROSS JOIN (VALUES ('statuses'), ('people')) AS k(kind) ORDER BY 1, 2, 3" CAUSEWAY_WIDEN,
    Effect::commits};

}  // namespace

base::Result<model::PingMark> PostgresStore::begin_mark(const model::RemoteId& remote, base::Time now) {
  CAUSEWAY_TRY(rows, run(begin, {remote.str(), text_of(now)}));
  return model::PingMark{rows.time(0, 0), rows.time(0, 1)};
}

base::Result<> PostgresStore::end_mark(const model::RemoteId& remote, const model::PingMark& mark) {
  CAUSEWAY_CHECK(run(end, {remote.str(), text_of(mark.from), text_of(mark.to)}));
  return base::ok();
}

base::Result<base::Time> PostgresStore::keep_mark(const model::RemoteId& remote, const model::PingMark& mark) {
  CAUSEWAY_TRY(rows, run(keep, {remote.str(), text_of(mark.from), text_of(mark.to)}));
  return rows.time(0, 0);
}

base::Result<bool> PostgresStore::send_since(const model::RemoteId& remote, const model::PingMark& mark,
                                             base::Time kept, base::Time now) {
  const base::Time since = std::min(mark.from, kept);
  CAUSEWAY_TRY(rows, run(again, {remote.str(), text_of(mark.from), text_of(kept), text_of(since), text_of(now)}));
  signal();
  return rows.affected() > 0;
}

}  // namespace causeway::store::postgres
