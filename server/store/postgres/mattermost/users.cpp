// Mattermost's tables users and bots. By primary key, and the index on users.updateat.

#include "json/value.h"
#include "model/limits.h"
#include "store/postgres/postgres_store.h"

namespace causeway::store::postgres {

namespace {

// No password, no auth data: they never leave the database through us.
#define CAUSEWAY_USER_COLUMNS                                                                                         \
  "u.id, u.createat, u.updateat, u.deleteat, u.username, u.authservice, u.email, u.emailverified, u.nickname, "       \
  "u.firstname, u.lastname, u.position, u.roles, u.props, u.notifyprops, u.lastpictureupdate, u.locale, u.timezone, " \
  "u.remoteid, EXISTS (SELECT 1 FROM bots b WHERE b.userid = u.id) "
constexpr Statement select_users{"users", "SELECT " CAUSEWAY_USER_COLUMNS "FROM users u WHERE u.id = ANY($1::text[])",
                                 Effect::none};
#define CAUSEWAY_EPOCH "(SELECT policy_epoch FROM causeway.remotes WHERE id = $1)"
// One by one, by primary key: the limit keeps the planner from reading the whole table instead.
constexpr Statement select_changed{
    "changed_profiles",
    "SELECT " CAUSEWAY_USER_COLUMNS
    "FROM causeway.synced_users s CROSS JOIN LATERAL (SELECT * FROM users w WHERE w.id = s.user_id LIMIT 1) u "
    "WHERE s.remote_id = $1 AND (u.updateat > s.synced_at OR s.policy_epoch <> " CAUSEWAY_EPOCH
    ") "
    "AND NOT EXISTS (SELECT 1 FROM causeway.users_owned o WHERE o.user_id = u.id AND o.remote_id = $1) "
    "ORDER BY u.updateat, u.id LIMIT $2::bigint",
    Effect::none};
// A page along the index on updateat, then each of it by primary key: however many of them the remote has, no more is
// read. The order of ids is the database's own, here and there.
#define CAUSEWAY_PEOPLE_PAGE                                                                                    \
  "WITH page AS (SELECT w.id, w.updateat FROM users w WHERE w.updateat >= $1::bigint AND (w.updateat, w.id) > " \
  "($1::bigint, $2) ORDER BY w.updateat, w.id LIMIT 200) "
constexpr int people_page = 200;
constexpr Statement select_unknown{
    "unknown_people",
    CAUSEWAY_PEOPLE_PAGE "SELECT " CAUSEWAY_USER_COLUMNS
                         "FROM page p CROSS JOIN LATERAL (SELECT * FROM users w WHERE w.id = p.id LIMIT 1) u "
                         "WHERE u.deleteat = 0 AND COALESCE(u.remoteid, '') = '' "
                         "AND COALESCE(u.roles, '') NOT LIKE '%system_guest%' "
                         "AND NOT EXISTS (SELECT 1 FROM bots b WHERE b.userid = u.id) "
                         "AND NOT EXISTS (SELECT 1 FROM causeway.users_owned o WHERE o.user_id = u.id) "
                         "AND NOT EXISTS (SELECT 1 FROM causeway.synced_users s WHERE s.remote_id = $3 AND s.user_id = "
                         "u.id) ORDER BY p.updateat, p.id LIMIT $4::bigint",
    Effect::none};
constexpr Statement select_page_end{
    "unknown_people_end",
    CAUSEWAY_PEOPLE_PAGE "SELECT updateat, id, count(*) OVER () FROM page ORDER BY updateat DESC, id DESC LIMIT 1",
    Effect::none};
constexpr Statement offered{"set_people_offered",
                            "UPDATE causeway.remotes SET last_global_user_sync_at = $2::bigint WHERE id = $1 "
                            "AND state <> 'removed'",
                            Effect::commits};
constexpr Statement select_pictures{
    "changed_pictures",
    "SELECT u.id, u.lastpictureupdate FROM causeway.synced_users s "
    "CROSS JOIN LATERAL (SELECT id, COALESCE(lastpictureupdate, 0) AS lastpictureupdate FROM users w WHERE w.id = "
    "s.user_id LIMIT 1) u "
    "WHERE s.remote_id = $1 AND u.lastpictureupdate <> s.picture_at "
    "AND NOT EXISTS (SELECT 1 FROM causeway.users_owned o WHERE o.user_id = u.id AND o.remote_id = $1) "
    "ORDER BY u.id LIMIT $2::bigint",
    Effect::none};
constexpr Statement select_newest{"newest_user_change", "SELECT COALESCE(max(updateat), 0) FROM users", Effect::none};
constexpr Statement select_unsent{
    "users_to_send",
    "SELECT u.id FROM users u LEFT JOIN LATERAL (SELECT e.synced_at, e.policy_epoch FROM causeway.synced_users e "
    "WHERE e.remote_id = $1 AND e.user_id = u.id LIMIT 1) s ON true "
    "WHERE u.id = ANY($2::text[]) AND (s.synced_at IS NULL OR u.updateat > s.synced_at OR s.policy_epoch "
    "<> " CAUSEWAY_EPOCH
    ") "
    "AND NOT EXISTS (SELECT 1 FROM causeway.users_owned o WHERE o.user_id = u.id AND o.remote_id = $1)",
    Effect::none};

model::StringMap map_of(const std::string& text) {
  model::StringMap result;
  if (text.empty()) return result;
  const auto parsed = json::parse(text, {1U << 20U, model::limits::json_depth, model::limits::json_values});
  if (!parsed.ok() || parsed->object() == nullptr) return result;
  for (const auto& [key, value] : *parsed->object()) {
    if (value.string() != nullptr) result[key] = *value.string();
  }
  return result;
}

model::User read_user(const Rows& rows, int row) {
  model::User user;
  user.id = model::UserId(rows.text(row, 0));
  user.create_at = rows.time(row, 1);
  user.update_at = rows.time(row, 2);
  user.delete_at = rows.time(row, 3);
  user.username = rows.text(row, 4);
  user.auth_service = rows.text(row, 5);
  user.email = rows.text(row, 6);
  user.email_verified = rows.boolean(row, 7);
  user.nickname = rows.text(row, 8);
  user.first_name = rows.text(row, 9);
  user.last_name = rows.text(row, 10);
  user.position = rows.text(row, 11);
  user.roles = rows.text(row, 12);
  user.props = map_of(rows.text(row, 13));
  user.notify_props = map_of(rows.text(row, 14));
  user.last_picture_update = rows.time(row, 15);
  user.locale = rows.text(row, 16);
  user.timezone = map_of(rows.text(row, 17));
  if (!rows.null(row, 18) && !rows.text(row, 18).empty()) user.remote_id = model::RemoteId(rows.text(row, 18));
  user.is_bot = rows.boolean(row, 19);
  return user;
}

}  // namespace

base::Result<> PostgresStore::probe_users() {
  CAUSEWAY_CHECK(probe(bots_probed_, "bots", {"userid"}));
  return probe(users_probed_, "users",
               {"id", "createat", "updateat", "deleteat", "username", "authservice", "email", "emailverified",
                "nickname", "firstname", "lastname", "position", "roles", "props", "notifyprops", "lastpictureupdate",
                "locale", "timezone", "remoteid"});
}

base::Result<std::vector<model::User>> PostgresStore::users(const std::vector<model::UserId>& ids) {
  std::vector<model::User> result;
  if (ids.empty()) return result;
  CAUSEWAY_CHECK(probe_users());
  CAUSEWAY_TRY(rows, run(select_users, {array_of(ids)}));
  for (int row = 0; row < rows.size(); ++row) result.push_back(read_user(rows, row));
  return result;
}

base::Result<std::vector<model::User>> PostgresStore::changed_profiles(const model::RemoteId& remote,
                                                                       std::size_t most) {
  CAUSEWAY_CHECK(probe_users());
  CAUSEWAY_TRY(rows, run(select_changed, {remote.str(), text_of(static_cast<std::int64_t>(most))}));
  std::vector<model::User> result;
  for (int row = 0; row < rows.size(); ++row) result.push_back(read_user(rows, row));
  return result;
}

base::Result<Store::UnknownPeople> PostgresStore::unknown_people(const model::RemoteId& remote,
                                                                 const model::Cursor& behind, std::size_t most) {
  CAUSEWAY_CHECK(probe_users());
  CAUSEWAY_TRY(rows, run(select_unknown,
                         {text_of(behind.at), behind.id, remote.str(), text_of(static_cast<std::int64_t>(most))}));
  UnknownPeople result;
  for (int row = 0; row < rows.size(); ++row) result.people.push_back(read_user(rows, row));
  result.end = behind;
  if (result.people.size() >= most) {
    result.more = true;
    result.end = {result.people.back().update_at, result.people.back().id.str()};
    return result;
  }
  CAUSEWAY_TRY(end, run(select_page_end, {text_of(behind.at), behind.id}));
  if (end.size() == 0) return result;
  result.end = {end.time(0, 0), end.text(0, 1)};
  result.more = end.integer(0, 2) == people_page;
  return result;
}

base::Result<> PostgresStore::set_people_offered(const model::RemoteId& remote, base::Time until) {
  CAUSEWAY_CHECK(run(offered, {remote.str(), text_of(until)}));
  return base::ok();
}

base::Result<std::vector<Store::ChangedPicture>> PostgresStore::changed_pictures(const model::RemoteId& remote,
                                                                                 std::size_t most) {
  CAUSEWAY_CHECK(probe_users());
  CAUSEWAY_TRY(rows, run(select_pictures, {remote.str(), text_of(static_cast<std::int64_t>(most))}));
  std::vector<ChangedPicture> result;
  for (int row = 0; row < rows.size(); ++row) {
    result.push_back({model::UserId(rows.text(row, 0)), rows.time(row, 1)});
  }
  return result;
}

base::Result<base::Time> PostgresStore::newest_user_change() {
  CAUSEWAY_CHECK(probe_users());
  CAUSEWAY_TRY(rows, run(select_newest, {}));
  return rows.time(0, 0);
}

base::Result<std::vector<model::UserId>> PostgresStore::users_to_send(const model::RemoteId& remote,
                                                                      const std::vector<model::UserId>& users) {
  std::vector<model::UserId> result;
  if (users.empty()) return result;
  CAUSEWAY_CHECK(probe_users());
  CAUSEWAY_TRY(rows, run(select_unsent, {remote.str(), array_of(users)}));
  for (int row = 0; row < rows.size(); ++row) result.emplace_back(rows.text(row, 0));
  return result;
}

}  // namespace causeway::store::postgres
