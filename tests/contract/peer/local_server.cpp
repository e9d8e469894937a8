#include "contract/peer/local_server.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

namespace causeway::contract {
namespace http = boost::beast::http;
namespace ssl = boost::asio::ssl;
using boost::asio::ip::tcp;

namespace {

std::optional<ssl::context> tls_with(const std::optional<Certificate>& certificate) {
  if (!certificate) return std::nullopt;
  ssl::context tls(ssl::context::tls_server);
  tls.use_certificate_chain(boost::asio::buffer(certificate->chain));
  tls.use_private_key(boost::asio::buffer(certificate->key), ssl::context::pem);
  return tls;
}

}  // namespace

LocalServer::LocalServer(fakes::PeerServer answer, const std::optional<Certificate>& certificate)
    : answer_(std::move(answer)),
      tls_(tls_with(certificate)),
      acceptor_(io_, tcp::endpoint(boost::asio::ip::make_address("127.0.0.1"), 0)),
      acceptor_thread_([this](std::stop_token stop) { accept(stop); }) {}

LocalServer::~LocalServer() {
  acceptor_thread_.request_stop();
  boost::system::error_code ignored;
  tcp::socket(io_).connect(acceptor_.local_endpoint(), ignored);  // wakes accept()
  acceptor_thread_.join();
  std::vector<std::jthread> threads;
  {
    const base::MutexLock lock(mutex_);
    for (const auto& socket : sockets_) socket->shutdown(tcp::socket::shutdown_both, ignored);
    threads.swap(threads_);
  }
}

std::string LocalServer::url(const std::string& host) const {
  return (tls_ ? "https://" : "http://") + host + ":" + std::to_string(acceptor_.local_endpoint().port());
}

void LocalServer::accept(const std::stop_token& stop) {
  while (true) {
    auto socket = std::make_shared<Socket>(io_);
    boost::system::error_code error;
    acceptor_.accept(*socket, error);
    if (stop.stop_requested() || error) return;
    ++connections_;
    const base::MutexLock lock(mutex_);
    sockets_.push_back(socket);
    threads_.emplace_back([this, socket] { serve(*socket); });
  }
}

void LocalServer::serve(Socket& socket) {
  boost::system::error_code error;
  if (tls_) {
    ssl::stream<Socket&> stream(socket, *tls_);
    stream.handshake(ssl::stream_base::server, error);
    if (!error) converse(stream);
  } else {
    converse(socket);
  }
  socket.shutdown(tcp::socket::shutdown_both, error);
}

template <class Stream>
void LocalServer::converse(Stream& stream) {
  boost::beast::flat_buffer buffer;
  boost::system::error_code error;
  while (!error) {
    http::request<http::string_body> request;
    http::read(stream, buffer, request, error);
    if (error) break;
    const peer::Answer answer =
        answer_({std::string(request.target()), std::string(request["X-RemoteCluster-Id"]),
                 std::string(request["X-RemoteCluster-Token"]), request.body(), std::string(request["Content-Type"])});
    if (answer.status == 0) break;
    http::response<http::string_body> response;
    response.version(11);
    response.result(static_cast<unsigned>(answer.status));
    response.keep_alive(true);
    response.body() = answer.body;
    if (answer.status / 100 == 3) response.set(http::field::location, "/elsewhere");
    if (answer.retry_after) response.set(http::field::retry_after, std::to_string(answer.retry_after->count()));
    response.prepare_payload();
    http::write(stream, response, error);
  }
}

}  // namespace causeway::contract
