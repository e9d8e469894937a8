#pragma once
// RIVER 1: tells a remote how the statuses of people whom it has look now, where it shows them otherwise. Only what is
// seen of a status counts, so a person at work costs nothing. Any thread.

#include <stop_token>
#include <utility>

#include "base/clock.h"
#include "config/current.h"
#include "outbound/accepted.h"
#include "peer/client.h"
#include "store/store.h"

namespace causeway::outbound {

class StatusSender {
 public:
  StatusSender(store::Store& store, peer::Client& peers, const config::Current& current, const base::Clock& clock,
               Unshared unshared)
      : store_(store), peers_(peers), current_(current), clock_(clock), unshared_(std::move(unshared)) {}

  // Handles a `statuses` task, one message at a time.
  base::Result<store::Settlement> send(const model::Task& task, std::stop_token stop);

 private:
  store::Store& store_;
  peer::Client& peers_;
  const config::Current& current_;
  const base::Clock& clock_;
  const Unshared unshared_;
};

}  // namespace causeway::outbound
