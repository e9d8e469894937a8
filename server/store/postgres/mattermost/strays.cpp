// Synthetic users and the connections that they came by (Mattermost's table users, by primary key).

#include "store/postgres/postgres_store.h"

namespace causeway::store::postgres {

namespace {

// Who answers at an address is proved by a ping that it has answered: the caller sees to that.
constexpr Statement adopt{
    "adopt_users",
    "UPDATE causeway.users_owned o SET remote_id = $1 FROM causeway.remotes gone, causeway.remotes back "
    "WHERE back.id = $1 AND back.state = 'connected' AND back.site_url <> '' AND gone.site_url = back.site_url "
    "AND gone.state = 'removed' AND gone.id <> back.id AND o.remote_id = gone.id",
    Effect::commits};
constexpr Statement select_strays{
    "stray_users",
    "SELECT u.id, o.remote_id, r.state = 'removed', u.deleteat = 0, o.left_at > 0 FROM causeway.users_owned o "
    "JOIN causeway.remotes r ON r.id = o.remote_id JOIN users u ON u.id = o.user_id WHERE "
    "(r.state = 'removed' AND u.deleteat = 0) OR (r.state = 'connected' AND (o.left_at > 0 OR u.remoteid <> r.id)) "
    "ORDER BY u.id LIMIT $1::bigint",
    Effect::none};
constexpr Statement mark_left{"set_left", "UPDATE causeway.users_owned SET left_at = $2::bigint WHERE user_id = $1",
                              Effect::commits};

}  // namespace

base::Result<std::int64_t> PostgresStore::adopt_users(const model::RemoteId& remote) {
  CAUSEWAY_TRY(rows, run(adopt, {remote.str()}));
  return rows.affected();
}

base::Result<std::vector<model::StrayUser>> PostgresStore::stray_users(std::size_t most) {
  CAUSEWAY_CHECK(probe_users());
  CAUSEWAY_TRY(rows, run(select_strays, {text_of(static_cast<std::int64_t>(most))}));
  std::vector<model::StrayUser> result;
  for (int row = 0; row < rows.size(); ++row) {
    result.push_back({model::UserId(rows.text(row, 0)), model::RemoteId(rows.text(row, 1)), rows.boolean(row, 2),
                      rows.boolean(row, 3), rows.boolean(row, 4)});
  }
  return result;
}

base::Result<> PostgresStore::set_left(const model::UserId& user, base::Time at) {
  CAUSEWAY_CHECK(run(mark_left, {user.str(), text_of(at)}));
  return base::ok();
}

}  // namespace causeway::store::postgres
