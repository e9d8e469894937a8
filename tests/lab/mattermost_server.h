#pragma once
// One real Mattermost server with its own folder, port and database, set up by environment variables. What it started
// (the plugin) ends with it. The destructor kills it. One owner, one thread.

#include <sys/types.h>

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lab/process.h"

namespace causeway::lab {

struct ServerOptions {
  std::string name;               // folder and log lines
  std::string data_source;        // as SqlSettings.DataSource
  std::filesystem::path sockets;  // short folder; the server's TMPDIR is made inside
  int site_port = 0;              // the port that peers are told, when a proxy stands in front; 0 = our own
  std::map<std::string, std::string> settings;  // further MM_… variables, which win over ours
  bool licensed = false;                        // with Mattermost's own shared channels
};

// The folder with the built server (build/mattermost.sh; minutes the first time). CAUSEWAY_MATTERMOST overrides it.
std::filesystem::path server_build();

class MattermostServer {
 public:
  MattermostServer(const std::filesystem::path& parent, ServerOptions options);
  ~MattermostServer();

  void start();          // returns at once; what it starts ends with the calling thread (process.h)
  void wait_until_up();  // until /api/v4/system/ping answers; LabError with the log's tail otherwise
  void stop();           // SIGTERM, as systemd does
  void kill();           // SIGKILL, as the kernel does
  void take_licence();   // it counts from the next start on
  void pause();          // SIGSTOP to the server (its plugin goes on)
  void resume();

  const std::string& name() const { return options_.name; }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }  // for users
  std::string site_url() const;                                                    // for peers
  int port() const { return port_; }
  pid_t pid() const;  // 0 when it is not running
  bool running() const;
  std::filesystem::path folder() const { return folder_; }
  std::filesystem::path temp_folder() const { return options_.sockets / options_.name; }  // its TMPDIR
  std::filesystem::path log() const { return folder_ / "logs" / "mattermost.log"; }
  // The last lines of the server's log that the plugin wrote or that warn, and what it printed.
  std::string log_tail(std::size_t lines = 25) const;

 private:
  std::map<std::string, std::string> environment() const;

  ServerOptions options_;
  std::filesystem::path folder_;
  std::filesystem::path build_;
  int port_ = 0;
  std::unique_ptr<Process> process_;
};

struct PluginProcess {
  pid_t pid = 0;
  double rss_mb = 0;  // VmRSS in units of 1,000,000 bytes
  int threads = 0;
  std::size_t files = 0;   // open descriptors
  double cpu_seconds = 0;  // used since it began
};

// The plugin that the server runs from its folder plugins/<id>; absent when there is none.
std::optional<PluginProcess> plugin_process(const MattermostServer& server, const std::string& id = "causeway");
// The same by its number: absent when it has ended.
std::optional<PluginProcess> inspect_process(pid_t pid);
// All of its descendants too (a relay has the plugin as its child).
std::vector<pid_t> process_tree(pid_t root);

}  // namespace causeway::lab
