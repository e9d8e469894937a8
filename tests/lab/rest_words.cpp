// The part of RestClient that speaks Mattermost's words: users, teams, channels, posts, plugins.
#include <algorithm>
#include <map>
#include <set>
#include <thread>
#include <utility>

#include "lab/error.h"
#include "lab/rest_client.h"
#include "lab/secrets.h"

namespace causeway::lab {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

namespace {

constexpr std::size_t page_size = 200;  // the server's own upper limit for posts

}  // namespace

Json RestClient::create_user(const std::string& name, const std::string& password, const std::string& email) {
  keep_secret(password);
  keep_secret(email);
  return post("/api/v4/users", {{"username", name}, {"password", password}, {"email", email}});
}

Json RestClient::create_team(const std::string& name) {
  return post("/api/v4/teams", {{"name", name}, {"display_name", name}, {"type", "O"}});
}

void RestClient::join_team(const std::string& team, const std::string& user) {
  post("/api/v4/teams/" + team + "/members", {{"team_id", team}, {"user_id", user}});
}

Json RestClient::create_channel(const std::string& team, const std::string& name, const std::string& type) {
  return post("/api/v4/channels", {{"team_id", team}, {"name", name}, {"display_name", name}, {"type", type}});
}

void RestClient::join_channel(const std::string& channel, const std::string& user) {
  post("/api/v4/channels/" + channel + "/members", {{"user_id", user}});
}

Json RestClient::write(const std::string& channel, const std::string& message, const std::string& root,
                       const std::vector<std::string>& files) {
  keep_secret(message);
  return post("/api/v4/posts", {{"channel_id", channel}, {"message", message}, {"root_id", root}, {"file_ids", files}});
}

Json RestClient::edit(const std::string& post_id, const std::string& message) {
  keep_secret(message);
  return put("/api/v4/posts/" + post_id + "/patch", {{"message", message}});
}

Json RestClient::thread(const std::string& root) {
  return get("/api/v4/posts/" + root + "/thread");
}

// The server pages by an offset into an order that leaves posts of one millisecond in any order, another one each time:
// one of them can come twice and its neighbour never. Pages of another size are cut elsewhere.
std::vector<Json> RestClient::posts(const std::string& channel) {
  std::map<std::pair<std::int64_t, std::string>, Json> found;  // by time
  for (std::size_t size = page_size; size > page_size / 2; --size) {
    std::set<std::string> listed;
    bool twice = false;
    for (int page = 0;; ++page) {
      const Json answer = get("/api/v4/channels/" + channel + "/posts?per_page=" + std::to_string(size) +
                              "&page=" + std::to_string(page));
      for (const auto& id : answer.at("order")) {
        const Json& post = answer.at("posts").at(id.get<std::string>());
        twice = !listed.insert(id).second || twice;
        found.insert_or_assign({post.at("create_at").get<std::int64_t>(), id.get<std::string>()}, post);
      }
      if (answer.at("order").size() < size) break;
    }
    if (!twice) break;
  }
  std::vector<Json> result;
  for (auto& [place, post] : found) result.push_back(std::move(post));
  return result;
}

std::string RestClient::upload_file(const std::string& channel, const std::string& name, const std::string& content) {
  const Reply reply = call("POST", "/api/v4/files?channel_id=" + channel + "&filename=" + name, content,
                           {{"Content-Type", "application/octet-stream"}});
  if (!reply.ok()) throw LabError("upload of " + name + " answered " + reply.text);
  return reply.body.at("file_infos").at(0).at("id").get<std::string>();
}

Json RestClient::react(const std::string& post_id, const std::string& emoji) {
  return post("/api/v4/reactions", {{"user_id", user_id()}, {"post_id", post_id}, {"emoji_name", emoji}});
}

std::string RestClient::command(const std::string& team, const std::string& channel, const std::string& text) {
  const Json answer = post("/api/v4/commands/execute", {{"team_id", team}, {"channel_id", channel}, {"command", text}});
  return answer.value("text", "");
}

Reply RestClient::enable_plugin(const std::string& id) {
  return call("POST", "/api/v4/plugins/" + id + "/enable");
}
Reply RestClient::disable_plugin(const std::string& id) {
  return call("POST", "/api/v4/plugins/" + id + "/disable");
}

int RestClient::plugin_state(const std::string& id) {
  for (const auto& status : get("/api/v4/plugins/statuses")) {
    if (status.value("plugin_id", "") == id) return status.value("state", -1);
  }
  return -1;
}

void RestClient::wait_for_plugin_state(const std::string& id, int state, milliseconds limit) {
  const auto deadline = steady_clock::now() + limit;
  int seen = plugin_state(id);
  while (seen != state) {
    if (steady_clock::now() > deadline) {
      throw LabError("plugin " + id + " is in state " + std::to_string(seen) + ", not " + std::to_string(state));
    }
    std::this_thread::sleep_for(milliseconds(50));
    seen = plugin_state(id);
  }
}

void RestClient::patch_config(const Json& part) {
  put("/api/v4/config/patch", part);
}

}  // namespace causeway::lab
