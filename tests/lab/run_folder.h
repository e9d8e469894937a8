#pragma once
// Where one run of the lab keeps its files: out/lab/<id> for what a person may want to read afterwards (logs,
// configuration, data), and a short path under the temporary folder for PostgreSQL and unix sockets (whose paths may
// not exceed 107 bytes, and which another account must be able to enter). Removed by the destructor unless keep() was
// called; what runs that were killed left behind is removed by the next run, except the newest few of out/lab. One
// owner.

#include <filesystem>
#include <string>

namespace causeway::lab {

class RunFolder {
 public:
  RunFolder();
  ~RunFolder();
  RunFolder(const RunFolder&) = delete;
  RunFolder& operator=(const RunFolder&) = delete;

  const std::filesystem::path& files() const { return files_; }      // absolute
  const std::filesystem::path& sockets() const { return sockets_; }  // absolute, short, world-readable
  void keep() { keep_ = true; }  // leaves files() for a person to read; sockets() goes all the same

 private:
  std::filesystem::path files_;
  std::filesystem::path sockets_;
  int lock_ = -1;  // held while we live; how the next run tells a dead run from a living one
  bool keep_ = false;
};

// The checkout that this lab was built from.
std::filesystem::path source_folder();

}  // namespace causeway::lab
