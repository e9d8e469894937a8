// What a message's text refers to: names of users (tables users, channels, teammembers, channelmembers) and posts
// (table posts). By unique index or primary key.

#include "store/postgres/mattermost/columns.h"
#include "store/postgres/postgres_store.h"

namespace causeway::store::postgres {

namespace {

constexpr Statement select_named{"named_users",
                                 "SELECT u.id, u.username, COALESCE(u.remoteid, '') <> '' FROM users u "
                                 "WHERE u.username = ANY($1::text[]) AND u.deleteat = 0",
                                 Effect::none};
constexpr Statement select_named_members{
    "named_members",
    "SELECT u.id, u.username, COALESCE(u.remoteid, '') <> '' FROM users u "
    "WHERE u.username = ANY($1::text[]) AND u.deleteat = 0 AND EXISTS (SELECT 1 FROM channels c WHERE c.id = $2 AND "
    "CASE WHEN COALESCE(c.teamid, '') = '' "
    "THEN EXISTS (SELECT 1 FROM channelmembers m WHERE m.channelid = c.id AND m.userid = u.id) "
    "ELSE EXISTS (SELECT 1 FROM teammembers m WHERE m.teamid = c.teamid AND m.userid = u.id AND m.deleteat = 0) END)",
    Effect::none};
constexpr Statement select_channels{"channels_of_posts",
                                    "SELECT p.id, p.channelid FROM posts p WHERE p.id = ANY($1::text[])", Effect::none};

}  // namespace

base::Result<> PostgresStore::probe_names() {
  if (names_probed_) return base::ok();
  CAUSEWAY_TRY(session, pool_.borrow());
  CAUSEWAY_CHECK(probe_columns(*session, "users", {"id", "username", "deleteat", "remoteid"}));
  CAUSEWAY_CHECK(probe_columns(*session, "channels", {"id", "teamid"}));
  CAUSEWAY_CHECK(probe_columns(*session, "teammembers", {"teamid", "userid", "deleteat"}));
  CAUSEWAY_CHECK(probe_columns(*session, "channelmembers", {"channelid", "userid"}));
  CAUSEWAY_CHECK(probe_columns(*session, "posts", {"id", "channelid"}));
  names_probed_ = true;
  return base::ok();
}

base::Result<std::vector<Store::NamedUser>> PostgresStore::named_users(const std::vector<std::string>& usernames,
                                                                       const std::optional<model::ChannelId>& channel) {
  std::vector<NamedUser> result;
  if (usernames.empty()) return result;
  CAUSEWAY_CHECK(probe_names());
  const std::string wanted = array_of(usernames);
  CAUSEWAY_TRY(rows, channel ? run(select_named_members, {wanted, channel->str()}) : run(select_named, {wanted}));
  for (int row = 0; row < rows.size(); ++row) {
    result.push_back({model::UserId(rows.text(row, 0)), rows.text(row, 1), rows.boolean(row, 2)});
  }
  return result;
}

base::Result<std::map<model::PostId, model::ChannelId>> PostgresStore::channels_of_posts(
    const std::vector<model::PostId>& posts) {
  std::map<model::PostId, model::ChannelId> result;
  if (posts.empty()) return result;
  CAUSEWAY_CHECK(probe_names());
  std::vector<std::string> ids;
  for (const model::PostId& post : posts) ids.push_back(post.str());
  CAUSEWAY_TRY(rows, run(select_channels, {array_of(ids)}));
  for (int row = 0; row < rows.size(); ++row) {
    result.emplace(model::PostId(rows.text(row, 0)), model::ChannelId(rows.text(row, 1)));
  }
  return result;
}

}  // namespace causeway::store::postgres
