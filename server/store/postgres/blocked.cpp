#include "model/limits.h"
#include "model/state.h"
#include "store/postgres/postgres_store.h"

namespace causeway::store::postgres {

namespace {

constexpr Statement block{
    "block_user",
    "INSERT INTO causeway.blocked_users (user_id, remote_id, actor_id, create_at) SELECT $1, $2, $3, $4::bigint "
    "WHERE (SELECT count(*) FROM causeway.blocked_users WHERE user_id <> $1) < $5::bigint "
    "ON CONFLICT (user_id) DO UPDATE SET user_id = excluded.user_id",
    Effect::commits};
constexpr Statement unblock{"unblock_user", "DELETE FROM causeway.blocked_users WHERE user_id = $1", Effect::commits};
constexpr Statement select_blocked{
    "blocked_users",
    "SELECT user_id, remote_id, actor_id, create_at FROM causeway.blocked_users ORDER BY create_at, user_id",
    Effect::none};
constexpr Statement select_held{
    "held_back",
    "SELECT user_id, '' FROM causeway.blocked_users WHERE user_id = ANY($2::text[]) UNION ALL "
    "SELECT '', item_id FROM causeway.ledger WHERE remote_id = $1 AND kind = 'post' AND item_id = ANY($3::text[]) "
    "AND got_version = $4",
    Effect::none};

}  // namespace

base::Result<> PostgresStore::block_user(const model::BlockedUser& blocked) {
  CAUSEWAY_TRY(
      rows, run(block, {blocked.user_id.str(), blocked.remote_id.str(), blocked.actor_id.str(),
                        text_of(blocked.create_at), text_of(static_cast<std::int64_t>(model::limits::blocked_users))}));
  if (rows.affected() == 1) return base::ok();
  return base::refused("too_many_blocked",
                       "no more than " + std::to_string(model::limits::blocked_users) + " people can be blocked");
}

base::Result<bool> PostgresStore::unblock_user(const model::UserId& user) {
  CAUSEWAY_TRY(rows, run(unblock, {user.str()}));
  return rows.affected() == 1;
}

base::Result<std::vector<model::BlockedUser>> PostgresStore::blocked_users() {
  CAUSEWAY_TRY(rows, run(select_blocked, {}));
  std::vector<model::BlockedUser> result;
  for (int row = 0; row < rows.size(); ++row) {
    result.push_back({model::UserId(rows.text(row, 0)), model::RemoteId(rows.text(row, 1)),
                      model::UserId(rows.text(row, 2)), rows.time(row, 3)});
  }
  return result;
}

base::Result<Store::HeldBack> PostgresStore::held_back(const model::RemoteId& remote,
                                                       const std::vector<model::UserId>& users,
                                                       const std::vector<model::PostId>& posts) {
  CAUSEWAY_TRY(rows, run(select_held, {remote.str(), array_of(users), array_of(posts), model::held_back_version}));
  HeldBack result;
  for (int row = 0; row < rows.size(); ++row) {
    if (const std::string user = rows.text(row, 0); !user.empty()) {
      result.users.emplace(user);
    } else {
      result.posts.emplace(rows.text(row, 1));
    }
  }
  return result;
}

}  // namespace causeway::store::postgres
