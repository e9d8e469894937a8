// Mattermost's table postacknowledgements. Index used: the primary key (postid, userid). Also written: the plugin API
// has no call for it and REST asks for a licence. Nothing caches these rows; the UpdatePost that follows tells people.

#include "store/postgres/postgres_store.h"

namespace causeway::store::postgres {

namespace {

// The item's name is model/ledger_items.h's.
constexpr Statement select_acknowledgements{
    "acknowledgements",
    "SELECT a.userid, a.postid, a.acknowledgedat, a.remoteid, a.channelid, COALESCE(l.sent_version, '') "
    "FROM postacknowledgements a LEFT JOIN LATERAL (SELECT e.sent_version FROM causeway.ledger e "
    "WHERE e.remote_id = $1 AND e.kind = 'acknowledgement' AND e.item_id = a.postid || ':' || a.userid LIMIT 1) l "
    "ON true WHERE a.postid = ANY($2::text[]) "
    "AND (a.acknowledgedat > 0 OR COALESCE(l.sent_version, '') <> '') "
    "AND NOT EXISTS (SELECT 1 FROM causeway.users_owned o WHERE o.user_id = a.userid AND o.remote_id = $1) "
    "ORDER BY a.acknowledgedat, a.postid, a.userid",
    Effect::none};
constexpr Statement upsert_acknowledgement{
    "write_acknowledgement",
    "INSERT INTO postacknowledgements AS a (postid, userid, acknowledgedat, channelid, remoteid) "
    "SELECT $1::text, $2::text, $3::bigint, $4::text, $5::text WHERE $3::bigint > 0 OR EXISTS (SELECT 1 FROM "
    "postacknowledgements "
    "WHERE postid = $1::text AND userid = $2::text) ON CONFLICT (postid, userid) DO UPDATE SET "
    "acknowledgedat = excluded.acknowledgedat, remoteid = excluded.remoteid "
    "WHERE a.acknowledgedat <> excluded.acknowledgedat",
    Effect::commits};

}  // namespace

base::Result<std::vector<Store::Acknowledged>> PostgresStore::acknowledgements(
    const model::RemoteId& remote, const std::vector<model::PostId>& posts) {
  std::vector<Acknowledged> result;
  if (posts.empty()) return result;
  CAUSEWAY_CHECK(probe(acknowledgements_probed_, "postacknowledgements",
                       {"userid", "postid", "acknowledgedat", "remoteid", "channelid"}));
  CAUSEWAY_TRY(rows, run(select_acknowledgements, {remote.str(), array_of(posts)}));
  for (int row = 0; row < rows.size(); ++row) {
    Acknowledged& one = result.emplace_back();
    one.acknowledgement.user_id = model::UserId(rows.text(row, 0));
    one.acknowledgement.post_id = model::PostId(rows.text(row, 1));
    one.acknowledgement.acknowledged_at = rows.time(row, 2);
    if (const std::string from = rows.text(row, 3); !from.empty()) {
      one.acknowledgement.remote_id = model::RemoteId(from);
    }
    one.acknowledgement.channel_id = model::ChannelId(rows.text(row, 4));
    one.sent_version = rows.text(row, 5);
  }
  return result;
}

base::Result<bool> PostgresStore::write_acknowledgement(const model::PostAcknowledgement& acknowledgement) {
  const model::RemoteId remote = acknowledgement.remote_id.value_or(model::RemoteId());
  CAUSEWAY_TRY(rows, run(upsert_acknowledgement,
                         {acknowledgement.post_id.str(), acknowledgement.user_id.str(),
                          text_of(acknowledgement.acknowledged_at), acknowledgement.channel_id.str(), remote.str()}));
  return rows.affected() > 0;
}

}  // namespace causeway::store::postgres
