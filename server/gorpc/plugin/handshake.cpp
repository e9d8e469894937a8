#include "gorpc/plugin/handshake.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <system_error>
#include <utility>

#include "base/id.h"

namespace causeway::gorpc::plugin {
namespace {

class Socket {
 public:
  explicit Socket(int fd) : fd_(fd) {}
  ~Socket() {
    if (fd_ >= 0) ::close(fd_);
    if (!path_.empty()) ::unlink(path_.c_str());
  }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  int fd() const { return fd_; }
  const std::string& path() const { return path_; }
  bool bind_to(const std::string& path) {
    sockaddr_un address{};
    if (path.size() >= sizeof(address.sun_path)) return false;
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    const mode_t before = ::umask(0077);  // nobody else may connect
    const int bound = ::bind(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof(address));
    ::umask(before);
    if (bound != 0) return false;
    path_ = path;
    return ::listen(fd_, 1) == 0;
  }

 private:
  int fd_;
  std::string path_;
};

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

base::Error failed(const std::string& what) {
  return base::refused("handshake", what + ": " + std::generic_category().message(errno));
}

bool bind_somewhere(Socket& socket) {
  for (const std::string& folder : {variable("PLUGIN_UNIX_SOCKET_DIR"), variable("TMPDIR"), std::string("/tmp")}) {
    if (!folder.empty() && socket.bind_to(folder + "/plugin-" + base::new_id() + ".sock")) return true;
  }
  return false;
}

bool say(const std::string& line) {
  std::size_t written = 0;
  while (written < line.size()) {
    const ssize_t count = ::write(STDOUT_FILENO, line.data() + written, line.size() - written);
    if (count < 0 && errno != EINTR) return false;
    if (count > 0) written += static_cast<std::size_t>(count);
  }
  return true;
}

}  // namespace

std::string handshake_line(const std::string& socket_path) {
  return "1|1|unix|" + socket_path + "|netrpc|";
}

base::Result<int> shake_hands(const Handshake& terms, const base::Clock& clock, int signal_fd) {
  if (variable(terms.cookie_key.c_str()) != terms.cookie_value) {
    return base::refused("not_a_plugin",
                         "This program is a plugin of a Mattermost server, which starts it itself. "
                         "Upload its bundle in System Console > Plugins; started by hand it does nothing.");
  }
  Socket socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (socket.fd() < 0) return failed("socket");
  if (!bind_somewhere(socket)) return failed("no folder for the socket");
  if (!say(handshake_line(socket.path()) + "\n")) return failed("stdout");
  const base::Steady deadline = clock.steady() + terms.wait;
  while (true) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - clock.steady()).count();
    if (left <= 0) return base::refused("handshake", "the host did not connect");
    pollfd fds[3] = {{socket.fd(), POLLIN, 0}, {signal_fd, POLLIN, 0}, {STDOUT_FILENO, 0, 0}};
    if (::poll(fds, 3, static_cast<int>(left)) < 0 && errno != EINTR) return failed("poll");
    if (fds[1].revents != 0) return base::refused("handshake", "ended by SIGTERM before the host connected");
    if (fds[0].revents != 0) {
      const int connected = ::accept4(socket.fd(), nullptr, nullptr, SOCK_CLOEXEC);
      if (connected < 0) return failed("accept");
      return connected;
    }
    if ((fds[2].revents & (POLLERR | POLLHUP)) != 0) return base::refused("handshake", "the host has gone");
  }
}

}  // namespace causeway::gorpc::plugin
