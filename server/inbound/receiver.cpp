#include "inbound/receiver.h"

#include "base/log.h"
#include "peer/frame.h"

namespace causeway::inbound {

model::RemoteClusterResponse Receiver::receive(const model::Remote& remote,
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
  return peer::fail_response(done.error().text);
}

}  // namespace causeway::inbound
