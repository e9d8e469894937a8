#include "lab/fault_proxy.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <list>
#include <mutex>
#include <thread>

#include "lab/error.h"

namespace causeway::lab {

namespace {

constexpr std::size_t record_bytes = 1U << 20U;
constexpr std::size_t trickle_bytes = 16;
constexpr int again_ms = 2000;
constexpr int look_ms = 20;  // how soon a change of mode or a stop is seen

sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

// SO_REUSEPORT: a second socket, bound but never listening, keeps the port ours while the listener is closed.
int bound_socket(int port) {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int on = 1;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
  setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof(on));
  const sockaddr_in address = loopback(port);
  if (fd < 0 || bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) {
    throw LabError("proxy: cannot bind port " + std::to_string(port));
  }
  return fd;
}

void close_with_reset(int fd) {
  const linger now{1, 0};
  setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
  close(fd);
}

bool send_all(int fd, const char* data, std::size_t size) {
  while (size > 0) {
    const ssize_t sent = send(fd, data, size, MSG_NOSIGNAL);
    if (sent <= 0) return false;
    data += sent;
    size -= static_cast<std::size_t>(sent);
  }
  return true;
}

}  // namespace

struct FaultProxy::Impl {
  std::atomic<Mode> mode{Mode::pass};
  std::atomic<int> target{0};
  std::atomic<std::size_t> cut_bytes{1000};
  std::atomic<std::size_t> accepted{0};
  std::atomic<bool> stop{false};
  mutable std::mutex record_mutex;
  std::string record;
  std::string answer;
  int guard = -1;
  int port = 0;
  std::list<std::thread> pumps;  // of the acceptor's thread, until it has ended
  std::thread acceptor;

  void accept_loop();
  void pump(int client);
  // `request`: what has passed of the one that is not answered yet.
  bool move_request(int client, int server, std::size_t& passed, std::string& request);
  bool move_answer(int client, int server, std::string& request);
  void deliver_again(const std::string& request);
};

void FaultProxy::Impl::accept_loop() {
  int listener = -1;
  while (!stop) {
    const bool open = mode != Mode::refuse;
    if (open && listener < 0) {
      listener = bound_socket(port);
      listen(listener, 128);
    }
    if (!open && listener >= 0) {
      close(listener);
      listener = -1;
    }
    pollfd entry{listener, POLLIN, 0};  // poll ignores a negative descriptor
    if (poll(&entry, 1, look_ms) <= 0) continue;
    const int client = accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0) continue;
    ++accepted;
    pumps.emplace_back([this, client] { pump(client); });
  }
  if (listener >= 0) close(listener);
}

// False ends the connection with a reset of both ends.
bool FaultProxy::Impl::move_request(int client, int server, std::size_t& passed, std::string& request) {
  std::array<char, 65536> buffer;
  std::size_t most = buffer.size();
  if (mode == Mode::cut_request) most = std::min(most, cut_bytes > passed ? cut_bytes - passed : 0);
  if (mode == Mode::trickle) {
    most = trickle_bytes;
    std::this_thread::sleep_for(std::chrono::milliseconds(look_ms));
  }
  if (most == 0) return false;
  const ssize_t got = recv(client, buffer.data(), most, 0);
  if (got < 0) return false;
  if (got == 0) {
    shutdown(server, SHUT_WR);
    return false;
  }
  passed += static_cast<std::size_t>(got);
  if (request.size() <= record_bytes) request.append(buffer.data(), static_cast<std::size_t>(got));
  {
    const std::lock_guard lock(record_mutex);
    if (record.size() + static_cast<std::size_t>(got) > record_bytes) record.clear();
    record.append(buffer.data(), static_cast<std::size_t>(got));
  }
  return send_all(server, buffer.data(), static_cast<std::size_t>(got));
}

// Its answer is nobody's.
void FaultProxy::Impl::deliver_again(const std::string& request) {
  if (request.empty() || request.size() > record_bytes) return;
  const int server = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_in address = loopback(target);
  pollfd entry{server, POLLIN, 0};
  if (connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0 &&
      send_all(server, request.data(), request.size())) {
    poll(&entry, 1, again_ms);
  }
  close_with_reset(server);
}

bool FaultProxy::Impl::move_answer(int client, int server, std::string& request) {
  if (mode == Mode::repeat) deliver_again(request);
  request.clear();
  if (mode == Mode::cut_answer) return false;
  if (mode == Mode::own_answer) {
    const std::lock_guard lock(record_mutex);
    send_all(client, answer.data(), answer.size());
    shutdown(client, SHUT_WR);
    return false;
  }
  std::array<char, 65536> buffer;
  const ssize_t got = recv(server, buffer.data(), buffer.size(), 0);
  return got > 0 && send_all(client, buffer.data(), static_cast<std::size_t>(got));
}

void FaultProxy::Impl::pump(int client) {
  const int server = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int on = 1;
  setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  setsockopt(server, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  const sockaddr_in address = loopback(target);
  bool alive = connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0;
  std::size_t passed = 0;
  std::string request;
  while (alive && !stop) {
    if (mode == Mode::refuse) break;
    if (mode == Mode::black_hole) {
      std::this_thread::sleep_for(std::chrono::milliseconds(look_ms));
      continue;
    }
    std::array<pollfd, 2> entries{{{client, POLLIN, 0}, {server, POLLIN, 0}}};
    const Mode before = mode;
    if (poll(entries.data(), entries.size(), look_ms) <= 0 || mode != before) continue;
    if (entries[1].revents != 0) alive = move_answer(client, server, request);
    if (alive && entries[0].revents != 0) alive = move_request(client, server, passed, request);
  }
  close_with_reset(client);
  close_with_reset(server);
}

FaultProxy::FaultProxy() : impl_(std::make_unique<Impl>()) {
  impl_->guard = bound_socket(0);
  sockaddr_in address{};
  socklen_t length = sizeof(address);
  getsockname(impl_->guard, reinterpret_cast<sockaddr*>(&address), &length);
  impl_->port = ntohs(address.sin_port);
  impl_->acceptor = std::thread([impl = impl_.get()] { impl->accept_loop(); });
}

FaultProxy::~FaultProxy() {
  impl_->stop = true;
  impl_->acceptor.join();
  for (auto& pump : impl_->pumps) pump.join();
  close(impl_->guard);
}

int FaultProxy::port() const {
  return impl_->port;
}
void FaultProxy::set_target(int port) {
  impl_->target = port;
}
void FaultProxy::set_mode(Mode mode) {
  impl_->mode = mode;
}
void FaultProxy::set_answer(const std::string& bytes) {
  const std::lock_guard lock(impl_->record_mutex);
  impl_->answer = bytes;
}
void FaultProxy::cut_after(std::size_t bytes) {
  impl_->cut_bytes = bytes;
}
std::string FaultProxy::recorded() const {
  const std::lock_guard lock(impl_->record_mutex);
  return impl_->record;
}

std::size_t FaultProxy::connections() const {
  return impl_->accepted;
}

}  // namespace causeway::lab
