// Mattermost's table posts. Index used: (channelid, deleteat, createat).

#include <algorithm>
#include <set>

#include "json/value.h"
#include "model/limits.h"
#include "store/postgres/mattermost/columns.h"
#include "store/postgres/postgres_store.h"

namespace causeway::store::postgres {

namespace {

#define CAUSEWAY_POST_COLUMNS                                                                         \
  "p.id, p.createat, p.updateat, p.editat, p.deleteat, p.ispinned, p.userid, p.channelid, p.rootid, " \
  "p.originalid, p.message, p.type, p.props, p.hashtags, p.fileids, p.hasreactions, p.remoteid"
// $1 the remote, $2 the types: live, no revision, not from there, not crossed yet.
#define CAUSEWAY_MAY_CROSS                                                                                           \
  " p.deleteat = 0 AND COALESCE(p.originalid, '') = '' AND p.type = ANY($2::text[]) "                                \
  "AND COALESCE(p.remoteid, '') <> $1 "                                                                              \
  "AND NOT EXISTS (SELECT 1 FROM causeway.users_owned o WHERE o.user_id = p.userid AND o.remote_id = $1) "           \
  "AND NOT EXISTS (SELECT 1 FROM causeway.ledger l WHERE l.remote_id = $1 AND l.kind = 'post' AND l.item_id = p.id " \
  "AND l.state = 'applied') "

constexpr Statement select_new{
    "new_posts",
    "SELECT " CAUSEWAY_POST_COLUMNS
    " FROM posts p WHERE p.channelid = $3 AND p.createat >= $4::bigint AND" CAUSEWAY_MAY_CROSS
    "ORDER BY p.createat, p.id COLLATE \"C\" LIMIT $5::bigint",
    Effect::none};
constexpr Statement select_roots{
    "missing_roots",
    "SELECT " CAUSEWAY_POST_COLUMNS
    " FROM posts p WHERE p.id = ANY($4::text[]) AND p.channelid = $3 AND" CAUSEWAY_MAY_CROSS,
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
  if (posts_probed_) return base::ok();
  CAUSEWAY_TRY(session, pool_.borrow());
  CAUSEWAY_CHECK(
      probe_columns(*session, "posts",
                    {"id", "createat", "updateat", "editat", "deleteat", "ispinned", "userid", "channelid", "rootid",
                     "originalid", "message", "type", "props", "hashtags", "fileids", "hasreactions", "remoteid"}));
  posts_probed_ = true;
  return base::ok();
}

base::Result<Store::NewPosts> PostgresStore::new_posts(const model::ChannelRemote& row, base::Time scan_from,
                                                       base::Millis overlap, const std::vector<std::string>& types,
                                                       std::size_t most) {
  CAUSEWAY_CHECK(probe_posts());
  base::Time since = row.last_post_create.at - overlap;
  if (scan_from != base::Time{}) since = std::min(since, scan_from);
  const std::string remote = row.remote_id.str();
  const std::string channel = row.channel_id.str();
  const std::string wanted = array_of(types);
  const std::string limit = text_of(static_cast<std::int64_t>(most) + 1);
  CAUSEWAY_TRY(rows, run(select_new, {remote, wanted, channel, text_of(since), limit}));
  NewPosts result;
  std::set<model::PostId> present;
  for (int i = 0; i < rows.size(); ++i) present.insert(result.posts.emplace_back(read_post(rows, i)).id);
  std::set<std::string> missing;
  for (const model::Post& post : result.posts) {
    if (!post.root_id.empty() && !present.contains(post.root_id)) missing.insert(post.root_id.str());
  }
  if (!missing.empty()) {
    const std::string roots = array_of({missing.begin(), missing.end()});
    CAUSEWAY_TRY(older, run(select_roots, {remote, wanted, channel, roots}));
    for (int i = 0; i < older.size(); ++i) result.posts.push_back(read_post(older, i));
    std::sort(result.posts.begin(), result.posts.end(), [](const model::Post& a, const model::Post& b) {
      return std::tie(a.create_at, a.id) < std::tie(b.create_at, b.id);
    });
  }
  result.more = result.posts.size() > most;
  if (result.more) result.posts.resize(most);
  return result;
}

}  // namespace causeway::store::postgres
