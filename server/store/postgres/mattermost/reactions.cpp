// Mattermost's table reactions. Index used: the primary key (postid, userid, emojiname).

#include "store/postgres/postgres_store.h"

namespace causeway::store::postgres {

namespace {

// The item's name is model/ledger_items.h's.
constexpr Statement select_reactions{
    "reactions",
    "SELECT r.userid, r.postid, r.emojiname, r.createat, r.updateat, r.deleteat, r.remoteid, r.channelid, "
    "COALESCE(l.sent_version, '') FROM reactions r LEFT JOIN LATERAL (SELECT e.sent_version FROM causeway.ledger e "
    "WHERE e.remote_id = $1 AND e.kind = 'reaction' AND e.item_id = r.postid || ':' || r.userid || ':' || r.emojiname "
    "LIMIT 1) l ON true "
    "WHERE r.postid = ANY($2::text[]) AND COALESCE(r.updateat, r.createat) >= $3::bigint "
    "AND NOT EXISTS (SELECT 1 FROM causeway.users_owned o WHERE o.user_id = r.userid AND o.remote_id = $1) "
    "ORDER BY COALESCE(r.updateat, r.createat), r.postid, r.userid, r.emojiname",
    Effect::none};

}  // namespace

base::Result<std::vector<Store::Reacted>> PostgresStore::reactions(const model::RemoteId& remote,
                                                                   const std::vector<model::PostId>& posts,
                                                                   base::Time since) {
  std::vector<Reacted> result;
  if (posts.empty()) return result;
  CAUSEWAY_CHECK(probe(reactions_probed_, "reactions",
                       {"userid", "postid", "emojiname", "createat", "updateat", "deleteat", "remoteid", "channelid"}));
  CAUSEWAY_TRY(rows, run(select_reactions, {remote.str(), array_of(posts), text_of(since)}));
  for (int row = 0; row < rows.size(); ++row) {
    Reacted& reacted = result.emplace_back();
    model::Reaction& reaction = reacted.reaction;
    reaction.user_id = model::UserId(rows.text(row, 0));
    reaction.post_id = model::PostId(rows.text(row, 1));
    reaction.emoji_name = rows.text(row, 2);
    reaction.create_at = rows.time(row, 3);
    reaction.update_at = rows.time(row, 4);
    reaction.delete_at = rows.time(row, 5);
    if (const std::string from = rows.text(row, 6); !from.empty()) reaction.remote_id = model::RemoteId(from);
    reaction.channel_id = model::ChannelId(rows.text(row, 7));
    reacted.sent_version = rows.text(row, 8);
  }
  return result;
}

}  // namespace causeway::store::postgres
