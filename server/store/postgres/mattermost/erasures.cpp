// Posts and files that Mattermost's tables have no more. Indexes used: the primary keys of posts and fileinfo, and
// (channelid, deleteat, createat).

#include "store/postgres/postgres_store.h"
#include "store/postgres/task_sql.h"

namespace causeway::store::postgres {

namespace {

constexpr Statement note{
    "note_erased",
    "WITH gone AS (SELECT e.* FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[]) "
    "  AS e(post, channel, author, made) WHERE NOT EXISTS (SELECT 1 FROM posts p WHERE p.id = e.post)), "
    "noted AS (INSERT INTO causeway.erased_posts (remote_id, channel_id, post_id, user_id, create_at, at) "
    "  SELECT c.remote_id, c.channel_id, g.post, g.author, g.made, $5::bigint FROM gone g "
    "  JOIN causeway.channel_remotes c ON c.channel_id = g.channel WHERE c.invite <> 'refused' ORDER BY 1, 2, 3 "
    "  ON CONFLICT DO NOTHING RETURNING remote_id, channel_id) " CAUSEWAY_INSERT_TASKS
    "SELECT DISTINCT remote_id, channel_id, 'erasures', 1, 0, 0, $5::bigint, '', '' FROM noted "
    "ORDER BY remote_id, channel_id " CAUSEWAY_ASK_AGAIN,
    Effect::commits};
constexpr Statement select_erased{
    "erased_posts",
    "SELECT v.post_id, v.user_id, v.create_at, v.at, COALESCE(l.sent_version, ''), COALESCE(l.got_version, ''), "
    "o.user_id IS NOT NULL, COALESCE(l.heard, 0) FROM causeway.erased_posts v "
    "LEFT JOIN causeway.ledger l ON l.remote_id = v.remote_id AND l.kind = 'post' AND l.item_id = v.post_id "
    "LEFT JOIN causeway.users_owned o ON o.user_id = v.user_id AND o.remote_id = v.remote_id "
    "WHERE v.remote_id = $1 AND v.channel_id = $2 ORDER BY v.at, v.post_id LIMIT $3::bigint",
    Effect::none};
constexpr Statement forget{"forget_erased",
                           "DELETE FROM causeway.erased_posts WHERE remote_id = $1 AND channel_id = $2 AND post_id = "
                           "ANY($3::text[])",
                           Effect::commits};
// Every channel that is not being told of anyway, and for which the condition holds too.
#define CAUSEWAY_BEGIN_RETENTION(condition)                                                                    \
  "WITH due AS (UPDATE causeway.channel_remotes c SET retention_at = $1::bigint WHERE c.retention_at = 0 AND " \
  "c.invite = 'confirmed'" condition " RETURNING remote_id, channel_id) " CAUSEWAY_INSERT_TASKS                \
  "SELECT remote_id, channel_id, 'erasures', 1, 0, 0, $1::bigint, '', '' FROM due ORDER BY remote_id, "        \
  "channel_id " CAUSEWAY_ASK_AGAIN
constexpr Statement begin{"begin_retention", CAUSEWAY_BEGIN_RETENTION(""), Effect::commits};
constexpr Statement begin_channels{
    "begin_channel_erasures",
    CAUSEWAY_BEGIN_RETENTION(" AND NOT EXISTS (SELECT 1 FROM channels m WHERE m.id = c.channel_id)"), Effect::commits};
// The oldest of each of the index's stretches: those that live, and those that are deleted.
constexpr Statement select_oldest{
    "oldest_post",
    "SELECT c.retention_at, COALESCE((SELECT min(p.createat) FROM posts p WHERE p.channelid = $2 AND NOT "
    "COALESCE(p.ispinned, false)), 0) FROM causeway.channel_remotes c WHERE c.remote_id = $1 AND c.channel_id = $2",
    Effect::none};
constexpr Statement select_kept{
    "kept_posts",
    "SELECT p.id FROM posts p WHERE p.channelid = $1 AND p.createat < $2::bigint AND COALESCE(p.originalid, '') = '' "
    "ORDER BY p.createat, p.id LIMIT $3::bigint",
    Effect::none};
constexpr Statement end{"end_retention",
                        "UPDATE causeway.channel_remotes SET retention_at = 0 WHERE remote_id = $1 AND channel_id = $2 "
                        "AND retention_at = $3::bigint",
                        Effect::commits};
constexpr Statement select_older{
    "older_posts_of",
    "SELECT p.id FROM posts p JOIN causeway.users_owned o ON o.user_id = p.userid AND o.remote_id = $1 "
    "WHERE p.channelid = $2 AND p.deleteat = 0 AND p.createat < $3::bigint AND COALESCE(p.originalid, '') = '' "
    "AND p.id <> ALL($4::text[]) AND NOT EXISTS (SELECT 1 FROM posts r WHERE r.rootid = p.id AND r.deleteat = 0 AND "
    "(r.createat >= $3::bigint OR NOT EXISTS (SELECT 1 FROM causeway.users_owned w WHERE w.user_id = r.userid AND "
    "w.remote_id = $1))) ORDER BY p.createat, p.id LIMIT $5::bigint",
    Effect::none};
#define CAUSEWAY_PEOPLE_WHO_ARE_GONE \
  "FROM causeway.synced_users s WHERE NOT EXISTS (SELECT 1 FROM users u WHERE u.id = s.user_id) "
constexpr Statement begin_people{"begin_people_erasures",
                                 CAUSEWAY_INSERT_TASKS
                                 "SELECT DISTINCT s.remote_id, '', 'erasures', 1, 0, 0, $1::bigint, '', "
                                 "'' " CAUSEWAY_PEOPLE_WHO_ARE_GONE "ORDER BY s.remote_id " CAUSEWAY_ASK_AGAIN,
                                 Effect::commits};
constexpr Statement select_people{"erased_people",
                                  "SELECT s.user_id " CAUSEWAY_PEOPLE_WHO_ARE_GONE
                                  "AND s.remote_id = $1 ORDER BY s.user_id LIMIT $2::bigint",
                                  Effect::none};
constexpr Statement forget_known{"forget_people",
                                 "DELETE FROM causeway.synced_users WHERE remote_id = $1 AND user_id = ANY($2::text[])",
                                 Effect::commits};
constexpr Statement select_by{
    "posts_by",
    "SELECT p.id, EXISTS (SELECT 1 FROM posts r WHERE r.rootid = p.id AND r.deleteat = 0 AND r.userid <> p.userid) "
    "FROM posts p JOIN causeway.users_owned o ON o.user_id = p.userid AND o.remote_id = $1 "
    "WHERE p.userid = $2 AND p.deleteat = 0 AND COALESCE(p.originalid, '') = '' AND p.message <> $3 "
    "ORDER BY p.createat, p.id LIMIT $4::bigint",
    Effect::none};
constexpr Statement prune{
    "prune_attachments",
    "DELETE FROM causeway.attachments WHERE (remote_id, file_id) IN (SELECT a.remote_id, a.file_id FROM "
    "causeway.attachments a WHERE a.at < $1::bigint AND NOT EXISTS (SELECT 1 FROM fileinfo f WHERE f.id = a.file_id) "
    "LIMIT $2::bigint)",
    Effect::commits};

}  // namespace

base::Result<> PostgresStore::note_erased(const std::vector<model::Post>& posts, base::Time now) {
  if (posts.empty()) return base::ok();
  CAUSEWAY_CHECK(probe_posts());
  std::vector<std::string> ids, channels, authors, made;
  for (const model::Post& post : posts) {
    ids.push_back(post.id.str());
    channels.push_back(post.channel_id.str());
    authors.push_back(post.user_id.str());
    made.push_back(text_of(post.create_at));
  }
  CAUSEWAY_TRY(rows, run(note, {array_of(ids), array_of(channels), array_of(authors), array_of(made), text_of(now)}));
  if (rows.affected() > 0) signal();
  return base::ok();
}

base::Result<std::vector<Store::ChangedPost>> PostgresStore::erased_posts(const model::ChannelRemote& row,
                                                                          std::size_t most) {
  CAUSEWAY_TRY(
      rows, run(select_erased, {row.remote_id.str(), row.channel_id.str(), text_of(static_cast<std::int64_t>(most))}));
  std::vector<ChangedPost> result;
  for (int i = 0; i < rows.size(); ++i) {
    ChangedPost& erased = result.emplace_back();
    erased.post.id = model::PostId(rows.text(i, 0));
    erased.post.channel_id = row.channel_id;
    erased.post.user_id = model::UserId(rows.text(i, 1));
    erased.post.create_at = rows.time(i, 2);
    erased.post.update_at = rows.time(i, 3);
    erased.post.delete_at = rows.time(i, 3);
    erased.sent_version = rows.text(i, 4);
    erased.got_version = rows.text(i, 5);
    erased.received = !erased.got_version.empty();
    erased.theirs = rows.boolean(i, 6);
    erased.heard = rows.integer(i, 7);
  }
  return result;
}

base::Result<> PostgresStore::forget_erased(const model::ChannelRemote& row, const std::vector<model::PostId>& posts) {
  CAUSEWAY_CHECK(run(forget, {row.remote_id.str(), row.channel_id.str(), array_of(posts)}));
  return base::ok();
}

base::Result<> PostgresStore::begin_retention(base::Time now) {
  CAUSEWAY_TRY(rows, run(begin, {text_of(now)}));
  if (rows.affected() > 0) signal();
  return base::ok();
}

base::Result<Erasures::Retained> PostgresStore::retained(const model::ChannelRemote& row, std::size_t most) {
  CAUSEWAY_CHECK(probe_posts());
  Retained result;
  CAUSEWAY_TRY(oldest, run(select_oldest, {row.remote_id.str(), row.channel_id.str()}));
  if (oldest.size() == 0) return result;
  result.asked_at = oldest.time(0, 0);
  result.before = oldest.time(0, 1);
  if (result.asked_at == base::Time() || result.before == base::Time()) return result;
  CAUSEWAY_TRY(
      kept, run(select_kept, {row.channel_id.str(), text_of(result.before), text_of(static_cast<std::int64_t>(most))}));
  for (int i = 0; i < kept.size(); ++i) result.kept.emplace_back(kept.text(i, 0));
  return result;
}

base::Result<> PostgresStore::end_retention(const model::ChannelRemote& row, base::Time asked_at) {
  CAUSEWAY_CHECK(run(end, {row.remote_id.str(), row.channel_id.str(), text_of(asked_at)}));
  return base::ok();
}

base::Result<std::vector<model::PostId>> PostgresStore::older_posts_of(const model::ChannelRemote& row,
                                                                       base::Time before,
                                                                       const std::vector<model::PostId>& kept,
                                                                       std::size_t most) {
  CAUSEWAY_CHECK(probe_posts());
  CAUSEWAY_TRY(rows, run(select_older, {row.remote_id.str(), row.channel_id.str(), text_of(before), array_of(kept),
                                        text_of(static_cast<std::int64_t>(most))}));
  std::vector<model::PostId> result;
  for (int i = 0; i < rows.size(); ++i) result.emplace_back(rows.text(i, 0));
  return result;
}

base::Result<> PostgresStore::begin_channel_erasures(base::Time now) {
  CAUSEWAY_TRY(rows, run(begin_channels, {text_of(now)}));
  if (rows.affected() > 0) signal();
  return base::ok();
}

base::Result<> PostgresStore::begin_people_erasures(base::Time now) {
  CAUSEWAY_TRY(rows, run(begin_people, {text_of(now)}));
  if (rows.affected() > 0) signal();
  return base::ok();
}

base::Result<std::vector<model::UserId>> PostgresStore::erased_people(const model::RemoteId& remote, std::size_t most) {
  CAUSEWAY_TRY(rows, run(select_people, {remote.str(), text_of(static_cast<std::int64_t>(most))}));
  std::vector<model::UserId> result;
  for (int i = 0; i < rows.size(); ++i) result.emplace_back(rows.text(i, 0));
  return result;
}

base::Result<> PostgresStore::forget_people(const model::RemoteId& remote, const std::vector<model::UserId>& people) {
  CAUSEWAY_CHECK(run(forget_known, {remote.str(), array_of(people)}));
  return base::ok();
}

base::Result<std::vector<Erasures::Written>> PostgresStore::posts_by(const model::RemoteId& remote,
                                                                     const model::UserId& person,
                                                                     const std::string& emptied, std::size_t most) {
  CAUSEWAY_CHECK(probe_posts());
  CAUSEWAY_TRY(rows, run(select_by, {remote.str(), person.str(), emptied, text_of(static_cast<std::int64_t>(most))}));
  std::vector<Written> result;
  for (int i = 0; i < rows.size(); ++i) result.push_back({model::PostId(rows.text(i, 0)), rows.boolean(i, 1)});
  return result;
}

base::Result<std::int64_t> PostgresStore::prune_attachments(base::Time before, std::int64_t most) {
  CAUSEWAY_CHECK(probe(files_probed_, "fileinfo", {"id"}));
  CAUSEWAY_TRY(rows, run(prune, {text_of(before), text_of(most)}));
  return rows.affected();
}

}  // namespace causeway::store::postgres
