#include "lab/cpu_meter.h"

#include <unistd.h>

#include <fstream>
#include <sstream>
#include <string>

#include "lab/mattermost_server.h"

namespace causeway::lab {

namespace {

// Fields 14 to 17 of /proc/<pid>/stat: utime, stime, and those of children that were waited for.
double seconds_of(pid_t pid) {
  std::ifstream in("/proc/" + std::to_string(pid) + "/stat");
  const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  const auto end = text.rfind(')');
  if (end == std::string::npos) return 0;
  std::istringstream rest(text.substr(end + 2));
  std::string word;
  for (int field = 3; field < 14; ++field) rest >> word;
  double ticks = 0;
  for (int field = 14; field <= 17; ++field) {
    double part = 0;
    if (rest >> part) ticks += part;
  }
  return ticks / static_cast<double>(sysconf(_SC_CLK_TCK));
}

}  // namespace

double cpu_seconds(const std::vector<pid_t>& roots) {
  double sum = 0;
  for (const pid_t root : roots) {
    for (const pid_t pid : process_tree(root)) sum += seconds_of(pid);
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
