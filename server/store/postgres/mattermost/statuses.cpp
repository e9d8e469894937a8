// Mattermost's table status. It has no time of a change and no index but its primary key: what was written since the
// last look is found by the rows' own transaction numbers, in one pass over a table of a hundred bytes a person.

#include "store/postgres/postgres_store.h"

namespace causeway::store::postgres {

namespace {

// A transaction that had not ended at the last look is looked at again: the horizon is the oldest one that runs.
constexpr Statement select_written{
    "written_statuses",
    "SELECT pg_snapshot_xmin(pg_current_snapshot())::text, s.userid, s.status, COALESCE(s.dndendtime, 0) "
    "FROM (SELECT 1) AS one LEFT JOIN status s ON $1 = '' OR age(s.xmin) <= "
    "  age(((NULLIF($1, '')::bigint & 4294967295)::text)::xid)",  // the low half of the horizon is what rows carry
    Effect::none};
constexpr Statement select_changed{
    "changed_statuses",
    "SELECT s.userid, s.status, s.manual, s.lastactivityat, COALESCE(s.dndendtime, 0), c.channel_id "
    "FROM causeway.synced_users k JOIN status s ON s.userid = k.user_id "
    "JOIN causeway.remotes r ON r.id = k.remote_id "
    "LEFT JOIN causeway.statuses_sent t ON t.remote_id = k.remote_id AND t.user_id = k.user_id AND t.at >= r.create_at "
    "CROSS JOIN LATERAL (SELECT min(COALESCE(NULLIF(c.peer_channel_id, ''), c.channel_id)) AS channel_id FROM "
    "causeway.channel_remotes c "
    "  JOIN channelmembers m ON m.channelid = c.channel_id AND m.userid = k.user_id "
    "  WHERE c.remote_id = k.remote_id AND c.invite = 'confirmed') AS c "
    "WHERE k.remote_id = $1 AND (t.status IS DISTINCT FROM s.status "
    "  OR t.dnd_end_time IS DISTINCT FROM CASE WHEN s.status = 'dnd' THEN COALESCE(s.dndendtime, 0) ELSE 0 END) "
    "AND c.channel_id IS NOT NULL ORDER BY c.channel_id, s.userid LIMIT $2::bigint",
    Effect::none};
constexpr Statement insert_sent{
    "record_statuses",
    "INSERT INTO causeway.statuses_sent (remote_id, user_id, status, dnd_end_time, at) "
    "SELECT $1, s.u, s.status, s.dnd, $5::bigint FROM unnest($2::text[], $3::text[], $4::bigint[]) AS s(u, status, "
    "dnd) "
    "ON CONFLICT (remote_id, user_id) DO UPDATE SET status = excluded.status, dnd_end_time = excluded.dnd_end_time, "
    "at = excluded.at",
    Effect::commits};

}  // namespace

base::Result<> PostgresStore::probe_statuses() {
  CAUSEWAY_CHECK(probe_members());
  return probe(statuses_probed_, "status", {"userid", "status", "manual", "lastactivityat", "dndendtime"});
}

base::Result<Store::WrittenStatuses> PostgresStore::written_statuses(const std::string& since) {
  CAUSEWAY_CHECK(probe_statuses());
  CAUSEWAY_TRY(rows, run(select_written, {since}));
  WrittenStatuses result;
  for (int row = 0; row < rows.size(); ++row) {
    result.horizon = rows.text(row, 0);
    if (rows.null(row, 1)) continue;
    result.looks.emplace(rows.text(row, 1), rows.text(row, 2) + ":" + rows.text(row, 3));
  }
  return result;
}

base::Result<std::vector<Store::ChangedStatus>> PostgresStore::changed_statuses(const model::RemoteId& remote,
                                                                                std::size_t most) {
  CAUSEWAY_CHECK(probe_statuses());
  CAUSEWAY_TRY(rows, run(select_changed, {remote.str(), text_of(static_cast<std::int64_t>(most))}));
  std::vector<ChangedStatus> result;
  for (int row = 0; row < rows.size(); ++row) {
    model::Status status;
    status.user_id = model::UserId(rows.text(row, 0));
    status.status = rows.text(row, 1);
    status.manual = rows.boolean(row, 2);
    status.last_activity_at = rows.time(row, 3);
    if (status.status == "dnd") status.dnd_end_time = rows.integer(row, 4);
    result.push_back({std::move(status), model::ChannelId(rows.text(row, 5))});
  }
  return result;
}

base::Result<> PostgresStore::record_statuses(const model::RemoteId& remote, const std::vector<model::Status>& sent,
                                              base::Time now) {
  std::vector<std::string> users, words, ends;
  for (const model::Status& status : sent) {
    users.push_back(status.user_id.str());
    words.push_back(status.status);
    ends.push_back(text_of(status.dnd_end_time));
  }
  CAUSEWAY_CHECK(run(insert_sent, {remote.str(), array_of(users), array_of(words), array_of(ends), text_of(now)}));
  return base::ok();
}

}  // namespace causeway::store::postgres
