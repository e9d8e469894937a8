#pragma once
// RIVER 1: tells a remote of posts that are gone for good here: each of those that somebody deleted permanently, as a
// deletion; and, to a Causeway, up to when a channel's posts were taken away by data retention, and people who were
// deleted with all that they wrote. Any thread.

#include <stop_token>
#include <utility>

#include "base/clock.h"
#include "outbound/accepted.h"
#include "peer/client.h"
#include "store/store.h"

namespace causeway::outbound {

class ErasureSender {
 public:
  ErasureSender(store::Store& store, peer::Client& peers, const base::Clock& clock, Unshared unshared)
      : store_(store), peers_(peers), clock_(clock), unshared_(std::move(unshared)) {}

  // Handles an `erasures` task, one message at a time. What the peer does not delete it keeps.
  base::Result<store::Settlement> send(const model::Task& task, std::stop_token stop);

 private:
  struct To {
    const model::Task& task;
    const model::Remote& remote;
    const model::ChannelRemote& row;
  };
  base::Result<store::Settlement> tell(const To& to, const std::vector<store::Store::ChangedPost>& erased,
                                       std::stop_token stop);
  // True: the peer has not deleted all of it yet, and wants to be told again.
  base::Result<bool> tell_causeway(const model::Task& task, const model::Remote& remote, const char* topic,
                                   json::Value payload, std::stop_token stop);
  base::Result<store::Settlement> tell_people(const model::Task& task, const model::Remote& remote,
                                              std::stop_token stop);
  base::Result<store::Settlement> tell_retention(const To& to, std::stop_token stop);

  store::Store& store_;
  peer::Client& peers_;
  const base::Clock& clock_;
  const Unshared unshared_;
};

}  // namespace causeway::outbound
