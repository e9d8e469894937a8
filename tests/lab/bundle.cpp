#include "lab/bundle.h"

#include <chrono>
#include <cstdlib>

#include "lab/error.h"
#include "lab/process.h"
#include "lab/run_folder.h"

namespace causeway::lab {

namespace fs = std::filesystem;
using std::chrono::seconds;

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

fs::path bundle_under_test() {
  fs::path bundle = find_bundle();
  if (bundle.empty()) throw LabError("no bundle to test: run make bundle, or set CAUSEWAY_BUNDLE");
  return bundle;
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

}  // namespace causeway::lab
