#pragma once
// A user's authenticated web socket: what the web app would show, with the time at which it arrived. A thread of its
// own reads; the other calls may come from any thread. The connection is not made again when it breaks: make another
// client.

#include <chrono>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace causeway::lab {

struct SocketEvent {
  std::string event;         // posted, post_edited, channel_created, …
  nlohmann::json data;       // as sent
  nlohmann::json broadcast;  // as sent
  nlohmann::json post;       // data.post parsed, for the events that carry one; null otherwise
  std::chrono::steady_clock::time_point at;
};

class SocketClient {
 public:
  using Predicate = std::function<bool(const SocketEvent&)>;

  SocketClient(int port, const std::string& token);  // returns after the server's hello; throws LabError
  ~SocketClient();
  SocketClient(const SocketClient&) = delete;
  SocketClient& operator=(const SocketClient&) = delete;

  // The first event since the beginning (or since the last clear) that fits; waits for it. Absent after the limit.
  std::optional<SocketEvent> wait_for(const Predicate& fits, std::chrono::milliseconds limit);
  // Waits until `count` events fit; how many did.
  std::size_t wait_for_count(const Predicate& fits, std::size_t count, std::chrono::milliseconds limit);
  std::vector<SocketEvent> events() const;
  void clear();
  bool broken() const;  // the connection has ended

  static Predicate posted(const std::string& post_id);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace causeway::lab
