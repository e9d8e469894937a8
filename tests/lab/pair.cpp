#include "lab/pair.h"

#include <algorithm>
#include <cstdlib>
#include <regex>
#include <thread>

namespace causeway::lab {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

namespace {

constexpr int running = 2;  // RestClient::plugin_state
constexpr const char* invite_password = "a password of the lab";

// The text of the first Markdown code block.
std::string code_block(const std::string& text) {
  static const std::regex block("```[a-z]*\\s*([^`]+?)\\s*```");
  std::smatch match;
  if (!std::regex_search(text, match, block)) throw LabError("no code block in the answer: " + text);
  return match[1];
}

}  // namespace

fs::path find_bundle() {
  if (const char* given = std::getenv("CAUSEWAY_BUNDLE"); given != nullptr && *given != '\0')
    return fs::absolute(given);
  fs::path best;
  fs::file_time_type best_time{};
  for (const char* name : {"out", "dist"}) {
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(source_folder() / name, ignored)) {
      const std::string file = entry.path().filename().string();
      if (file.rfind("causeway-", 0) != 0 || file.size() < 7 || file.substr(file.size() - 7) != ".tar.gz") continue;
      if (best.empty() || entry.last_write_time() > best_time) {
        best = entry.path();
        best_time = entry.last_write_time();
      }
    }
  }
  return best;
}

fs::path repack_bundle(const fs::path& bundle, const fs::path& folder, const std::map<std::string, fs::path>& files) {
  const fs::path work = folder / "repack";
  fs::remove_all(work);
  fs::create_directories(work);
  ProcessSpec tar;
  tar.program = "/bin/tar";
  tar.folder = work;
  tar.environment = plain_environment();
  tar.output = folder / "repack.log";
  tar.arguments = {"xzf", bundle.string()};
  run_command(tar, seconds(60));
  const fs::path top = fs::directory_iterator(work)->path();
  for (const auto& [name, file] : files) {
    fs::copy_file(file, top / name, fs::copy_options::overwrite_existing);
    fs::permissions(top / name, fs::perms::owner_all | fs::perms::group_exec | fs::perms::group_read);
  }
  const fs::path result = folder / "repacked.tar.gz";
  tar.arguments = {"czf", result.string(), top.filename().string()};
  run_command(tar, seconds(60));
  fs::remove_all(work);
  return result;
}

bool eventually(milliseconds limit, const std::function<bool()>& what) {
  const auto deadline = steady_clock::now() + limit;
  while (!what()) {
    if (steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(milliseconds(50));
  }
  return true;
}

Pair::Pair(const PairOptions& options) {
  PostgresOptions postgres;
  postgres.durable = options.durable;
  postgres_ = std::make_unique<PostgresCluster>(folder_.sockets(), postgres);
  for (auto* side : {&a, &b}) {
    ServerOptions server;
    server.name = side == &a ? "a" : "b";
    postgres_->create_database("mattermost_" + server.name);
    server.data_source = postgres_->url("mattermost_" + server.name);
    server.sockets = folder_.sockets();
    server.settings = options.settings;
    if (options.proxies) {
      side->proxy = std::make_unique<FaultProxy>();
      server.site_port = side->proxy->port();
    }
    side->server = std::make_unique<MattermostServer>(folder_.files(), server);
    if (side->proxy) side->proxy->set_target(side->server->port());
  }
  // Both at once: most of a start is waiting for the database's migrations.
  a.server->start();
  b.server->start();
  try {
    a.server->wait_until_up();
    b.server->wait_until_up();
    make_people(a, options.people_a);
    make_people(b, options.people_b);
    if (!options.bundle.empty()) {
      install(a, options.bundle);
      install(b, options.bundle);
    }
  } catch (...) {
    folder_.keep();
    throw;
  }
}

Pair::~Pair() {
  // The servers first: they hold connections to the database.
  a.server.reset();
  b.server.reset();
}

void Pair::make_people(Side& side, const std::vector<std::string>& names) {
  const std::string domain = "@" + side.server->name() + ".lab.example";
  side.admin = std::make_unique<RestClient>(side.server->url());
  side.admin->create_user("admin", lab_password, "admin" + domain);  // the first user is the admin
  side.admin->login("admin", lab_password);
  side.team = side.admin->create_team("lab").at("id").get<std::string>();
  side.town_square =
      side.admin->get("/api/v4/teams/" + side.team + "/channels/name/town-square").at("id").get<std::string>();
  for (const auto& name : names) {
    const Json user = side.admin->create_user(name, lab_password, name + domain);
    side.admin->join_team(side.team, user.at("id").get<std::string>());
    RestClient client(side.server->url());
    client.login(name, lab_password);
    side.people.emplace(name, std::move(client));
  }
}

void Pair::install(Side& side, const fs::path& bundle) {
  // The lab's peers live on http://127.0.0.1. Lower case: so the System Console writes the keys of settings.
  side.admin->patch_config({{"PluginSettings", {{"Plugins", {{plugin_id, {{"allowinsecurepeers", true}}}}}}}});
  side.admin->upload_plugin(bundle);
  // Both servers are on the loopback and have no certificates; in the world this setting stays off.
  side.admin->patch_config({{"PluginSettings", {{"Plugins", {{plugin_id, {{"allowinsecurepeers", true}}}}}}}});
  const Reply reply = side.admin->enable_plugin(plugin_id);
  try {
    if (!reply.ok()) throw LabError("enabling the plugin answered " + reply.text);
    side.admin->wait_for_plugin_state(plugin_id, running, seconds(20));
  } catch (const LabError& error) {
    throw LabError(std::string(error.what()) + "\n" + side.server->log_tail());
  }
}

void Pair::restart_plugin(Side& side) {
  (void)side.admin->disable_plugin(plugin_id);
  (void)side.admin->enable_plugin(plugin_id);
  side.admin->wait_for_plugin_state(plugin_id, running, seconds(20));
}

std::string Pair::connect() {
  const std::string created = a.admin->command(
      a.team, a.town_square,
      std::string("/secure-connection create --name b --displayname B --password \"") + invite_password + "\"");
  const std::string invite = code_block(created);
  const std::string accepted = b.admin->command(b.team, b.town_square,
                                                "/secure-connection accept --name a --displayname A --invite " +
                                                    invite + " --password \"" + invite_password + "\"");
  for (const auto& row : connections(b)) {
    if (row.value("name", "") == "a" && row.value("delete_at", 0) == 0) return row.at("remote_id").get<std::string>();
  }
  throw LabError("no connection after accepting the invite: " + accepted);
}

std::string Pair::share_new_channel(const std::string& name, const std::string& type, const std::string& connection,
                                    const std::vector<std::string>& members) {
  const std::string channel = a.admin->create_channel(a.team, name, type).at("id").get<std::string>();
  for (const auto& member : members) a.admin->join_channel(channel, a.person(member).user_id());
  const std::string answer = a.admin->command(a.team, channel, "/share-channel invite --connectionID " + connection);
  // B's admin accepted the connection and is put into the channel as the last step of its making.
  const bool there = eventually(
      seconds(20), [&] { return b.admin->call("GET", "/api/v4/channels/" + channel + "/members/me").status == 200; });
  if (!there) throw LabError("channel " + name + " did not appear on b; a answered: " + answer + "\n" + logs());
  return channel;
}

Json Pair::connections(Side& side) {
  return side.admin->get(std::string("/plugins/") + plugin_id + "/api/v4/remotecluster");
}

std::string Pair::logs() const {
  return a.server->log_tail() + b.server->log_tail();
}

}  // namespace causeway::lab
