#pragma once
// Which files cross, by their names and sizes: the same rules for those that we send and those that we take; what the
// connection's policy says counts instead of the settings. Pure.

#include <cstdint>
#include <string>
#include <vector>

#include "config/current.h"
#include "model/policy.h"

namespace causeway::config {

struct FileRules {
  bool attachments = true;           // the server's own switch
  std::int64_t max_bytes = 0;        // 0 = any size
  std::vector<std::string> blocked;  // extensions in lower case, without a dot
};

FileRules file_rules(const Snapshot& snapshot, const model::RemotePolicy& policy);

// Why the file does not cross, in a few words for people; empty: it does.
std::string why_not(const FileRules& rules, const std::string& name, std::int64_t size);

// The name without anything that means more than a name: no folders, no control or direction characters, not hidden,
// no longer than a file system takes; the extension stays. Never empty.
std::string safe_file_name(const std::string& name);

// In lower case, without the dot; empty when there is none.
std::string extension_of(const std::string& name);

}  // namespace causeway::config
