#pragma once
// RIVER 2, the lock: an authenticated message becomes a call of its topic's handler and an answer as native expects it.
// The topic table is filled by plugin, because some topics (a channel invitation) are the business of other rooms. Any
// thread.

#include <functional>
#include <map>
#include <string>

#include "base/result.h"
#include "json/value.h"
#include "model/state.h"
#include "model/wire.h"

namespace causeway::inbound {

// The payload of an OK answer, or why it fails (the error's text goes to the peer).
using TopicHandler = std::function<base::Result<json::Value>(const model::Remote&, const model::RemoteClusterMsg&)>;
using Topics = std::map<std::string, TopicHandler, std::less<>>;

class Receiver {
 public:
  explicit Receiver(Topics topics) : topics_(std::move(topics)) {}

  // An unknown topic is OK with a null payload, as native answers. An error (retry_later) where it is this house that
  // is not well, whatever was sent: the peer must not take it for a word about its message.
  base::Result<model::RemoteClusterResponse> receive(const model::Remote& remote,
                                                     const model::RemoteClusterMsg& message) const;

 private:
  const Topics topics_;
};

}  // namespace causeway::inbound
