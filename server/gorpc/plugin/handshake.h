#pragma once
// go-plugin's handshake: environment in, one line out, one connection.

#include <chrono>
#include <string>

#include "base/clock.h"
#include "base/result.h"

namespace causeway::gorpc::plugin {

struct Handshake {
  // What Mattermost puts into the environment of its plugins, so that they are not started by hand.
  std::string cookie_key = "MATTERMOST_PLUGIN";
  std::string cookie_value = "Securely message teams, anywhere.";
  std::chrono::milliseconds wait{60000};  // for the host to connect; it gives up after 3 s itself
};

// The connected socket; the caller closes it. Nothing is left in the file system, whether it works or not. SIGTERM
// (readable on `signal_fd`, -1 = none) and the end of stdout's reader end the wait.
base::Result<int> shake_hands(const Handshake& terms, const base::Clock& clock, int signal_fd);

// What the host reads, without the line end.
std::string handshake_line(const std::string& socket_path);

}  // namespace causeway::gorpc::plugin
