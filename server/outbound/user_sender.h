#pragma once
// RIVER 1: tells a remote of people whose profile it has, as it was: new names, other profile fields, deactivated or
// active again. People come to it with what they write and where they are members. Any thread.

#include <stop_token>
#include <utility>

#include "base/clock.h"
#include "config/current.h"
#include "outbound/accepted.h"
#include "peer/client.h"
#include "store/store.h"

namespace causeway::outbound {

class UserSender {
 public:
  UserSender(store::Store& store, peer::Client& peers, const config::Current& current, const base::Clock& clock,
             Unshared unshared)
      : store_(store), peers_(peers), current_(current), clock_(clock), unshared_(std::move(unshared)) {}

  // Handles a `users` task, one message at a time.
  base::Result<store::Settlement> send(const model::Task& task, std::stop_token stop);

 private:
  store::Store& store_;
  peer::Client& peers_;
  const config::Current& current_;
  const base::Clock& clock_;
  const Unshared unshared_;
};

}  // namespace causeway::outbound
