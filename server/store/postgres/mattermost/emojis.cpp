// Mattermost's table emoji. Index used: emoji_name_deleteat_key. Also written, and a row of fileinfo taken away: no API
// makes an emoji. The server remembers one that it has read for half an hour, and never that there is none.

#include "store/postgres/postgres_store.h"

namespace causeway::store::postgres {

namespace {

constexpr Statement select_emojis{
    "emojis",
    "SELECT e.id, e.name, COALESCE(e.creatorid, ''), COALESCE(e.createat, 0), COALESCE(c.remote_id, ''), "
    "COALESCE(l.sent_version, '') FROM emoji e LEFT JOIN causeway.emojis c ON c.id = e.id "
    "LEFT JOIN causeway.ledger l ON l.remote_id = $1 AND l.kind = 'emoji' AND l.item_id = e.name "
    "WHERE e.name = ANY($2::text[]) AND e.deleteat = 0",
    Effect::none};
constexpr Statement count_received{
    "count_emojis",
    "SELECT count(*) FROM causeway.emojis c JOIN emoji e ON e.id = c.id WHERE c.remote_id = $1 AND e.deleteat = 0",
    Effect::none};
// The new row comes after the old one is marked: two of a name may not stand.
constexpr Statement insert_emoji{
    "write_emoji",
    "WITH replaced AS (UPDATE emoji e SET deleteat = $7::bigint, updateat = $7::bigint FROM causeway.emojis c "
    "  WHERE c.id = e.id AND c.remote_id = $5 AND e.name = $2 AND e.deleteat = 0 RETURNING e.id), "
    "made AS (INSERT INTO emoji (id, createat, updateat, deleteat, creatorid, name) "
    "  SELECT $1, $4::bigint, $4::bigint, 0, $3, $2 FROM (SELECT count(*) FROM replaced) first "
    "  ON CONFLICT (name, deleteat) DO NOTHING RETURNING id), "
    "noted AS (INSERT INTO causeway.emojis (id, remote_id, at) SELECT id, $5, $7::bigint FROM made), "
    "unfiled AS (DELETE FROM fileinfo WHERE id = $6 AND COALESCE(postid, '') = '') "
    "SELECT id FROM made",
    Effect::commits};

}  // namespace

base::Result<std::vector<Store::NamedEmoji>> PostgresStore::emojis(const model::RemoteId& remote,
                                                                   const std::vector<std::string>& names) {
  std::vector<NamedEmoji> result;
  if (names.empty()) return result;
  CAUSEWAY_CHECK(probe(emojis_probed_, "emoji", {"id", "createat", "updateat", "deleteat", "creatorid", "name"}));
  CAUSEWAY_TRY(rows, run(select_emojis, {remote.str(), array_of(names)}));
  for (int row = 0; row < rows.size(); ++row) {
    NamedEmoji& one = result.emplace_back();
    one.emoji.id = rows.text(row, 0);
    one.emoji.name = rows.text(row, 1);
    one.emoji.creator_id = model::UserId(rows.text(row, 2));
    one.emoji.create_at = rows.time(row, 3);
    one.emoji.remote_id = model::RemoteId(rows.text(row, 4));
    one.sent_version = rows.text(row, 5);
  }
  return result;
}

base::Result<std::int64_t> PostgresStore::count_emojis(const model::RemoteId& remote) {
  CAUSEWAY_TRY(rows, run(count_received, {remote.str()}));
  return rows.integer(0, 0);
}

base::Result<bool> PostgresStore::write_emoji(const model::Emoji& emoji, const model::FileId& file, base::Time now) {
  CAUSEWAY_TRY(rows, run(insert_emoji, {emoji.id, emoji.name, emoji.creator_id.str(), text_of(emoji.create_at),
                                        emoji.remote_id.str(), file.str(), text_of(now)}));
  return rows.size() == 1;
}

}  // namespace causeway::store::postgres
