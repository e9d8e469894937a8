#include "lab/cpu_meter.h"

#include <unistd.h>

#include <fstream>
#include <sstream>
#include <string>

#include "lab/mattermost_server.h"

namespace causeway::lab {

namespace {

struct Times {
  double own = 0;
  double waited_for = 0;  // of children that have ended
};

// Fields 14 to 17 of /proc/<pid>/stat. The name may hold anything, so they are counted from its last parenthesis.
Times times_of(pid_t pid) {
  std::ifstream in("/proc/" + std::to_string(pid) + "/stat");
  const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  const auto end = text.rfind(')');
  if (end == std::string::npos) return {};
  std::istringstream rest(text.substr(end + 1));
  std::string skipped;
  for (int field = 3; field < 14; ++field) rest >> skipped;
  double user = 0, system = 0, waited_user = 0, waited_system = 0;
  rest >> user >> system >> waited_user >> waited_system;
  const auto ticks = static_cast<double>(sysconf(_SC_CLK_TCK));
  return {(user + system) / ticks, (waited_user + waited_system) / ticks};
}

}  // namespace

double cpu_seconds(pid_t pid) {
  return times_of(pid).own;
}

double tree_cpu_seconds(const std::vector<pid_t>& roots) {
  double sum = 0;
  for (const pid_t root : roots) {
    for (const pid_t pid : process_tree(root)) {
      const Times times = times_of(pid);
      sum += times.own + times.waited_for;
    }
  }
  return sum;
}

double peak_memory_mb(pid_t pid) {
  std::ifstream in("/proc/" + std::to_string(pid) + "/status");
  for (std::string line; std::getline(in, line);) {
    if (line.rfind("VmHWM:", 0) == 0) return std::stod(line.substr(6)) * 1024.0 / 1e6;
  }
  return 0;
}

}  // namespace causeway::lab
