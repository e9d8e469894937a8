#include <dirent.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "lab/cpu_meter.h"
#include "lab/mattermost_server.h"

namespace causeway::lab {

namespace fs = std::filesystem;

namespace {

// /proc/<pid>/stat: the name may hold anything, so read on behind its last parenthesis.
std::optional<std::pair<char, pid_t>> state_and_parent(pid_t pid) {
  std::ifstream in("/proc/" + std::to_string(pid) + "/stat");
  const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  const auto end = text.rfind(')');
  if (end == std::string::npos) return std::nullopt;
  std::istringstream rest(text.substr(end + 1));
  char state = 0;
  pid_t parent = 0;
  if (!(rest >> state >> parent)) return std::nullopt;
  return std::make_pair(state, parent);
}

std::vector<pid_t> children_of(pid_t parent) {
  std::vector<pid_t> result;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator("/proc", ignored)) {
    const std::string name = entry.path().filename().string();
    if (name.find_first_not_of("0123456789") != std::string::npos) continue;
    const auto pid = static_cast<pid_t>(std::stol(name));
    const auto found = state_and_parent(pid);
    if (found && found->second == parent && found->first != 'Z') result.push_back(pid);
  }
  return result;
}

}  // namespace

std::optional<PluginProcess> inspect_process(pid_t pid) {
  const auto found = state_and_parent(pid);
  if (!found || found->first == 'Z') return std::nullopt;
  PluginProcess result;
  result.pid = pid;
  std::ifstream in("/proc/" + std::to_string(pid) + "/status");
  for (std::string line; std::getline(in, line);) {
    if (line.rfind("VmRSS:", 0) == 0) result.rss_mb = std::stod(line.substr(6)) * 1024.0 / 1e6;
    if (line.rfind("Threads:", 0) == 0) result.threads = std::stoi(line.substr(8));
  }
  result.cpu_seconds = cpu_seconds(pid);
  std::error_code ignored;
  const fs::directory_iterator descriptors("/proc/" + std::to_string(pid) + "/fd", ignored);
  for (auto at = begin(descriptors); at != end(descriptors); at.increment(ignored)) ++result.files;
  return result;
}

std::optional<PluginProcess> plugin_process(const MattermostServer& server, const std::string& id) {
  if (server.pid() == 0) return std::nullopt;
  const std::string inside = "/plugins/" + id + "/";
  for (const pid_t pid : children_of(server.pid())) {
    std::error_code error;
    const fs::path program = fs::read_symlink("/proc/" + std::to_string(pid) + "/exe", error);
    if (!error && program.string().find(inside) != std::string::npos) return inspect_process(pid);
  }
  return std::nullopt;
}

std::vector<pid_t> process_tree(pid_t root) {
  std::vector<pid_t> result{root};
  for (std::size_t i = 0; i < result.size(); ++i) {
    const std::vector<pid_t> children = children_of(result[i]);
    result.insert(result.end(), children.begin(), children.end());
  }
  return result;
}

}  // namespace causeway::lab
