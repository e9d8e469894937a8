#include "doctor/network.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <system_error>

#include "peer/http/address_guard.h"

namespace causeway::doctor {
namespace {

struct Descriptor {
  int number;
  ~Descriptor() {
    if (number >= 0) close(number);
  }
};

std::string words(int error) {
  return std::generic_category().message(error);
}

template <std::size_t Size>
bool is_public(const void* address) {
  std::array<std::uint8_t, Size> bytes{};
  std::memcpy(bytes.data(), address, bytes.size());
  return peer::http::is_public(bytes);
}

Endpoint endpoint_of(const sockaddr& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  Endpoint endpoint;
  endpoint.family = address.sa_family;
  if (address.sa_family == AF_INET) {
    sockaddr_in in{};
    std::memcpy(&in, &address, sizeof in);
    inet_ntop(AF_INET, &in.sin_addr, text.data(), text.size());
    endpoint.is_public = is_public<4>(&in.sin_addr);
  } else {
    sockaddr_in6 in{};
    std::memcpy(&in, &address, sizeof in);
    inet_ntop(AF_INET6, &in.sin6_addr, text.data(), text.size());
    endpoint.is_public = is_public<16>(&in.sin6_addr);
  }
  endpoint.address = text.data();
  return endpoint;
}

int start_connect(int socket, const Endpoint& endpoint, int port) {
  const auto network_port = htons(static_cast<std::uint16_t>(port));
  if (endpoint.family == AF_INET) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = network_port;
    inet_pton(AF_INET, endpoint.address.c_str(), &to.sin_addr);
    return connect(socket, reinterpret_cast<const sockaddr*>(&to), sizeof to);
  }
  sockaddr_in6 to{};
  to.sin6_family = AF_INET6;
  to.sin6_port = network_port;
  inet_pton(AF_INET6, endpoint.address.c_str(), &to.sin6_addr);
  return connect(socket, reinterpret_cast<const sockaddr*>(&to), sizeof to);
}

}  // namespace

std::vector<Endpoint> look_up(const std::string& host, std::string& error) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const int code = getaddrinfo(host.c_str(), nullptr, &hints, &found);
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> list(found, &freeaddrinfo);
  if (code != 0) {
    error = gai_strerror(code);
    return {};
  }
  std::vector<Endpoint> endpoints;
  for (const addrinfo* one = found; one != nullptr; one = one->ai_next) {
    if (one->ai_family == AF_INET || one->ai_family == AF_INET6) endpoints.push_back(endpoint_of(*one->ai_addr));
  }
  return endpoints;
}

std::optional<std::string> connect_error(const Endpoint& endpoint, int port, base::Millis time) {
  const Descriptor socket_{socket(endpoint.family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
  if (socket_.number < 0) return words(errno);
  if (start_connect(socket_.number, endpoint, port) == 0) return std::nullopt;
  if (errno != EINPROGRESS) return words(errno);
  pollfd waiting{socket_.number, POLLOUT, 0};
  if (poll(&waiting, 1, static_cast<int>(time.count())) == 0) return "no answer";
  int error = 0;
  socklen_t size = sizeof error;
  getsockopt(socket_.number, SOL_SOCKET, SO_ERROR, &error, &size);
  return error == 0 ? std::nullopt : std::optional(words(error));
}

}  // namespace causeway::doctor
