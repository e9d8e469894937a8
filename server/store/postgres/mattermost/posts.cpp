// Mattermost's table posts. Indexes used: (channelid, updateat), (channelid, deleteat, createat), (originalid) and the
// primary key.
//
// A `history` task reads another way: what was written before the share and since row.history_from, oldest first,
// behind task.resume by (create_at, id), without what is deleted.

#include <algorithm>

#include "json/value.h"
#include "model/limits.h"
#include "store/postgres/postgres_store.h"

namespace causeway::store::postgres {

namespace {

#define CAUSEWAY_POST_COLUMNS                                                                         \
  "p.id, p.createat, p.updateat, p.editat, p.deleteat, p.ispinned, p.userid, p.channelid, p.rootid, " \
  "p.originalid, p.message, p.type, p.props, p.hashtags, p.fileids, p.hasreactions, p.remoteid"
// The post and how it stands with the remote $1. xmin is the row's version: PostgreSQL changes it with every write,
// also where two writes fall into one millisecond or set updateat back (a late reply does that to its root).
#define CAUSEWAY_CHANGED_COLUMNS                                                        \
  CAUSEWAY_POST_COLUMNS                                                                 \
  ", p.xmin::text::bigint, COALESCE(l.sent_version, ''), COALESCE(l.got_version, ''), " \
  "COALESCE(l.applying, ''), o.user_id IS NOT NULL, COALESCE(l.heard, 0), COALESCE(l.applying_since, 0)"
// One by one, by the whole key: with statistics of a time when the ledger was empty PostgreSQL would otherwise read all
// of a remote's entries for each post.
#define CAUSEWAY_STANDING                                                                                          \
  "LEFT JOIN LATERAL (SELECT * FROM causeway.ledger e WHERE e.remote_id = $1 AND e.kind = 'post' AND e.item_id = " \
  "p.id LIMIT 1) l ON true "                                                                                       \
  "LEFT JOIN causeway.users_owned o ON o.user_id = p.userid AND o.remote_id = $1 "

// The walk follows the index and ends after $7 rows (and those of the same time), so that a page costs the same however
// much lies behind it. One row at least comes back: how far the walk went.
constexpr Statement select_changed{
    "changed_posts",
    "WITH walk AS MATERIALIZED (SELECT p.id, p.updateat, p.type, p.originalid, p.xmin::text::bigint AS version "
    "FROM posts p WHERE p.channelid = $3 AND p.updateat >= $4::bigint "
    "ORDER BY p.updateat FETCH FIRST ($7::bigint) ROWS WITH TIES), "
    "hits AS MATERIALIZED (SELECT w.id, w.updateat FROM walk w LEFT JOIN LATERAL (SELECT e.looked_at FROM "
    "causeway.ledger e WHERE e.remote_id = $1 AND e.kind = 'post' AND e.item_id = w.id LIMIT 1) l ON true "
    "WHERE (w.updateat > $4::bigint OR w.id COLLATE \"C\" > $5) AND COALESCE(w.originalid, '') = '' "
    "AND w.type = ANY($2::text[]) AND (l.looked_at IS NULL OR l.looked_at <> w.version) "
    "ORDER BY w.updateat, w.id COLLATE \"C\" LIMIT $6::bigint) "
    "SELECT f.*, s.walked, s.last FROM (SELECT count(*) AS walked, COALESCE(max(updateat), 0) AS last FROM walk) s "
    "LEFT JOIN (SELECT " CAUSEWAY_CHANGED_COLUMNS " FROM hits h JOIN posts p ON p.id = h.id " CAUSEWAY_STANDING
    ") f ON true ORDER BY f.updateat, f.id COLLATE \"C\"",
    Effect::none};
constexpr int walked_column = 24, last_column = 25;  // behind those of read_changed
constexpr Statement select_by_id{
    "posts_by_id", "SELECT " CAUSEWAY_CHANGED_COLUMNS " FROM posts p " CAUSEWAY_STANDING "WHERE p.id = ANY($2::text[])",
    Effect::none};
constexpr const char* after_every_id = "~";
constexpr Statement select_history{
    "history_posts",
    "SELECT " CAUSEWAY_CHANGED_COLUMNS " FROM posts p " CAUSEWAY_STANDING
    "WHERE p.channelid = $3 AND p.deleteat = 0 AND p.createat >= $4::bigint AND p.createat < $7::bigint "
    "AND (p.createat > $4::bigint OR p.id COLLATE \"C\" > $5) "
    "AND COALESCE(p.originalid, '') = '' AND p.type = ANY($2::text[]) "
    "ORDER BY p.createat, p.id COLLATE \"C\" LIMIT $6::bigint",
    Effect::none};

constexpr Statement select_inventory{
    "inventory",
    "SELECT " CAUSEWAY_CHANGED_COLUMNS " FROM posts p " CAUSEWAY_STANDING
    "WHERE p.channelid = $3 AND p.createat >= $4::bigint AND (p.createat > $4::bigint OR p.id COLLATE \"C\" > $5) "
    "AND COALESCE(p.originalid, '') = '' AND p.type = ANY($2::text[]) "
    "ORDER BY p.createat, p.id COLLATE \"C\" LIMIT $6::bigint",
    Effect::none};
// A revision's updateat is the time when it was replaced.
constexpr Statement select_revisions{
    "revisions",
    "SELECT " CAUSEWAY_POST_COLUMNS
    " FROM posts p WHERE p.originalid = $1 ORDER BY p.updateat DESC, p.xmin::text::bigint DESC LIMIT $2::bigint",
    Effect::none};

constexpr json::Limits props_limits{1U << 20U, model::limits::json_depth, model::limits::json_values};

// What cannot be read (older servers wrote other things) counts as absent.
json::Value json_of(const std::string& text) {
  if (text.empty()) return {};
  auto parsed = json::parse(text, props_limits);
  return parsed.ok() ? std::move(*parsed) : json::Value();
}

model::Post read_post(const Rows& rows, int row) {
  model::Post post;
  post.id = model::PostId(rows.text(row, 0));
  post.create_at = rows.time(row, 1);
  post.update_at = rows.time(row, 2);
  post.edit_at = rows.time(row, 3);
  post.delete_at = rows.time(row, 4);
  post.is_pinned = rows.boolean(row, 5);
  post.user_id = model::UserId(rows.text(row, 6));
  post.channel_id = model::ChannelId(rows.text(row, 7));
  post.root_id = model::PostId(rows.text(row, 8));
  post.original_id = model::PostId(rows.text(row, 9));
  post.message = rows.text(row, 10);
  post.type = rows.text(row, 11);
  if (json::Value props = json_of(rows.text(row, 12)); props.object() != nullptr) post.props = std::move(props);
  post.hashtags = rows.text(row, 13);
  const json::Value files = json_of(rows.text(row, 14));
  if (files.array() != nullptr) {
    for (const json::Value& file : *files.array()) {
      if (file.string() != nullptr) post.file_ids.emplace_back(*file.string());
    }
  }
  post.has_reactions = rows.boolean(row, 15);
  if (!rows.null(row, 16) && !rows.text(row, 16).empty()) post.remote_id = model::RemoteId(rows.text(row, 16));
  return post;
}

}  // namespace

base::Result<> PostgresStore::probe_posts() {
  return probe(posts_probed_, "posts",
               {"id", "createat", "updateat", "editat", "deleteat", "ispinned", "userid", "channelid", "rootid",
                "originalid", "message", "type", "props", "hashtags", "fileids", "hasreactions", "remoteid"});
}

std::vector<Store::ChangedPost> PostgresStore::read_changed(const Rows& rows) const {
  std::vector<ChangedPost> result;
  for (int row = 0; row < rows.size(); ++row) {
    ChangedPost& changed = result.emplace_back();
    changed.post = read_post(rows, row);
    changed.row_version = rows.integer(row, 17);
    changed.sent_version = rows.text(row, 18);
    changed.got_version = rows.text(row, 19);
    changed.received = !changed.got_version.empty();
    changed.applying = rows.text(row, 20);
    changed.theirs = rows.boolean(row, 21);
    changed.heard = rows.integer(row, 22);
    if (!changed.applying.empty()) changed.applying_since = rows.time(row, 23);
  }
  return result;
}

base::Result<Store::ChangedPosts> PostgresStore::changed_posts(const model::ChannelRemote& row, const model::Task& task,
                                                               base::Millis overlap,
                                                               const std::vector<std::string>& types,
                                                               std::size_t most) {
  CAUSEWAY_CHECK(probe_posts());
  if (task.kind == model::TaskKind::history) return history_posts(row, task, types, most);
  model::Cursor behind = task.resume;
  if (behind == model::Cursor{}) behind.at = row.last_post_update.at - overlap;
  if (task.scan_from != base::Time{} && task.scan_from <= behind.at) behind = {task.scan_from, ""};
  CAUSEWAY_TRY(rows, run(select_changed, {row.remote_id.str(), array_of(types), row.channel_id.str(),
                                          text_of(behind.at), behind.id, text_of(static_cast<std::int64_t>(most) + 1),
                                          text_of(static_cast<std::int64_t>(model::limits::scan_rows))}));
  const std::int64_t walked = rows.integer(0, walked_column);
  ChangedPosts result{rows.null(0, 0) ? std::vector<ChangedPost>() : read_changed(rows), false, {}};
  const bool full = result.posts.size() > most;
  const bool cut = !full && walked >= static_cast<std::int64_t>(model::limits::scan_rows);
  if (full) result.posts.resize(most);
  result.more = full || cut;
  if (cut) {
    result.end = {rows.time(0, last_column), after_every_id};
  } else if (!result.posts.empty()) {
    result.end = {result.posts.back().post.update_at, result.posts.back().post.id.str()};
  }
  return result;
}

base::Result<Store::ChangedPosts> PostgresStore::history_posts(const model::ChannelRemote& row, const model::Task& task,
                                                               const std::vector<std::string>& types,
                                                               std::size_t most) {
  model::Cursor behind = task.resume;
  if (behind == model::Cursor{}) behind.at = row.history_from;
  CAUSEWAY_TRY(rows,
               run(select_history, {row.remote_id.str(), array_of(types), row.channel_id.str(), text_of(behind.at),
                                    behind.id, text_of(static_cast<std::int64_t>(most) + 1), text_of(row.create_at)}));
  ChangedPosts result{read_changed(rows), false, {}};
  result.more = result.posts.size() > most;
  if (result.more) result.posts.resize(most);
  if (!result.posts.empty()) result.end = {result.posts.back().post.create_at, result.posts.back().post.id.str()};
  return result;
}

base::Result<std::vector<Store::ChangedPost>> PostgresStore::posts_by_id(const model::RemoteId& remote,
                                                                         const std::vector<model::PostId>& ids) {
  if (ids.empty()) return std::vector<ChangedPost>{};
  CAUSEWAY_CHECK(probe_posts());
  CAUSEWAY_TRY(rows, run(select_by_id, {remote.str(), array_of(ids)}));
  return read_changed(rows);
}

base::Result<std::vector<Store::ChangedPost>> PostgresStore::inventory(const model::ChannelRemote& row,
                                                                       const model::Cursor& behind,
                                                                       const std::vector<std::string>& types,
                                                                       std::size_t most) {
  CAUSEWAY_CHECK(probe_posts());
  const model::Cursor start{row.history_from == base::Time() ? row.create_at : row.history_from, {}};
  const model::Cursor& from = behind.at < start.at ? start : behind;
  CAUSEWAY_TRY(rows, run(select_inventory, {row.remote_id.str(), array_of(types), row.channel_id.str(),
                                            text_of(from.at), from.id, text_of(static_cast<std::int64_t>(most))}));
  return read_changed(rows);
}

base::Result<std::vector<model::Post>> PostgresStore::revisions(const model::PostId& post, std::size_t most) {
  if (post.empty()) return std::vector<model::Post>{};  // every post that is none has an empty one
  CAUSEWAY_CHECK(probe_posts());
  CAUSEWAY_TRY(rows, run(select_revisions, {post.str(), text_of(static_cast<std::int64_t>(most))}));
  std::vector<model::Post> result;
  for (int row = 0; row < rows.size(); ++row) result.push_back(read_post(rows, row));
  return result;
}

}  // namespace causeway::store::postgres
