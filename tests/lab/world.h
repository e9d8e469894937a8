#pragma once
// Some servers on one private PostgreSQL, with users and a team, each with the bundle installed as the System Console
// does it or, native, with Mattermost's own shared channels; and the words by which people connect them and share
// channels. Side by side, not yet connected. One owner, one thread (rest clients may be used from others, see
// rest_client.h).

#include <chrono>
#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "lab/bundle.h"
#include "lab/error.h"
#include "lab/fault_proxy.h"
#include "lab/mattermost_server.h"
#include "lab/postgres_cluster.h"
#include "lab/rest_client.h"
#include "lab/run_folder.h"
#include "lab/socket_client.h"

namespace causeway::lab {

inline constexpr const char* lab_password = "Lab-password-1";  // of every user

struct SideOptions {
  std::string name;  // of the server; the others' connections to it have this name too
  std::vector<std::string> people;
  bool native = false;  // licensed, with Mattermost's own shared channels, without the bundle
  // Another node of that server, which comes before it: on its database, with its configuration and its files. It joins
  // when the bundle is installed there. Its people are that server's.
  std::string node_of{};
};

struct WorldOptions {
  std::vector<SideOptions> sides;
  std::filesystem::path bundle;                 // empty: no plugin is installed
  bool proxies = false;                         // peers reach each server through a FaultProxy
  bool durable = false;                         // PostgreSQL with fsync
  std::map<std::string, std::string> settings;  // further MM_… variables for all
  std::vector<std::string> postgres_settings;   // further name=value
};

struct Side {
  std::unique_ptr<FaultProxy> proxy;  // before this server; absent without WorldOptions::proxies
  std::unique_ptr<MattermostServer> server;
  std::unique_ptr<RestClient> admin;         // user `admin`
  std::map<std::string, RestClient> people;  // logged in, members of the team
  std::string team;
  std::string town_square;
  std::string database;
  bool native = false;

  const std::string& name() const { return server->name(); }
  RestClient& person(const std::string& person_name) { return people.at(person_name); }
  SocketClient socket() const { return SocketClient(server->port(), admin->token()); }
};

class World {
 public:
  explicit World(const WorldOptions& options);  // everything runs when it returns
  virtual ~World();
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  Side& side(const std::string& name);

  void install(Side& side, const std::filesystem::path& bundle);  // upload, enable, wait until it runs
  void restart_plugin(Side& side);                                // by REST disable and enable
  // `/secure-connection create` on the inviter, `accept` on the acceptor. The connection's id; on each side it has the
  // other side's name.
  std::string connect(Side& inviter, Side& acceptor);
  // The rows of GET remotecluster.
  Json connections(Side& side);
  // Whether a ping of each of them was answered. Native's first one is wrong: with a native side it takes a round.
  bool see_each_other(Side& a, Side& b, const std::string& connection);

  // A channel of this side with its admin and `members` in it; its id.
  std::string new_channel(Side& home, const std::string& name, const std::string& type,
                          const std::vector<std::string>& members = {});
  // Shares it over the connection; returns when the other side has it too.
  void share(Side& home, const std::string& channel, const std::string& connection, Side& other);
  // The side's admin and these people of it enter.
  void enter(Side& side, const std::string& channel, const std::vector<std::string>& members);

  // Kills the server, and starts it again on its database as it was when the backup was made.
  void restore(Side& side, const std::filesystem::path& backup);

  std::string query(const Side& side, const std::string& sql) { return postgres_->query(side.database, sql); }
  PostgresCluster& postgres() { return *postgres_; }
  RunFolder& folder() { return folder_; }
  void keep_files() { folder_.keep(); }
  std::string logs() const;  // the end of all servers' logs
  // Lines of the plugins in all servers' logs that hold what was written, typed or shown in this world (lab/secrets.h);
  // empty when there are none.
  std::string leaks() const;

 private:
  void make_server(Side& side, const SideOptions& wanted, const WorldOptions& options);
  void join(Side& node, Side& first);
  void make_people(Side& side, const std::vector<std::string>& names);

  RunFolder folder_;
  std::unique_ptr<PostgresCluster> postgres_;
  std::deque<Side> sides_;  // in the options' order; addresses stay
};

inline constexpr std::chrono::seconds ping_round{75};  // native's 60 s and what a busy machine adds

double seconds_since(std::chrono::steady_clock::time_point begin);

// Polls until `what` is true. False after the limit.
bool eventually(std::chrono::milliseconds limit, const std::function<bool()>& what);

}  // namespace causeway::lab
