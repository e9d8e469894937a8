#pragma once
// A file for the support packet that an administrator downloads. Values.

#include <string>

namespace causeway::mattermost {

struct SupportFile {
  std::string name;
  std::string body;
};

}  // namespace causeway::mattermost
