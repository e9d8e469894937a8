// The stdio relay: to the server it is the plugin (cookie, handshake line, unix socket); inside it runs the real one as
// `<binary> --stdio` and copies bytes both ways. The binary is $CAUSEWAY_RELAY_INNER, or `inner` beside the relay.
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <boost/process.hpp>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <iostream>

#include "base/clock.h"
#include "gorpc/plugin/handshake.h"

namespace {

namespace bp = boost::process;

bool copy(int from, int to) {
  char bytes[64 * 1024];
  const ssize_t count = ::read(from, bytes, sizeof(bytes));
  for (ssize_t done = 0; done < count;) {
    const ssize_t written = ::write(to, bytes + done, static_cast<std::size_t>(count - done));
    if (written <= 0) return false;
    done += written;
  }
  return count > 0;
}

std::string inner() {
  if (const char* named = std::getenv("CAUSEWAY_RELAY_INNER")) return named;
  return std::filesystem::read_symlink("/proc/self/exe").parent_path() / "inner";
}

}  // namespace

int main() {
  std::signal(SIGINT, SIG_IGN);
  std::signal(SIGPIPE, SIG_IGN);
  const causeway::base::RealClock clock;
  const auto socket = causeway::gorpc::plugin::shake_hands({}, clock, -1);
  if (!socket.ok()) {
    std::cerr << socket.error().text << '\n';
    return 1;
  }
  bp::pipe to_plugin;
  bp::pipe from_plugin;
  bp::child child(inner(), "--stdio", bp::std_in<to_plugin, bp::std_out> from_plugin);
  ::close(to_plugin.native_source());
  to_plugin.assign_source(-1);
  ::close(from_plugin.native_sink());
  from_plugin.assign_sink(-1);
  pollfd fds[2] = {{*socket, POLLIN, 0}, {from_plugin.native_source(), POLLIN, 0}};
  while (::poll(fds, 2, -1) > 0) {
    if (fds[0].revents != 0 && !copy(*socket, to_plugin.native_sink())) break;
    if (fds[1].revents != 0 && !copy(from_plugin.native_source(), *socket)) break;
  }
  to_plugin.close();  // the plugin sees EOF and leaves
  child.wait();
  ::close(*socket);
  return child.exit_code();
}
