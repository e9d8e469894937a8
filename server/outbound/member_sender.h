#pragma once
// RIVER 1: tells a remote who of this server's people has come into a shared channel or left it, with the profiles of
// those whom it does not have as they are. What is told is the difference between who is there and whom the remote
// counts in, so nothing depends on a hook. Any thread.

#include <stop_token>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "config/current.h"
#include "outbound/accepted.h"
#include "peer/client.h"
#include "store/store.h"

namespace causeway::outbound {

class MemberSender {
 public:
  MemberSender(store::Store& store, peer::Client& peers, const config::Current& current, const base::Clock& clock,
               Unshared unshared)
      : store_(store), peers_(peers), current_(current), clock_(clock), unshared_(std::move(unshared)) {}

  // Handles a `members` task, one message at a time.
  base::Result<store::Settlement> send(const model::Task& task, std::stop_token stop);

 private:
  std::size_t batch_size(const model::Remote& remote) const;
  base::Result<model::SyncMsg> collect(const model::Remote& remote, const model::ChannelId& channel);

  store::Store& store_;
  peer::Client& peers_;
  const config::Current& current_;
  const base::Clock& clock_;
  const Unshared unshared_;
};

}  // namespace causeway::outbound
