// Synthetic users and the connections that they came by (Mattermost's table users, by primary key).

#include "store/postgres/postgres_store.h"

namespace causeway::store::postgres {

namespace {

constexpr Statement adopt{
    "adopt_users",
    "UPDATE causeway.users_owned o SET remote_id = $1 FROM causeway.remotes gone, causeway.remotes back "
    "WHERE back.id = $1 AND back.state NOT IN ('pending', 'ended', 'removed') AND back.site_url <> '' "
    "AND gone.site_url = back.site_url AND gone.state IN ('ended', 'removed') AND gone.id <> back.id "
    "AND o.remote_id = gone.id",
    Effect::commits};
constexpr Statement select_strays{
    "stray_users",
    "SELECT u.id FROM causeway.remotes r JOIN causeway.users_owned o ON o.remote_id = r.id "
    "JOIN users u ON u.id = o.user_id WHERE r.state IN ('ended', 'removed') AND u.deleteat = 0 AND u.id > $1 "
    "ORDER BY u.id LIMIT $2::bigint",
    Effect::none};

}  // namespace

base::Result<std::int64_t> PostgresStore::adopt_users(const model::RemoteId& remote) {
  CAUSEWAY_TRY(rows, run(adopt, {remote.str()}));
  return rows.affected();
}

base::Result<std::vector<model::UserId>> PostgresStore::stray_users(const model::UserId& behind, std::size_t most) {
  CAUSEWAY_CHECK(probe_users());
  CAUSEWAY_TRY(rows, run(select_strays, {behind.str(), text_of(static_cast<std::int64_t>(most))}));
  std::vector<model::UserId> result;
  for (int row = 0; row < rows.size(); ++row) result.emplace_back(rows.text(row, 0));
  return result;
}

}  // namespace causeway::store::postgres
