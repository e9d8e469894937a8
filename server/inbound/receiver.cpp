#include "inbound/receiver.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/log.h"
#include "peer/frame.h"

namespace causeway::inbound {
namespace {

// Our database or the bridge to our server is away. What the server itself answers may be about the item.
bool of_the_house(const base::Error& error) {
  static constexpr std::array<std::string_view, 3> codes{"store_unavailable", "store_in_doubt", "bridge_closed"};
  return error.next != base::Next::refused && std::find(codes.begin(), codes.end(), error.code) != codes.end();
}

}  // namespace

base::Result<model::RemoteClusterResponse> Receiver::receive(const model::Remote& remote,
                                                             const model::RemoteClusterMsg& message) const {
  const auto handler = topics_.find(message.topic);
  if (handler == topics_.end()) {
    base::log::debug("unknown_topic", "a message of an unknown topic was acknowledged and ignored",
                     {{"remote_id", remote.id.str()}});
    return peer::ok_response();
  }
  auto done = handler->second(remote, message);
  if (done.ok()) return peer::ok_response(std::move(done).value());
  base::log::warn("message_failed", done.error().text,
                  {{"error", done.error().code}, {"remote_id", remote.id.str()}, {"topic", message.topic}});
  if (of_the_house(done.error())) return base::retry_later(done.error().code, done.error().text);
  return peer::fail_response(done.error().text);
}

}  // namespace causeway::inbound
