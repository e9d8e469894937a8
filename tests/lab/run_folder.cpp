#include "lab/run_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <vector>

#include "lab/error.h"

namespace causeway::lab {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kept_runs = 5;  // failed runs in out/lab: logs for people, not an archive
constexpr const char* socket_prefix = "causeway-lab-";

fs::path socket_path(const std::string& id) {
  return fs::temp_directory_path() / (socket_prefix + id);
}

// The lock file's descriptor, or -1 when another living run holds it.
int try_lock(const fs::path& folder) {
  const int fd = open((folder / "lock").c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0644);
  if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0) return fd;
  if (fd >= 0) close(fd);
  return -1;
}

void remove_dead_sockets() {
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(fs::temp_directory_path(), ignored)) {
    if (entry.path().filename().string().rfind(socket_prefix, 0) != 0) continue;
    const int fd = try_lock(entry.path());
    if (fd < 0) continue;
    fs::remove_all(entry.path(), ignored);
    close(fd);
  }
}

void remove_old_files(const fs::path& all) {
  std::error_code ignored;
  std::vector<std::pair<fs::file_time_type, fs::path>> dead;
  for (const auto& entry : fs::directory_iterator(all, ignored)) {
    // A living run has its sockets folder, which the pass above leaves alone.
    if (entry.is_directory(ignored) && !fs::exists(socket_path(entry.path().filename().string()), ignored)) {
      dead.emplace_back(fs::last_write_time(entry.path(), ignored), entry.path());
    }
  }
  std::sort(dead.rbegin(), dead.rend());
  for (std::size_t i = kept_runs; i < dead.size(); ++i) fs::remove_all(dead[i].second, ignored);
}

}  // namespace

RunFolder::RunFolder() {
  const fs::path all = source_folder() / "out" / "lab";
  fs::create_directories(all);
  remove_dead_sockets();
  remove_old_files(all);
  std::string pattern = socket_path("XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) throw LabError("cannot make " + pattern);
  sockets_ = pattern;
  lock_ = try_lock(sockets_);
  chmod(sockets_.c_str(), 0755);
  files_ = all / pattern.substr(pattern.size() - 6);
  fs::create_directories(files_);
}

RunFolder::~RunFolder() {
  std::error_code ignored;
  if (!keep_) fs::remove_all(files_, ignored);
  fs::remove_all(sockets_, ignored);
  if (lock_ >= 0) close(lock_);
}

fs::path source_folder() {
  return CAUSEWAY_SOURCE_DIR;
}

}  // namespace causeway::lab
