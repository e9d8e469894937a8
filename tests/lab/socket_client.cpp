#include "lab/socket_client.h"

#include <sys/socket.h>

#include <algorithm>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket.hpp>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "lab/error.h"

namespace causeway::lab {

namespace asio = boost::asio;
namespace beast = boost::beast;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

struct SocketClient::Impl {
  asio::io_context context;
  beast::websocket::stream<asio::ip::tcp::socket> stream{context};
  mutable std::mutex mutex;
  std::condition_variable changed;
  std::vector<SocketEvent> events;  // guarded by mutex, as the next two
  std::size_t generation = 0;       // counts clear(), so that waiters begin again
  bool broken = false;
  std::thread reader;

  void connect(int port, const std::string& token);
  void read();
  void take(const std::string& text);
};

void SocketClient::Impl::connect(int port, const std::string& token) {
  stream.next_layer().connect({asio::ip::address_v4::loopback(), static_cast<unsigned short>(port)});
  stream.next_layer().set_option(asio::ip::tcp::no_delay(true));
  stream.set_option(beast::websocket::stream_base::decorator([token](beast::websocket::request_type& request) {
    request.set(beast::http::field::authorization, "Bearer " + token);
  }));
  stream.read_message_max(64U << 20U);
  stream.handshake("127.0.0.1:" + std::to_string(port), "/api/v4/websocket");
}

void SocketClient::Impl::read() {
  beast::flat_buffer buffer;
  boost::system::error_code error;
  while (true) {
    stream.read(buffer, error);
    if (error) break;
    take(beast::buffers_to_string(buffer.data()));
    buffer.clear();
  }
  const std::lock_guard lock(mutex);
  broken = true;
  changed.notify_all();
}

void SocketClient::Impl::take(const std::string& text) {
  SocketEvent event;
  event.at = steady_clock::now();
  const auto json = nlohmann::json::parse(text, nullptr, false);
  if (!json.is_object() || !json.contains("event")) return;
  event.event = json.value("event", "");
  event.data = json.value("data", nlohmann::json::object());
  event.broadcast = json.value("broadcast", nlohmann::json::object());
  if (event.data.is_object() && event.data.contains("post") && event.data["post"].is_string()) {
    event.post = nlohmann::json::parse(event.data["post"].get<std::string>(), nullptr, false);
  }
  const std::lock_guard lock(mutex);
  events.push_back(std::move(event));
  changed.notify_all();
}

SocketClient::SocketClient(int port, const std::string& token) : impl_(std::make_unique<Impl>()) {
  try {
    impl_->connect(port, token);
  } catch (const std::exception& error) {
    throw LabError(std::string("web socket: ") + error.what());
  }
  impl_->reader = std::thread([this] { impl_->read(); });
  if (!wait_for([](const SocketEvent& event) { return event.event == "hello"; }, milliseconds(10'000))) {
    shutdown(impl_->stream.next_layer().native_handle(), SHUT_RDWR);
    impl_->reader.join();
    throw LabError("web socket: no hello from the server");
  }
}

SocketClient::~SocketClient() {
  shutdown(impl_->stream.next_layer().native_handle(), SHUT_RDWR);  // wakes the reader
  impl_->reader.join();
}

std::optional<SocketEvent> SocketClient::wait_for(const Predicate& fits, milliseconds limit) {
  const auto deadline = steady_clock::now() + limit;
  std::unique_lock lock(impl_->mutex);
  std::size_t next = 0;
  std::size_t generation = impl_->generation;
  while (true) {
    if (generation != impl_->generation) {
      generation = impl_->generation;
      next = 0;
    }
    for (; next < impl_->events.size(); ++next) {
      if (fits(impl_->events[next])) return impl_->events[next];
    }
    if (impl_->broken || steady_clock::now() >= deadline) return std::nullopt;
    impl_->changed.wait_until(lock, deadline);
  }
}

std::size_t SocketClient::wait_for_count(const Predicate& fits, std::size_t count, milliseconds limit) {
  const auto deadline = steady_clock::now() + limit;
  std::unique_lock lock(impl_->mutex);
  std::size_t next = 0;
  std::size_t found = 0;
  while (true) {
    for (; next < impl_->events.size(); ++next) {
      if (fits(impl_->events[next])) ++found;
    }
    if (found >= count || impl_->broken || steady_clock::now() >= deadline) return found;
    impl_->changed.wait_until(lock, deadline);
  }
}

std::vector<SocketEvent> SocketClient::events() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->events;
}

void SocketClient::clear() {
  const std::lock_guard lock(impl_->mutex);
  impl_->events.clear();
  ++impl_->generation;
}

bool SocketClient::broken() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->broken;
}

SocketClient::Predicate SocketClient::posted(const std::string& post_id) {
  return [post_id](const SocketEvent& event) {
    return event.event == "posted" && event.post.is_object() && event.post.value("id", "") == post_id;
  };
}

}  // namespace causeway::lab
