// How far the channel remotes are. Index used, of Mattermost's table posts: (channelid, updateat), from the cursor on.

#include "store/postgres/postgres_store.h"

namespace causeway::store::postgres {

namespace {

constexpr Statement select_standings{
    "standings",
    "SELECT c.channel_id, c.remote_id, COALESCE(p.pending, 0), COALESCE(p.oldest, 0), COALESCE(t.attempts, 0), "
    "COALESCE(t.not_before, 0), COALESCE(t.last_error, '') FROM causeway.channel_remotes c "
    "LEFT JOIN LATERAL (SELECT max(attempts) AS attempts, max(not_before) AS not_before, max(last_error) AS last_error "
    "  FROM causeway.tasks WHERE remote_id = c.remote_id AND channel_id = c.channel_id) t ON true "
    "LEFT JOIN LATERAL (SELECT count(*) AS pending, min(updateat) AS oldest FROM (SELECT p.updateat FROM posts p "
    "  WHERE p.channelid = c.channel_id AND p.updateat > c.last_post_update_at AND p.originalid = '' "
    "  AND t.attempts IS NOT NULL ORDER BY p.updateat LIMIT $1::bigint) behind) p ON true "
    "ORDER BY c.channel_id, c.remote_id",
    Effect::none};

}  // namespace

base::Result<std::vector<Store::Standing>> PostgresStore::standings(std::size_t most) {
  CAUSEWAY_CHECK(probe_posts());
  CAUSEWAY_TRY(rows, run(select_standings, {text_of(static_cast<std::int64_t>(most))}));
  std::vector<Standing> result;
  for (int row = 0; row < rows.size(); ++row) {
    Standing standing;
    standing.channel_id = model::ChannelId(rows.text(row, 0));
    standing.remote_id = model::RemoteId(rows.text(row, 1));
    standing.pending = rows.integer(row, 2);
    standing.oldest = rows.time(row, 3);
    standing.attempts = static_cast<std::int32_t>(rows.integer(row, 4));
    standing.not_before = rows.time(row, 5);
    standing.last_error = rows.text(row, 6);
    result.push_back(std::move(standing));
  }
  return result;
}

}  // namespace causeway::store::postgres
