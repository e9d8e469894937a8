#pragma once
// An HTTP server on 127.0.0.1 and a free port, with TLS when it gets a certificate, that asks one function for every
// answer. A status of 0 closes the connection without an answer. One thread a connection; the destructor ends them all.

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/mutex.h"
#include "contract/peer/test_authority.h"
#include "fakes/fake_peer.h"

namespace causeway::contract {

class LocalServer {
 public:
  explicit LocalServer(fakes::PeerServer answer, const std::optional<Certificate>& certificate = {});
  ~LocalServer();

  std::string url(const std::string& host = "127.0.0.1") const;
  int connections() const { return connections_; }

 private:
  using Socket = boost::asio::ip::tcp::socket;
  void accept(const std::stop_token& stop);
  void serve(Socket& socket);
  template <class Stream>
  void converse(Stream& stream);

  fakes::PeerServer answer_;
  std::optional<boost::asio::ssl::context> tls_;
  boost::asio::io_context io_;
  boost::asio::ip::tcp::acceptor acceptor_;
  std::atomic<int> connections_ = 0;
  base::Mutex mutex_;
  // Shared with the connection's thread: the destructor has to shut down what that thread reads from.
  std::vector<std::shared_ptr<Socket>> sockets_ CAUSEWAY_GUARDED_BY(mutex_);
  std::vector<std::jthread> threads_ CAUSEWAY_GUARDED_BY(mutex_);
  std::jthread acceptor_thread_;
};

}  // namespace causeway::contract
