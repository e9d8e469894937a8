#pragma once
// Two servers, A and B, on one private PostgreSQL, with users, a team and the bundle installed as the System Console
// does it; and the words by which people connect them and share channels. One owner, one thread (rest clients may be
// used from others, see rest_client.h).

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lab/error.h"
#include "lab/fault_proxy.h"
#include "lab/mattermost_server.h"
#include "lab/postgres_cluster.h"
#include "lab/rest_client.h"
#include "lab/run_folder.h"
#include "lab/socket_client.h"

namespace causeway::lab {

inline constexpr const char* plugin_id = "causeway";
inline constexpr const char* lab_password = "Lab-password-1";  // of every user

// CAUSEWAY_BUNDLE, else the newest out/causeway-*.tar.gz or dist/causeway-*.tar.gz; empty when there is none.
std::filesystem::path find_bundle();

// A copy of the bundle in which some files are replaced or added (archive path → file; made executable).
std::filesystem::path repack_bundle(const std::filesystem::path& bundle, const std::filesystem::path& folder,
                                    const std::map<std::string, std::filesystem::path>& files);

struct PairOptions {
  std::filesystem::path bundle;  // empty: no plugin is installed
  bool proxies = false;          // peers reach each server through a FaultProxy
  bool durable = false;          // PostgreSQL with fsync
  std::vector<std::string> people_a{"alice", "anna"};
  std::vector<std::string> people_b{"bob", "berta"};
  std::map<std::string, std::string> settings;  // further MM_… variables for both
};

struct Side {
  std::unique_ptr<FaultProxy> proxy;  // before this server; absent without PairOptions::proxies
  std::unique_ptr<MattermostServer> server;
  std::unique_ptr<RestClient> admin;         // user `admin`
  std::map<std::string, RestClient> people;  // logged in, members of the team
  std::string team;
  std::string town_square;

  RestClient& person(const std::string& name) { return people.at(name); }
  SocketClient socket() const { return SocketClient(server->port(), admin->token()); }
};

class Pair {
 public:
  explicit Pair(const PairOptions& options);  // everything runs when it returns
  ~Pair();

  Side a;
  Side b;

  void install(Side& side, const std::filesystem::path& bundle);  // upload, enable, wait until it runs
  void restart_plugin(Side& side);                                // by REST disable and enable
  // On A `/secure-connection create`, on B `accept`. The connection's id; it is called `b` on A and `a` on B.
  std::string connect();
  // A channel of A with its admin and `members` in it, shared over the connection; returns its id when B has it too.
  std::string share_new_channel(const std::string& name, const std::string& type, const std::string& connection,
                                const std::vector<std::string>& members = {});
  // The rows of GET remotecluster.
  Json connections(Side& side);

  PostgresCluster& postgres() { return *postgres_; }
  RunFolder& folder() { return folder_; }
  void keep_files() { folder_.keep(); }
  std::string logs() const;  // the end of both servers' logs

 private:
  void make_people(Side& side, const std::vector<std::string>& names);

  RunFolder folder_;
  std::unique_ptr<PostgresCluster> postgres_;
};

// Polls until `what` is true. False after the limit.
bool eventually(std::chrono::milliseconds limit, const std::function<bool()>& what);

}  // namespace causeway::lab
