#pragma once
// Mattermost's tables as a real server made them: mattermost_schema.sql, which dump_mattermost_schema.sh wrote. The
// live test Schema holds it to the server of today.

#include <fstream>
#include <iterator>
#include <string>

#include "lab/error.h"
#include "lab/run_folder.h"

namespace causeway::contract {

inline std::string mattermost_schema() {
  std::ifstream in(lab::source_folder() / "tests/contract/store/mattermost_schema.sql");
  if (!in) throw lab::LabError("no mattermost_schema.sql");
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

}  // namespace causeway::contract
