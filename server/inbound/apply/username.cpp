#include "inbound/apply/username.h"

#include <algorithm>

#include "model/limits.h"

namespace causeway::inbound {
namespace {

std::string in_alphabet(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c >= 'A' && c <= 'Z') {
      out.push_back(static_cast<char>(c - 'A' + 'a'));
    } else {
      const bool allowed = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
      out.push_back(allowed ? c : '-');
    }
  }
  return out;
}

}  // namespace

std::string synthetic_username(std::string_view wire_name, std::string_view remote_name, int attempt) {
  const auto colon = wire_name.find(':');
  std::string name = in_alphabet(wire_name.substr(0, colon));
  std::string remote = in_alphabet(colon == std::string_view::npos ? remote_name : wire_name.substr(colon + 1));
  if (name.empty() || name[0] < 'a' || name[0] > 'z') name.insert(0, "u");
  const std::string suffix = attempt > 1 ? "-" + std::to_string(attempt) : "";
  // The remote part may take half, the name gets the rest.
  remote.resize(std::min(remote.size(), model::limits::username_chars / 2));
  const std::size_t room = model::limits::username_chars - remote.size() - 1 - suffix.size();
  name.resize(std::min(name.size(), room));
  return name + suffix + ":" + remote;
}

}  // namespace causeway::inbound
