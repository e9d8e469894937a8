#include "lab/world.h"

#include <algorithm>
#include <fstream>
#include <regex>
#include <thread>

#include "lab/secrets.h"

namespace causeway::lab {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

namespace {

constexpr int running = 2;                                      // RestClient::plugin_state
constexpr const char* invite_password = "password-of-the-lab";  // one word: native's commands know no quotes

// The text of the first Markdown code block.
std::string code_block(const std::string& text) {
  static const std::regex block("```[a-z]*\\s*([^`]+?)\\s*```");
  std::smatch match;
  if (!std::regex_search(text, match, block)) throw LabError("no code block in the answer: " + text);
  return match[1];
}

}  // namespace

double seconds_since(steady_clock::time_point begin) {
  return std::chrono::duration<double>(steady_clock::now() - begin).count();
}

bool eventually(milliseconds limit, const std::function<bool()>& what) {
  const auto deadline = steady_clock::now() + limit;
  while (!what()) {
    if (steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(milliseconds(50));
  }
  return true;
}

World::World(const WorldOptions& options) {
  PostgresOptions postgres;
  postgres.durable = options.durable;
  postgres.settings = options.postgres_settings;
  postgres_ = std::make_unique<PostgresCluster>(folder_.sockets(), postgres);
  for (const auto& wanted : options.sides) make_server(sides_.emplace_back(), wanted, options);
  const auto is_node = [&](std::size_t i) { return !options.sides[i].node_of.empty(); };
  // All at once: most of a start is waiting for the database's migrations.
  for (std::size_t i = 0; i < sides_.size(); ++i) {
    if (!is_node(i)) sides_[i].server->start();
  }
  try {
    for (std::size_t i = 0; i < sides_.size(); ++i) {
      if (!is_node(i)) sides_[i].server->wait_until_up();
    }
    for (std::size_t i = 0; i < sides_.size(); ++i) {
      if (is_node(i)) continue;
      make_people(sides_[i], options.sides[i].people);
      if (!options.bundle.empty() && !sides_[i].native) install(sides_[i], options.bundle);
    }
    for (std::size_t i = 0; i < sides_.size(); ++i) {
      if (is_node(i)) join(sides_[i], side(options.sides[i].node_of));
    }
  } catch (...) {
    folder_.keep();
    throw;
  }
}

World::~World() {
  // The servers first: they hold connections to the database.
  for (auto& side : sides_) side.server.reset();
}

void World::make_server(Side& side, const SideOptions& wanted, const WorldOptions& options) {
  side.native = wanted.native;
  const bool is_node = !wanted.node_of.empty();
  const bool has_nodes = std::any_of(options.sides.begin(), options.sides.end(),
                                     [&](const SideOptions& other) { return other.node_of == wanted.name; });
  side.database = is_node ? this->side(wanted.node_of).database : "mattermost_" + wanted.name;
  if (!is_node) postgres_->create_database(side.database);
  ServerOptions server;
  server.name = wanted.name;
  server.data_source = postgres_->url(side.database);
  server.sockets = folder_.sockets();
  server.settings = options.settings;
  server.licensed = wanted.native;
  if (is_node || has_nodes) server.settings["MM_CONFIG"] = server.data_source;
  if (is_node) {
    const Side& first = this->side(wanted.node_of);
    server.settings["MM_FILESETTINGS_DIRECTORY"] = (first.server->folder() / "data").string();
    server.site_port = first.proxy ? first.proxy->port() : first.server->port();
  } else if (options.proxies) {
    side.proxy = std::make_unique<FaultProxy>();
    server.site_port = side.proxy->port();
  }
  side.server = std::make_unique<MattermostServer>(folder_.files(), server);
  if (side.proxy) side.proxy->set_target(side.server->port());
}

void World::join(Side& node, Side& first) {
  node.server->start();
  node.server->wait_until_up();
  node.team = first.team;
  node.town_square = first.town_square;
  node.admin = std::make_unique<RestClient>(node.server->url());
  node.admin->login("admin", lab_password);
  for (const auto& [name, client] : first.people) {
    RestClient here(node.server->url());
    here.login(name, lab_password);
    node.people.emplace(name, std::move(here));
  }
  node.admin->wait_for_plugin_state(plugin_id, running, seconds(30));
}

void World::make_people(Side& side, const std::vector<std::string>& names) {
  const std::string domain = "@" + side.name() + ".lab.example";
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

Side& World::side(const std::string& name) {
  for (auto& side : sides_) {
    if (side.name() == name) return side;
  }
  throw LabError("no server " + name);
}

void World::install(Side& side, const fs::path& bundle) {
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

void World::restart_plugin(Side& side) {
  (void)side.admin->disable_plugin(plugin_id);
  (void)side.admin->enable_plugin(plugin_id);
  side.admin->wait_for_plugin_state(plugin_id, running, seconds(20));
}

void World::restore(Side& side, const fs::path& backup) {
  side.server->kill();
  postgres_->restore(side.database, backup);
  side.server->start();
  side.server->wait_until_up();
  if (!eventually(seconds(30), [&] { return plugin_process(*side.server).has_value(); })) {
    throw LabError("the plugin does not run after " + side.name() + " was restored\n" + side.server->log_tail());
  }
}

std::string World::connect(Side& inviter, Side& acceptor) {
  const std::string created =
      inviter.admin->command(inviter.team, inviter.town_square,
                             "/secure-connection create --name " + acceptor.name() + " --displayname " +
                                 acceptor.name() + " --password " + invite_password);
  keep_secret(invite_password);
  keep_secret(code_block(created));
  const std::string accepted = acceptor.admin->command(acceptor.team, acceptor.town_square,
                                                       "/secure-connection accept --name " + inviter.name() +
                                                           " --displayname " + inviter.name() + " --password " +
                                                           invite_password + " --invite " + code_block(created));
  for (const auto& row : connections(acceptor)) {
    if (row.value("name", "") == inviter.name() && row.value("delete_at", 0) == 0) {
      return row.at("remote_id").get<std::string>();
    }
  }
  throw LabError(acceptor.name() + " did not accept the invitation: " + accepted + "\n" + logs());
}

Json World::connections(Side& side) {
  return side.admin->get((side.native ? "" : std::string("/plugins/") + plugin_id) + "/api/v4/remotecluster");
}

bool World::see_each_other(Side& a, Side& b, const std::string& connection) {
  const auto pinged = [&](Side& side) {
    for (const auto& row : connections(side)) {
      if (row.at("remote_id") == connection) return row.value("last_ping_at", 0LL) > 0;
    }
    return false;
  };
  return pinged(a) && pinged(b);
}

std::string World::new_channel(Side& home, const std::string& name, const std::string& type,
                               const std::vector<std::string>& members) {
  const std::string channel = home.admin->create_channel(home.team, name, type).at("id").get<std::string>();
  for (const auto& member : members) home.admin->join_channel(channel, home.person(member).user_id());
  return channel;
}

void World::share(Side& home, const std::string& channel, const std::string& connection, Side& other) {
  const std::string answer =
      home.admin->command(home.team, channel, "/share-channel invite --connectionID " + connection);
  // Who made or accepted the connection is put into the channel as the last step of its making.
  const bool there = eventually(seconds(20), [&] {
    return other.admin->call("GET", "/api/v4/channels/" + channel + "/members/me").status == 200;
  });
  if (!there) {
    throw LabError("channel " + channel + " did not appear on " + other.name() + "; " + home.name() +
                   " answered: " + answer + "\n" + logs());
  }
}

void World::enter(Side& side, const std::string& channel, const std::vector<std::string>& members) {
  side.admin->join_channel(channel, side.admin->user_id());
  for (const auto& member : members) side.admin->join_channel(channel, side.person(member).user_id());
}

std::string World::leaks() const {
  keep_secret(postgres_->password());
  static const std::regex token("X-RemoteCluster-Token: *([^\r\n]+)", std::regex::icase);
  std::string found;
  for (const auto& side : sides_) {
    const std::string record = side.proxy ? side.proxy->recorded() : std::string();
    for (std::sregex_iterator at(record.begin(), record.end(), token), end; at != end; ++at) keep_secret((*at)[1]);
    std::ifstream file(side.server->folder() / "config" / "config.json");
    const Json config = Json::parse(file, nullptr, false);
    const Json::json_pointer ours("/PluginSettings/Plugins/causeway/secret");
    if (!config.is_discarded() && config.contains(ours)) keep_secret(config.at(ours).get<std::string>());
    found += secrets_in_log(side.server->log());
  }
  return found;
}

std::string World::logs() const {
  std::string text;
  for (const auto& side : sides_) text += side.server->log_tail();
  return text;
}

}  // namespace causeway::lab
