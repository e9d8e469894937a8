#pragma once
// RIVER 1: tells a remote that is a Causeway how a shared channel looks now: display name, header, purpose, archived or
// not. Native has no word for it. Any thread.

#include <stop_token>

#include "base/clock.h"
#include "peer/client.h"
#include "store/store.h"

namespace causeway::outbound {

class ChannelSender {
 public:
  ChannelSender(store::Store& store, peer::Client& peers, const base::Clock& clock)
      : store_(store), peers_(peers), clock_(clock) {}

  // Handles a `channel` task.
  base::Result<store::Settlement> send(const model::Task& task, std::stop_token stop);

 private:
  store::Store& store_;
  peer::Client& peers_;
  const base::Clock& clock_;
};

}  // namespace causeway::outbound
