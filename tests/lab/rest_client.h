#pragma once
// A user's REST session with one Mattermost server, as the web app has it. One connection, kept alive. Calls may come
// from any thread, one at a time (a lock inside); for parallel calls make another client with twin().

#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace causeway::lab {

using Json = nlohmann::json;
using Headers = std::vector<std::pair<std::string, std::string>>;

struct Reply {
  long status = 0;  // 0: no answer at all; text then says why
  Json body;        // discarded (is_discarded()) when the answer is no JSON
  std::string text;
  std::chrono::steady_clock::time_point at;  // when the answer was complete

  bool ok() const { return status >= 200 && status < 300; }
  std::string error_id() const;  // `id` of Mattermost's error object; empty when there is none
};

class RestClient {
 public:
  explicit RestClient(std::string base_url);  // without a trailing slash
  ~RestClient();
  RestClient(RestClient&&) noexcept;
  RestClient& operator=(RestClient&&) noexcept;

  // The same session on another connection.
  RestClient twin() const;

  // One HTTP exchange; never throws for what the server answers. A path begins with a slash.
  Reply call(const std::string& method, const std::string& path, const std::string& body = {},
             const Headers& headers = {});
  Reply call_json(const std::string& method, const std::string& path, const Json& body);
  // The same, but throws LabError with the answer unless the status is 2xx.
  Json get(const std::string& path);
  Json post(const std::string& path, const Json& body);
  Json put(const std::string& path, const Json& body);
  Json remove(const std::string& path);

  void login(const std::string& name, const std::string& password);
  const std::string& token() const;
  const std::string& user_id() const;  // of the session; empty before login
  const std::string& base_url() const;

  Json create_user(const std::string& name, const std::string& password, const std::string& email);
  Json create_team(const std::string& name);
  void join_team(const std::string& team, const std::string& user);
  Json create_channel(const std::string& team, const std::string& name, const std::string& type);  // type O or P
  void join_channel(const std::string& channel, const std::string& user);
  Json write(const std::string& channel, const std::string& message, const std::string& root = {},
             const std::vector<std::string>& files = {});
  Json edit(const std::string& post, const std::string& message);
  Json thread(const std::string& root);
  std::vector<Json> posts(const std::string& channel);  // all of them, oldest first, system messages included
  std::string upload_file(const std::string& channel, const std::string& name, const std::string& content);
  Json make_emoji(const std::string& name, const std::string& image);
  Json react(const std::string& post, const std::string& emoji);
  // The text of the ephemeral answer.
  std::string command(const std::string& team, const std::string& channel, const std::string& text);

  void upload_plugin(const std::filesystem::path& bundle);
  Reply enable_plugin(const std::string& id);
  Reply disable_plugin(const std::string& id);
  // As the server counts: 0 not running, 1 starting, 2 running, 3 failed to start, 4 failed to stay up, 5 stopping;
  // -1 when it knows no such plugin.
  int plugin_state(const std::string& id);
  void wait_for_plugin_state(const std::string& id, int state, std::chrono::milliseconds limit);
  void patch_config(const Json& part);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace causeway::lab
