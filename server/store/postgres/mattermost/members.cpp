// Mattermost's table channelmembers. Index used: the primary key, which begins with the channel.

#include "store/postgres/postgres_store.h"
#include "store/postgres/task_sql.h"

namespace causeway::store::postgres {

namespace {

// Differences, not events: what no hook told us of is among them.
#define CAUSEWAY_CAME(channel, told)                                                                    \
  "FROM channelmembers m JOIN users u ON u.id = m.userid WHERE m.channelid = " channel                  \
  " AND u.deleteat = 0 AND COALESCE(u.remoteid, '') = '' "                                              \
  "AND NOT EXISTS (SELECT 1 FROM bots b WHERE b.userid = m.userid) AND NOT EXISTS (SELECT 1 FROM " told \
  " AND t.user_id = m.userid) "
#define CAUSEWAY_LEFT(channel, told)                                                          \
  "FROM " told " AND NOT EXISTS (SELECT 1 FROM channelmembers m WHERE m.channelid = " channel \
  " AND m.userid = t.user_id)"

constexpr Statement select_changed{
    "changed_members",
    "WITH told AS MATERIALIZED (SELECT user_id FROM causeway.members_sent WHERE remote_id = $1 AND channel_id = $2) "
    "SELECT m.userid AS id, true AS is_add " CAUSEWAY_CAME("$2", "told t WHERE true")
    "UNION ALL SELECT t.user_id, false " CAUSEWAY_LEFT("$2", "told t WHERE true") " ORDER BY 1 LIMIT $3::bigint",
    Effect::none};
#define CAUSEWAY_TOLD_OF_ROW "causeway.members_sent t WHERE t.remote_id = $1 AND t.channel_id = c.channel_id"
constexpr Statement enqueue_changed{
    "enqueue_members",
    CAUSEWAY_INSERT_TASKS
    "SELECT c.remote_id, c.channel_id, 'members', 1, 0, 0, $2::bigint, '', '' FROM causeway.channel_remotes c "
    "WHERE c.remote_id = $1 AND c.invite = 'confirmed' "
    "AND NOT EXISTS (SELECT 1 FROM causeway.shared_channels s WHERE s.id = c.channel_id AND s.type IN ('D', 'G')) "
    "AND (EXISTS (SELECT 1 " CAUSEWAY_CAME("c.channel_id", CAUSEWAY_TOLD_OF_ROW) ") OR EXISTS (SELECT 1 " CAUSEWAY_LEFT(
        "c.channel_id", CAUSEWAY_TOLD_OF_ROW) ")) ORDER BY c.channel_id" CAUSEWAY_ASK_AGAIN,
    Effect::commits};
// A channel that is not shared with the remote any more has nobody to remember.
constexpr Statement insert_told{
    "record_members",
    "WITH gone AS (DELETE FROM causeway.members_sent WHERE remote_id = $1 AND channel_id = $2 "
    "  AND user_id = ANY($4::text[])) "
    "INSERT INTO causeway.members_sent (remote_id, channel_id, user_id) "
    "SELECT $1, $2, u FROM unnest($3::text[]) AS u WHERE EXISTS ("
    "  SELECT 1 FROM causeway.channel_remotes WHERE remote_id = $1 AND channel_id = $2) ON CONFLICT DO NOTHING",
    Effect::commits};

}  // namespace

base::Result<> PostgresStore::probe_members() {
  CAUSEWAY_CHECK(probe_users());
  return probe(members_probed_, "channelmembers", {"channelid", "userid"});
}

base::Result<std::vector<model::MembershipChange>> PostgresStore::changed_members(const model::RemoteId& remote,
                                                                                  const model::ChannelId& channel,
                                                                                  std::size_t most) {
  CAUSEWAY_CHECK(probe_members());
  CAUSEWAY_TRY(rows, run(select_changed, {remote.str(), channel.str(), text_of(static_cast<std::int64_t>(most))}));
  std::vector<model::MembershipChange> result;
  for (int row = 0; row < rows.size(); ++row) {
    result.push_back({channel, model::UserId(rows.text(row, 0)), rows.boolean(row, 1), {}, {}});
  }
  return result;
}

base::Result<std::int64_t> PostgresStore::enqueue_members(const model::RemoteId& remote, base::Time now) {
  CAUSEWAY_CHECK(probe_members());
  CAUSEWAY_TRY(rows, run(enqueue_changed, {remote.str(), text_of(now)}));
  if (rows.affected() > 0) signal();
  return rows.affected();
}

base::Result<> PostgresStore::record_members(const model::RemoteId& remote, const model::ChannelId& channel,
                                             const std::vector<model::MembershipChange>& told) {
  std::vector<model::UserId> in, out;
  for (const model::MembershipChange& change : told) (change.is_add ? in : out).push_back(change.user_id);
  CAUSEWAY_CHECK(run(insert_told, {remote.str(), channel.str(), array_of(in), array_of(out)}));
  return base::ok();
}

}  // namespace causeway::store::postgres
