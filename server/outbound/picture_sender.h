#pragma once
// RIVER 1: gives a remote the pictures of people that it knows, as they are now: a new one, or, where it was taken
// away, the one that Mattermost makes of the name. Who never had one is left to the remote's own server. Any thread.

#include <stop_token>

#include "config/current.h"
#include "mattermost/server.h"
#include "model/state.h"
#include "peer/client.h"
#include "store/store.h"

namespace causeway::outbound {

class PictureSender {
 public:
  PictureSender(mattermost::Server& server, store::Store& store, peer::Client& peers)
      : server_(server), store_(store), peers_(peers) {}

  // Handles a `pictures` task, some pictures at a time. What the peer does not take it does not take: it is offered
  // again when it changes again.
  base::Result<store::Settlement> send(const model::Task& task, std::stop_token stop);

 private:
  base::Result<> send_one(const model::Remote& remote, const model::UserId& user, const std::stop_token& stop);

  mattermost::Server& server_;
  store::Store& store_;
  peer::Client& peers_;
};

}  // namespace causeway::outbound
