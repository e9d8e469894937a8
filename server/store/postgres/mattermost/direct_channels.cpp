// Mattermost's direct and group channels (tables channels, channelmembers, channelmemberhistory, users). By primary key
// or unique index. Also written: where the server's flag is off no call of its makes one with somebody of a peer. What
// it remembers of a member's channels is dropped by refresh_membership (mattermost/server.h), which the caller calls.

#include <algorithm>
#include <numeric>

#include "base/id.h"
#include "base/utf8.h"
#include "crypto/digest.h"
#include "model/limits.h"
#include "store/postgres/mattermost/columns.h"
#include "store/postgres/postgres_store.h"

namespace causeway::store::postgres {

namespace {

// $1 an id or a name; one row a member.
#define CAUSEWAY_DIRECT_CHANNEL                                                                                 \
  "SELECT c.id, c.type, COALESCE(c.creatorid, ''), c.createat, u.id, COALESCE(o.remote_id, u.remoteid, ''), "   \
  "u.deleteat = 0 FROM channels c JOIN channelmembers m ON m.channelid = c.id JOIN users u ON u.id = m.userid " \
  "LEFT JOIN causeway.users_owned o ON o.user_id = u.id WHERE c.type IN ('D', 'G') AND "
constexpr Statement select_by_id{"direct_channel", CAUSEWAY_DIRECT_CHANNEL "c.id = $1 ORDER BY u.id", Effect::none};
constexpr Statement select_by_name{"direct_channel_of",
                                   CAUSEWAY_DIRECT_CHANNEL "c.name = $1 AND COALESCE(c.teamid, '') = '' ORDER BY u.id",
                                   Effect::none};
// From the new channels to their people, or the other way round: there is an index for each step of both.
constexpr Statement select_untold{
    "untold_direct_channels",
    "SELECT c.id FROM channels c WHERE c.createat >= $2::bigint AND c.type IN ('D', 'G') AND c.deleteat = 0 "
    "AND NOT EXISTS (SELECT 1 FROM causeway.channel_remotes t WHERE t.channel_id = c.id) "
    "AND EXISTS (SELECT 1 FROM channelmembers m JOIN causeway.users_owned o ON o.user_id = m.userid "
    "  WHERE m.channelid = c.id AND o.remote_id = ANY($1::text[])) "
    "AND EXISTS (SELECT 1 FROM channelmembers m JOIN users u ON u.id = m.userid AND COALESCE(u.remoteid, '') = '' "
    "  WHERE m.channelid = c.id AND NOT EXISTS (SELECT 1 FROM bots b WHERE b.userid = u.id) "
    "  AND NOT EXISTS (SELECT 1 FROM causeway.users_owned o WHERE o.user_id = u.id)) "
    "ORDER BY c.createat DESC, c.id LIMIT $3::bigint",
    Effect::none};
// As Mattermost fills the rows. Not shared: posts into a shared one are refused while the flag is off.
constexpr Statement insert_channel{
    "write_direct_channel",
    "WITH made AS (INSERT INTO channels (id, createat, updateat, deleteat, teamid, type, displayname, name, header, "
    "  purpose, lastpostat, totalmsgcount, extraupdateat, creatorid, shared, totalmsgcountroot, lastrootpostat) "
    "  SELECT $1, $2::bigint, $2::bigint, 0, '', $3::channel_type, $4, $5, '', '', 0, 0, 0, $6, false, 0, 0 "
    "  ON CONFLICT (name, teamid) DO NOTHING RETURNING id), "
    "people AS (SELECT u.id, u.roles LIKE '%system_guest%' AS guest FROM users u WHERE u.id = ANY($7::text[])), "
    "members AS (INSERT INTO channelmembers (channelid, userid, roles, lastviewedat, msgcount, mentioncount, "
    "  notifyprops, lastupdateat, schemeuser, schemeadmin, schemeguest, mentioncountroot, msgcountroot, "
    "  urgentmentioncount) "
    "  SELECT made.id, people.id, '', 0, 0, 0, '{\"desktop\":\"default\",\"mark_unread\":\"all\",\"push\":\"default\","
    "\"email\":\"default\",\"ignore_channel_mentions\":\"default\",\"channel_auto_follow_threads\":\"off\"}'::jsonb, "
    "  $2::bigint, NOT people.guest, false, people.guest, 0, 0, 0 FROM made, people), "
    "history AS (INSERT INTO channelmemberhistory (channelid, userid, jointime) "
    "  SELECT made.id, people.id, $2::bigint FROM made, people) "
    "SELECT id FROM made",
    Effect::commits};

// Mattermost's: the two ids, or a digest of all of them.
std::string name_of(std::vector<model::UserId> people) {
  std::sort(people.begin(), people.end());
  if (people.size() == 2) return people[0].str() + "__" + people[1].str();
  return crypto::sha1_hex(std::accumulate(people.begin(), people.end(), std::string(),
                                          [](std::string all, const auto& id) { return std::move(all) + id.str(); }));
}

std::optional<model::DirectChannel> read_channel(const Rows& rows) {
  if (rows.size() == 0) return std::nullopt;
  model::DirectChannel channel;
  channel.id = model::ChannelId(rows.text(0, 0));
  channel.type = rows.text(0, 1);
  channel.creator_id = model::UserId(rows.text(0, 2));
  channel.create_at = rows.time(0, 3);
  for (int row = 0; row < rows.size(); ++row) {
    channel.members.push_back(
        {model::UserId(rows.text(row, 4)), model::RemoteId(rows.text(row, 5)), rows.boolean(row, 6)});
  }
  return channel;
}

}  // namespace

base::Result<> PostgresStore::probe_direct() {
  if (direct_probed_) return base::ok();
  CAUSEWAY_TRY(session, pool_.borrow());
  CAUSEWAY_CHECK(probe_columns(*session, "users", {"id", "remoteid", "deleteat", "roles", "username"}));
  CAUSEWAY_CHECK(probe_columns(*session, "channelmembers", {"channelid", "userid"}));
  CAUSEWAY_CHECK(probe_columns(*session, "channels", {"id", "type", "creatorid", "createat", "deleteat", "name"}));
  direct_probed_ = true;
  return base::ok();
}

base::Result<std::optional<model::DirectChannel>> PostgresStore::direct_channel(const model::ChannelId& id) {
  CAUSEWAY_CHECK(probe_direct());
  CAUSEWAY_TRY(rows, run(select_by_id, {id.str()}));
  return read_channel(rows);
}

base::Result<std::optional<model::DirectChannel>> PostgresStore::direct_channel_of(
    const std::vector<model::UserId>& people) {
  CAUSEWAY_CHECK(probe_direct());
  CAUSEWAY_TRY(rows, run(select_by_name, {name_of(people)}));
  return read_channel(rows);
}

base::Result<std::vector<model::ChannelId>> PostgresStore::untold_direct_channels(
    const std::vector<model::RemoteId>& remotes, base::Time since, std::size_t most) {
  if (remotes.empty()) return std::vector<model::ChannelId>();
  CAUSEWAY_CHECK(probe_direct());
  CAUSEWAY_TRY(rows, run(select_untold, {array_of(remotes), text_of(since), text_of(static_cast<std::int64_t>(most))}));
  std::vector<model::ChannelId> result;
  for (int row = 0; row < rows.size(); ++row) result.emplace_back(rows.text(row, 0));
  return result;
}

base::Result<model::ChannelId> PostgresStore::write_direct_channel(const std::vector<model::UserId>& people,
                                                                   base::Time now) {
  CAUSEWAY_TRY(found, users(people));
  std::vector<std::string> names;
  for (const model::User& user : found) names.push_back(user.username);
  if (names.size() != people.size()) return base::refused("not_found", "no such user");
  std::sort(names.begin(), names.end());
  std::string display_name;
  for (const std::string& name : names) display_name += (display_name.empty() ? "" : ", ") + name;
  const bool group = people.size() > 2;
  if (!group) display_name.clear();
  const std::string id = base::new_id();
  CAUSEWAY_TRY(made, run(insert_channel, {id, text_of(now), group ? "G" : "D",
                                          base::utf8_cut(display_name, model::limits::channel_display_name_runes),
                                          name_of(people), people.front().str(), array_of(people)}));
  if (made.size() == 1) return model::ChannelId(id);
  CAUSEWAY_TRY(present, direct_channel_of(people));
  if (!present) return base::refused("store_refused", "another channel has the name of this one");
  return present->id;
}

}  // namespace causeway::store::postgres
