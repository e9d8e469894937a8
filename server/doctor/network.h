#pragma once
// The parts of the road below HTTP, asked of the system itself, so that what fails can be told apart.

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"

namespace causeway::doctor {

struct Endpoint {
  std::string address;  // as text
  bool is_public = false;
  int family = 0;
};

// What the name means here. Empty, with the resolver's words in `error`, when it means nothing.
std::vector<Endpoint> look_up(const std::string& host, std::string& error);

// Nothing when somebody takes a TCP connection within the time, else what happened ("Connection refused").
std::optional<std::string> connect_error(const Endpoint& endpoint, int port, base::Millis time);

}  // namespace causeway::doctor
