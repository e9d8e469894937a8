#include "lab/mattermost_server.h"

#include <algorithm>
#include <cstdlib>
#include <deque>
#include <sstream>
#include <thread>

#include "lab/error.h"
#include "lab/rest_client.h"
#include "lab/run_folder.h"

namespace causeway::lab {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

fs::path server_build() {
  if (const char* given = std::getenv("CAUSEWAY_MATTERMOST"); given != nullptr && *given != '\0') return given;
  const fs::path answer = fs::temp_directory_path() / ("causeway-build-" + std::to_string(free_port()));
  ProcessSpec script;
  script.program = "/bin/sh";
  // Progress is for the person who waits; only the folder's name goes into the file.
  script.arguments = {"-c", "\"$0\" >\"$1\"", (source_folder() / "build" / "mattermost.sh").string(), answer.string()};
  script.folder = source_folder();
  script.environment = plain_environment();
  run_command(script, seconds(3600));
  std::string folder = tail(answer, 4096);
  fs::remove(answer);
  while (!folder.empty() && folder.back() == '\n') folder.pop_back();
  return folder;
}

MattermostServer::MattermostServer(const fs::path& parent, ServerOptions options)
    : options_(std::move(options)), folder_(parent / options_.name), build_(server_build()), port_(free_port()) {
  for (const char* name : {"config", "data", "plugins", "logs", "client/plugins"}) {
    fs::create_directories(folder_ / name);
  }
  for (const char* name : {"i18n", "templates", "fonts"}) fs::create_directory_symlink(build_ / name, folder_ / name);
  fs::copy_file(build_ / "client" / "root.html", folder_ / "client" / "root.html");
  fs::create_directories(temp_folder());
}

MattermostServer::~MattermostServer() {
  kill();
}

std::string MattermostServer::site_url() const {
  return "http://127.0.0.1:" + std::to_string(options_.site_port != 0 ? options_.site_port : port_);
}

std::map<std::string, std::string> MattermostServer::environment() const {
  std::map<std::string, std::string> result = plain_environment();
  for (const char* name : {"HTTP_PROXY", "HTTPS_PROXY", "GOFLAGS", "GOPROXY"}) result.erase(name);
  result["TMPDIR"] = temp_folder().string();
  const std::map<std::string, std::string> settings{
      {"SQLSETTINGS_DRIVERNAME", "postgres"},
      {"SQLSETTINGS_DATASOURCE", options_.data_source},
      {"SERVICESETTINGS_LISTENADDRESS", "127.0.0.1:" + std::to_string(port_)},
      {"SERVICESETTINGS_SITEURL", site_url()},
      {"SERVICESETTINGS_ENABLELOCALMODE", "false"},
      {"SERVICESETTINGS_ALLOWEDUNTRUSTEDINTERNALCONNECTIONS", "127.0.0.1"},
      {"SERVICESETTINGS_ENABLESECURITYFIXALERT", "false"},
      {"SERVICESETTINGS_ENABLEONBOARDINGFLOW", "false"},
      {"PLUGINSETTINGS_ENABLE", "true"},
      {"PLUGINSETTINGS_ENABLEUPLOADS", "true"},
      {"PLUGINSETTINGS_DIRECTORY", "./plugins"},
      {"PLUGINSETTINGS_CLIENTDIRECTORY", "./client/plugins"},
      {"PLUGINSETTINGS_ENABLEMARKETPLACE", "false"},
      {"PLUGINSETTINGS_ENABLEREMOTEMARKETPLACE", "false"},
      {"PLUGINSETTINGS_AUTOMATICPREPACKAGEDPLUGINS", "false"},
      {"FILESETTINGS_DIRECTORY", "./data/"},
      {"LOGSETTINGS_ENABLECONSOLE", "false"},
      {"LOGSETTINGS_ENABLEFILE", "true"},
      {"LOGSETTINGS_FILELEVEL", "DEBUG"},
      {"LOGSETTINGS_FILELOCATION", "./logs"},
      {"LOGSETTINGS_ENABLEDIAGNOSTICS", "false"},
      {"LOGSETTINGS_ENABLESENTRY", "false"},
      {"TEAMSETTINGS_ENABLEOPENSERVER", "true"},
      {"TEAMSETTINGS_MAXUSERSPERTEAM", "5000"},
      {"TEAMSETTINGS_MAXCHANNELSPERTEAM", "5000"},
      {"RATELIMITSETTINGS_ENABLE", "false"},
      {"METRICSSETTINGS_ENABLE", "false"},
      {"EMAILSETTINGS_SENDPUSHNOTIFICATIONS", "false"},
      {"EMAILSETTINGS_SENDEMAILNOTIFICATIONS", "false"},
      {"ANNOUNCEMENTSETTINGS_ADMINNOTICESENABLED", "false"},
      {"ANNOUNCEMENTSETTINGS_USERNOTICESENABLED", "false"},
      {"SQLSETTINGS_MAXOPENCONNS", "50"},
  };
  for (const auto& [name, value] : settings) result["MM_" + name] = value;
  if (options_.licensed) {
    result["MM_CONNECTEDWORKSPACESSETTINGS_ENABLESHAREDCHANNELS"] = "true";
    result["MM_CONNECTEDWORKSPACESSETTINGS_ENABLEREMOTECLUSTERSERVICE"] = "true";
  }
  for (const auto& [name, value] : options_.settings) result[name] = value;
  return result;
}

void MattermostServer::start() {
  ProcessSpec spec;
  spec.program = build_ / "bin" / (options_.licensed ? "native_peer" : "mattermost");
  spec.folder = folder_;
  spec.environment = environment();
  spec.output = folder_ / "logs" / "console.log";
  process_ = std::make_unique<Process>(spec);
}

void MattermostServer::wait_until_up() {
  RestClient client(url());
  const auto deadline = steady_clock::now() + seconds(120);
  while (true) {
    if (client.call("GET", "/api/v4/system/ping").status == 200) return;
    if (!process_ || !process_->running()) throw LabError("server " + name() + " ended at start\n" + log_tail());
    if (steady_clock::now() > deadline) throw LabError("server " + name() + " did not come up\n" + log_tail());
    std::this_thread::sleep_for(milliseconds(50));
  }
}

void MattermostServer::take_licence() {
  options_.licensed = true;
}

void MattermostServer::stop() {
  if (process_) process_->end(SIGTERM, seconds(30));
  process_.reset();
}

void MattermostServer::kill() {
  if (process_) process_->end(SIGKILL, seconds(5));
  process_.reset();
}

void MattermostServer::pause() {
  if (process_) process_->signal(SIGSTOP);
}

void MattermostServer::resume() {
  if (process_) process_->signal(SIGCONT);
}

pid_t MattermostServer::pid() const {
  return process_ ? process_->pid() : 0;
}
bool MattermostServer::running() const {
  return process_ && process_->running();
}

std::string MattermostServer::log_tail(std::size_t lines) const {
  // The debug log is long; what a person needs first is what the plugin said and what went wrong.
  std::istringstream all(tail(log(), 16U << 20U));
  std::deque<std::string> kept;
  for (std::string line; std::getline(all, line);) {
    const bool ours = line.find("\"plugin_id\":") != std::string::npos;
    const bool bad =
        line.find("\"level\":\"warn\"") != std::string::npos || line.find("\"level\":\"error\"") != std::string::npos;
    if (ours || bad) kept.push_back(line.substr(0, 1000));
    if (kept.size() > lines) kept.pop_front();
  }
  std::string text = "--- the plugin's lines and warnings of " + log().string() + "\n";
  for (const auto& line : kept) text += line + "\n";
  return text + "--- console\n" + tail(folder_ / "logs" / "console.log", 2000);
}

}  // namespace causeway::lab
