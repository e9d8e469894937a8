#include "store/postgres/postgres_store.h"
#include "store/postgres/task_sql.h"
#include "store/postgres/words.h"

namespace causeway::store::postgres {

namespace {

#define CAUSEWAY_PARTING_COLUMNS "channel_id, remote_id, home, shared_at, left_at, told"

// Every part of the statement sees the rows as they were before it. The tasks are locked before their channel, as
// whoever claims and settles one does.
constexpr Statement end_row{
    "end_share",
    "WITH held AS MATERIALIZED (SELECT id FROM causeway.tasks WHERE channel_id = $1 AND remote_id = $2 FOR UPDATE), "
    "gone AS (DELETE FROM causeway.channel_remotes WHERE channel_id = $1 AND remote_id = $2 "
    "  AND (SELECT count(*) FROM held) >= 0 RETURNING shared_at), "
    "undone AS (DELETE FROM causeway.tasks WHERE channel_id = $1 AND remote_id = $2), "
    "unerased AS (DELETE FROM causeway.erased_posts WHERE channel_id = $1 AND remote_id = $2), "
    "parted AS (INSERT INTO causeway.partings (" CAUSEWAY_PARTING_COLUMNS
    ") SELECT $1, $2, COALESCE((SELECT home FROM causeway.shared_channels WHERE id = $1), true), shared_at, "
    "  $4::bigint, NOT $3::boolean FROM gone ON CONFLICT (remote_id, channel_id) DO UPDATE SET home = excluded.home, "
    "  shared_at = excluded.shared_at, left_at = excluded.left_at, told = excluded.told), "
    "farewell AS (" CAUSEWAY_INSERT_TASKS
    "SELECT $2, '', 'leave', 1, 0, 0, $4::bigint, '', '' FROM gone WHERE $3::boolean " CAUSEWAY_ASK_AGAIN
    "), "
    "unshared AS (DELETE FROM causeway.shared_channels s USING gone WHERE s.id = $1 AND NOT EXISTS ("
    "  SELECT 1 FROM causeway.channel_remotes o WHERE o.channel_id = $1 AND o.remote_id <> $2) RETURNING s.id) "
    "SELECT (SELECT count(*) FROM gone), (SELECT count(*) FROM unshared)",
    Effect::commits};
constexpr Statement select_one{
    "parting", "SELECT " CAUSEWAY_PARTING_COLUMNS " FROM causeway.partings WHERE remote_id = $2 AND channel_id = $1",
    Effect::none};
constexpr Statement select_former{
    "former_share",
    "SELECT " CAUSEWAY_PARTING_COLUMNS
    " FROM causeway.partings WHERE channel_id = $1 AND (remote_id = $2 OR remote_id IN ("
    "  SELECT gone.id FROM causeway.remotes gone JOIN causeway.remotes back ON back.site_url = gone.site_url "
    "  WHERE back.id = $2 AND back.site_url <> '' AND gone.state IN ('ended', 'removed'))) "
    "ORDER BY remote_id = $2 DESC, left_at DESC LIMIT 1",
    Effect::none};
constexpr Statement select_untold{"untold_partings",
                                  "SELECT " CAUSEWAY_PARTING_COLUMNS
                                  " FROM causeway.partings WHERE remote_id = $1 AND NOT told "
                                  "ORDER BY channel_id LIMIT $2::bigint",
                                  Effect::none};
// One that has begun and ended again meanwhile is another one.
constexpr Statement told{"partings_told",
                         "UPDATE causeway.partings p SET told = true "
                         "FROM unnest($1::text[], $2::text[], $3::bigint[]) AS t(remote, channel, left_at) "
                         "WHERE p.remote_id = t.remote AND p.channel_id = t.channel AND p.left_at = t.left_at",
                         Effect::commits};
constexpr Statement forget{"forget_token",
                           "WITH ended AS (UPDATE causeway.remotes SET outgoing_token = '' "
                           "  WHERE id = $1 AND state = 'removed' RETURNING id) "
                           "DELETE FROM causeway.tasks WHERE remote_id IN (TABLE ended) AND kind <> 'leave'",
                           Effect::commits};

model::Parting read_parting(const Rows& rows, int row) {
  return {model::ChannelId(rows.text(row, 0)),
          model::RemoteId(rows.text(row, 1)),
          rows.boolean(row, 2),
          rows.time(row, 3),
          rows.time(row, 4),
          rows.boolean(row, 5)};
}

}  // namespace

base::Result<Store::Ended> PostgresStore::end_share(const model::ChannelId& channel, const model::RemoteId& remote,
                                                    bool tell, base::Time now) {
  CAUSEWAY_TRY(rows, run(end_row, {channel.str(), remote.str(), text_of(tell), text_of(now)}));
  if (rows.integer(0, 0) == 0) return Ended::was_not_shared;
  if (tell) signal();
  return rows.integer(0, 1) == 0 ? Ended::others_have_it : Ended::nobody_has_it;
}

base::Result<std::optional<model::Parting>> PostgresStore::parting(const model::ChannelId& channel,
                                                                   const model::RemoteId& remote) {
  CAUSEWAY_TRY(rows, run(select_one, {channel.str(), remote.str()}));
  if (rows.size() == 0) return std::optional<model::Parting>();
  return std::optional<model::Parting>(read_parting(rows, 0));
}

base::Result<std::optional<model::Parting>> PostgresStore::former_share(const model::ChannelId& channel,
                                                                        const model::RemoteId& remote) {
  CAUSEWAY_TRY(rows, run(select_former, {channel.str(), remote.str()}));
  if (rows.size() == 0) return std::optional<model::Parting>();
  return std::optional<model::Parting>(read_parting(rows, 0));
}

base::Result<std::vector<model::Parting>> PostgresStore::untold_partings(const model::RemoteId& remote,
                                                                         std::size_t most) {
  CAUSEWAY_TRY(rows, run(select_untold, {remote.str(), text_of(static_cast<std::int64_t>(most))}));
  std::vector<model::Parting> result;
  for (int row = 0; row < rows.size(); ++row) result.push_back(read_parting(rows, row));
  return result;
}

base::Result<> PostgresStore::partings_told(const std::vector<model::Parting>& partings) {
  std::vector<std::string> remotes, channels, times;
  for (const model::Parting& parting : partings) {
    remotes.push_back(parting.remote_id.str());
    channels.push_back(parting.channel_id.str());
    times.push_back(text_of(parting.left_at));
  }
  CAUSEWAY_CHECK(run(told, {array_of(remotes), array_of(channels), array_of(times)}));
  return base::ok();
}

base::Result<> PostgresStore::forget_token(const model::RemoteId& removed) {
  CAUSEWAY_CHECK(run(forget, {removed.str()}));
  return base::ok();
}

}  // namespace causeway::store::postgres
