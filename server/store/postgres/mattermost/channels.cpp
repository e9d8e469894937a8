// Mattermost's table channels. Index used: the primary key; and of posts (channelid, updateat), its end once a channel.

#include "store/postgres/postgres_store.h"

namespace causeway::store::postgres {

namespace {

constexpr Statement select_latest{
    "latest_changes",
    "SELECT c.channel_id, (SELECT max(p.updateat) FROM posts p WHERE p.channelid = c.channel_id), m.updateat "
    "FROM (SELECT DISTINCT channel_id FROM causeway.channel_remotes WHERE invite = 'confirmed') c "
    "LEFT JOIN channels m ON m.id = c.channel_id",
    Effect::none};
constexpr Statement select_channel{
    "channel_now",
    "SELECT m.id, m.displayname, m.header, m.purpose, m.deleteat, m.updateat, COALESCE(l.sent_version, ''), "
    "COALESCE(l.heard, 0) "
    "FROM channels m LEFT JOIN causeway.ledger l ON l.remote_id = $1 AND l.kind = 'channel' AND l.item_id = m.id "
    "WHERE m.id = $2",
    Effect::none};

}  // namespace

base::Result<> PostgresStore::probe_channels() {
  return probe(channels_probed_, "channels", {"id", "displayname", "header", "purpose", "deleteat", "updateat"});
}

base::Result<std::map<model::ChannelId, Store::Latest>> PostgresStore::latest_changes() {
  CAUSEWAY_CHECK(probe_posts());
  CAUSEWAY_CHECK(probe_channels());
  CAUSEWAY_TRY(rows, run(select_latest, {}));
  std::map<model::ChannelId, Latest> result;
  for (int row = 0; row < rows.size(); ++row) {
    result.emplace(rows.text(row, 0), Latest{rows.time(row, 1), rows.time(row, 2)});
  }
  return result;
}

base::Result<std::optional<Store::ChannelNow>> PostgresStore::channel_now(const model::RemoteId& remote,
                                                                          const model::ChannelId& channel) {
  CAUSEWAY_CHECK(probe_channels());
  CAUSEWAY_TRY(rows, run(select_channel, {remote.str(), channel.str()}));
  if (rows.size() == 0) return std::optional<ChannelNow>();
  ChannelNow now;
  now.look.channel_id = model::ChannelId(rows.text(0, 0));
  now.look.display_name = rows.text(0, 1);
  now.look.header = rows.text(0, 2);
  now.look.purpose = rows.text(0, 3);
  now.look.archived = rows.time(0, 4) != base::Time{};
  now.look.changed_at = rows.time(0, 5);
  now.sent_version = rows.text(0, 6);
  now.heard = rows.integer(0, 7);
  return std::optional<ChannelNow>(std::move(now));
}

}  // namespace causeway::store::postgres
