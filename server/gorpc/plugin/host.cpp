#include "gorpc/plugin/host.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>

#include "base/log.h"
#include "gorpc/plugin/handshake.h"
#include "gorpc/plugin/host_impl.h"

namespace causeway::gorpc::plugin {
namespace {

// Only for its owner's own process: signals belong to all of it.
Descriptor take_signals() {
  ::signal(SIGINT, SIG_IGN);
  ::signal(SIGPIPE, SIG_IGN);
  sigset_t terminate;
  sigemptyset(&terminate);
  sigaddset(&terminate, SIGTERM);
  ::pthread_sigmask(SIG_BLOCK, &terminate, nullptr);
  const int fd = ::signalfd(-1, &terminate, SFD_CLOEXEC | SFD_NONBLOCK);
  if (fd < 0) throw std::system_error(errno, std::generic_category(), "signalfd");
  return Descriptor(fd);
}

bool is_pipe(int fd) {
  struct stat info{};
  return ::fstat(fd, &info) == 0 && (S_ISFIFO(info.st_mode) || S_ISSOCK(info.st_mode));
}

// Moves a standard descriptor out of the way, so that a stray print or read cannot touch the session.
Descriptor detach(int standard, int replacement) {
  const int moved = ::fcntl(standard, F_DUPFD_CLOEXEC, 3);
  if (moved < 0 || ::dup2(replacement, standard) < 0) {
    throw std::system_error(errno, std::generic_category(), "dup");
  }
  return Descriptor(moved);
}

}  // namespace

Descriptor::~Descriptor() {
  if (fd_ >= 0) ::close(fd_);
}

int exit_code(HostEnd end) {
  return end == HostEnd::api_lost || end == HostEnd::protocol_error ? 1 : 0;
}

base::Result<std::unique_ptr<Host>> Host::over_socket(const HookTable& table, const base::Clock& clock,
                                                      HostOptions options) {
  Descriptor signals = options.own_signals ? take_signals() : Descriptor();
  CAUSEWAY_TRY(connected, shake_hands({}, clock, signals.get()));
  Descriptor socket(connected);
  const int fd = socket.get();
  auto impl = std::make_unique<Impl>(fd, fd, table, clock, options);
  impl->keep(std::move(signals), std::move(socket), Descriptor());
  return std::unique_ptr<Host>(new Host(std::move(impl)));
}

base::Result<std::unique_ptr<Host>> Host::over_stdio(const HookTable& table, const base::Clock& clock,
                                                     HostOptions options) {
  if (!is_pipe(STDIN_FILENO) || !is_pipe(STDOUT_FILENO)) {
    return base::refused("not_a_pipe",
                         "--stdio expects a host at the other end of stdin and stdout, not a terminal or a file.");
  }
  Descriptor signals = options.own_signals ? take_signals() : Descriptor();
  const Descriptor nothing(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  Descriptor in = detach(STDIN_FILENO, nothing.get());
  Descriptor out = detach(STDOUT_FILENO, STDERR_FILENO);
  auto impl = std::make_unique<Impl>(in.get(), out.get(), table, clock, options);
  impl->keep(std::move(signals), std::move(in), std::move(out));
  return std::unique_ptr<Host>(new Host(std::move(impl)));
}

std::unique_ptr<Host> Host::over_descriptors(int in, int out, const HookTable& table, const base::Clock& clock,
                                             HostOptions options) {
  Descriptor signals = options.own_signals ? take_signals() : Descriptor();
  auto impl = std::make_unique<Impl>(in, out, table, clock, options);
  impl->keep(std::move(signals), Descriptor(), Descriptor());
  return std::unique_ptr<Host>(new Host(std::move(impl)));
}

Host::Host(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Host::~Host() = default;
ApiClient& Host::api() {
  return impl_->api();
}
HostEnd Host::run() {
  return impl_->run();
}
void Host::stop() {
  impl_->stop();
}

}  // namespace causeway::gorpc::plugin
