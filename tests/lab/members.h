#pragma once
// How fast the members of a channel follow when it is shared, and which process works for it.

#include <filesystem>
#include <map>
#include <string>

#include "lab/rest_client.h"

namespace causeway::lab {

struct MembersResult {
  int members = 0;
  double seconds = 0;                 // from the share until the last one is a member on the other side
  std::map<std::string, double> cpu;  // seconds of the processor meanwhile, by process

  Json json() const;
};

// Two servers with the bundle; `members` people in a channel of the first, which is then shared. Throws LabError when
// they do not all arrive.
MembersResult run_members(const std::filesystem::path& bundle, int members);

}  // namespace causeway::lab
