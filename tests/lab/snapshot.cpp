#include "lab/snapshot.h"

namespace causeway::lab {

namespace {

// One JSON document: texts may hold any character.
std::string snapshot_sql(const std::string& side, const std::vector<std::string>& channels) {
  std::string list;
  for (const auto& channel : channels) list += (list.empty() ? "'" : ", '") + channel + "'";
  return R"sql(
WITH people AS (SELECT id, CASE WHEN strpos(username, ':') > 0 THEN username ELSE username || ':)sql" +
         side + R"sql(' END AS name FROM users)
SELECT COALESCE(json_agg(json_build_object(
  'id', p.id, 'author', people.name, 'channel', p.channelid, 'message', p.message, 'root', p.rootid,
  'deleted', p.deleteat > 0, 'pinned', COALESCE(p.ispinned, false), 'edited', p.editat > 0,
  'priority', COALESCE((SELECT concat_ws(' ', y.priority, CASE WHEN y.requestedack THEN 'acknowledgement' END,
                                         CASE WHEN y.persistentnotifications THEN 'persistent' END)
                        FROM postspriority y WHERE y.postid = p.id), ''),
  'replies', (SELECT count(*) FROM posts r WHERE r.rootid = p.id AND r.deleteat = 0 AND r.originalid = ''),
  'revisions', (SELECT count(*) FROM posts r WHERE r.originalid = p.id),
  'files', (SELECT json_object_agg(f.id, f.size) FROM fileinfo f WHERE f.postid = p.id AND f.deleteat = 0),
  'acknowledged', (SELECT json_agg(who.name) FROM postacknowledgements k JOIN people who ON who.id = k.userid
                   WHERE k.postid = p.id AND k.acknowledgedat > 0),
  'reactions', (SELECT json_agg(x.emojiname || ' by ' || who.name) FROM reactions x JOIN people who ON who.id = x.userid
                WHERE x.postid = p.id AND COALESCE(x.deleteat, 0) = 0))), '[]')
FROM posts p JOIN people ON people.id = p.userid
WHERE p.channelid IN ()sql" +
         list + R"sql() AND p.type = '' AND COALESCE(p.originalid, '') = ''
  AND NOT EXISTS (SELECT 1 FROM bots WHERE bots.userid = p.userid))sql";
}

std::set<std::string> set_of(const Json& list) {
  return list.is_array() ? list.get<std::set<std::string>>() : std::set<std::string>();
}

}  // namespace

Snapshot read_snapshot(World& world, const Side& side, const std::vector<std::string>& channels) {
  Snapshot result;
  for (const Json& row : Json::parse(world.query(side, snapshot_sql(side.name(), channels)))) {
    PostFacts post;
    post.author = row.at("author");
    post.channel = row.at("channel");
    post.message = row.at("message");
    post.root = row.at("root");
    post.deleted = row.at("deleted");
    post.pinned = row.at("pinned");
    post.edited = row.at("edited");
    post.priority = row.at("priority");
    post.replies = row.at("replies");
    post.revisions = row.at("revisions");
    if (row.at("files").is_object()) post.files = row.at("files").get<std::map<std::string, long>>();
    post.acknowledged = set_of(row.at("acknowledged"));
    post.reactions = set_of(row.at("reactions"));
    result.emplace(row.at("id").get<std::string>(), std::move(post));
  }
  return result;
}

std::size_t waiting_tasks(World& world, const Side& side) {
  return std::stoul(world.query(side, "SELECT count(*) FROM causeway.tasks"));
}

}  // namespace causeway::lab
