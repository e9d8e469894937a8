#include "store/postgres/postgres_store.h"
#include "store/postgres/task_sql.h"
#include "store/postgres/words.h"

namespace causeway::store::postgres {

namespace {

constexpr Statement begin_one{
    "begin_reconciliation",
    "WITH asked AS (INSERT INTO causeway.reconciliations AS r (channel_id, remote_id, asked_by, asked_at) "
    "  VALUES ($1, $2, $3, $4::bigint) ON CONFLICT (channel_id, remote_id) DO UPDATE SET asked_by = excluded.asked_by, "
    "  asked_at = excluded.asked_at, ours_posts = 0, ours_missing = 0, ours_differing = 0, ours_done_at = 0, "
    "  theirs_posts = CASE WHEN $3 = '' THEN r.theirs_posts ELSE 0 END, "
    "  theirs_missing = CASE WHEN $3 = '' THEN r.theirs_missing ELSE 0 END, "
    "  theirs_differing = CASE WHEN $3 = '' THEN r.theirs_differing ELSE 0 END, "
    "  theirs_done_at = CASE WHEN $3 = '' THEN r.theirs_done_at ELSE 0 END) "
    // One that is under way begins anew.
    CAUSEWAY_INSERT_TASKS "VALUES ($2, $1, 'reconcile', 1, 0, 0, $4::bigint, '', '') " CAUSEWAY_ASK_AGAIN
    ", resume_at = 0, resume_id = ''",
    Effect::commits};
#define CAUSEWAY_ADD_TO(side)                                                                                    \
  "INSERT INTO causeway.reconciliations AS r (channel_id, remote_id, asked_at, " side "_posts, " side            \
  "_missing, " side "_differing, " side                                                                          \
  "_done_at) VALUES ($1, $2, 0, $4::bigint, $5::bigint, $6::bigint, $7::bigint) "                                \
  "ON CONFLICT (channel_id, remote_id) DO UPDATE SET " side "_posts = CASE WHEN $3::boolean THEN 0 ELSE r." side \
  "_posts END + excluded." side "_posts, " side "_missing = CASE WHEN $3::boolean THEN 0 ELSE r." side           \
  "_missing END + excluded." side "_missing, " side "_differing = CASE WHEN $3::boolean THEN 0 ELSE r." side     \
  "_differing END + excluded." side "_differing, " side "_done_at = excluded." side "_done_at"
constexpr Statement add_ours{"add_reconciled_ours", CAUSEWAY_ADD_TO("ours"), Effect::commits};
constexpr Statement add_theirs{"add_reconciled_theirs", CAUSEWAY_ADD_TO("theirs"), Effect::commits};
constexpr Statement select_one{
    "reconciliation",
    "SELECT asked_by, asked_at, ours_posts, ours_missing, ours_differing, ours_done_at, theirs_posts, theirs_missing, "
    "theirs_differing, theirs_done_at FROM causeway.reconciliations WHERE channel_id = $1 AND remote_id = $2",
    Effect::none};
constexpr Statement forget{"forget_sent",
                           "UPDATE causeway.ledger SET sent_version = '', looked_at = 0, heard = heard + 1 "
                           "WHERE remote_id = $1 AND kind = 'post' AND item_id = ANY($2::text[])",
                           Effect::commits};

model::Reconciliation::Side read_side(const Rows& rows, int column) {
  return {rows.integer(0, column), rows.integer(0, column + 1), rows.integer(0, column + 2), rows.time(0, column + 3)};
}

}  // namespace

base::Result<> PostgresStore::begin_reconciliation(const model::ChannelId& channel, const model::RemoteId& remote,
                                                   const model::UserId& asked_by, base::Time now) {
  CAUSEWAY_CHECK(run(begin_one, {channel.str(), remote.str(), asked_by.str(), text_of(now)}));
  signal();
  return base::ok();
}

base::Result<> PostgresStore::add_reconciled(const model::ChannelId& channel, const model::RemoteId& remote, bool ours,
                                             bool first, const model::Reconciliation::Side& page) {
  CAUSEWAY_CHECK(
      run(ours ? add_ours : add_theirs, {channel.str(), remote.str(), text_of(first), text_of(page.posts),
                                         text_of(page.missing), text_of(page.differing), text_of(page.done_at)}));
  return base::ok();
}

base::Result<std::optional<model::Reconciliation>> PostgresStore::reconciliation(const model::ChannelId& channel,
                                                                                 const model::RemoteId& remote) {
  CAUSEWAY_TRY(rows, run(select_one, {channel.str(), remote.str()}));
  if (rows.size() == 0) return std::optional<model::Reconciliation>();
  model::Reconciliation result{channel, remote, model::UserId(rows.text(0, 0)), rows.time(0, 1), {}, {}};
  result.ours = read_side(rows, 2);
  result.theirs = read_side(rows, 6);
  return std::optional(std::move(result));
}

base::Result<> PostgresStore::forget_sent(const model::RemoteId& remote, const std::vector<model::PostId>& posts) {
  if (posts.empty()) return base::ok();
  CAUSEWAY_CHECK(run(forget, {remote.str(), array_of(posts)}));
  return base::ok();
}

}  // namespace causeway::store::postgres
