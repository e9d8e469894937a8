#pragma once
// RIVER 1, the mouth: carries one batch over to the peer and says how the task ends. Any thread; one conversation per
// (remote, channel) at a time is the queue's promise.

#include <stop_token>

#include "base/clock.h"
#include "config/current.h"
#include "outbound/collector.h"
#include "peer/client.h"
#include "store/store.h"

namespace causeway::outbound {

class Sender {
 public:
  Sender(store::Store& store, peer::Client& peers, const config::Current& current, const base::Clock& clock)
      : store_(store), peers_(peers), current_(current), clock_(clock), collector_(store) {}

  // Handles a `posts` task. An error means: nothing is settled, try again by its next move.
  base::Result<store::Settlement> send(const model::Task& task, std::stop_token stop);

 private:
  struct Exchange;

  base::Result<> send_users(Exchange& exchange);
  base::Result<> send_users(Exchange& exchange, const model::Users& users);
  base::Result<> send_posts(Exchange& exchange);
  base::Result<model::SyncResponse> exchange_message(Exchange& exchange, const model::SyncMsg& message,
                                                     const std::string& message_id);
  void drop_refused(Exchange& exchange, const model::SyncResponse& response);

  store::Store& store_;
  peer::Client& peers_;
  const config::Current& current_;
  const base::Clock& clock_;
  Collector collector_;
};

}  // namespace causeway::outbound
