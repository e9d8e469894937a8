#pragma once
// RIVER 2: how a shared channel looks on a peer becomes how it looks here. The home has the last word: what somebody
// said without knowing how it looks there by now is not taken but answered with how it looks, so that two changes that
// crossed each other end the same everywhere. People of this server read of the change in system messages, as of one
// that was made here: our bot's, once a change, and never sent on. Thread-safe.

#include "base/clock.h"
#include "config/current.h"
#include "json/value.h"
#include "mattermost/server.h"
#include "model/state.h"
#include "model/wire.h"
#include "store/store.h"

namespace causeway::inbound {

class ChannelApplier {
 public:
  ChannelApplier(mattermost::Server& server, store::Store& store, const config::Current& current,
                 const base::Clock& clock)
      : server_(server), store_(store), current_(current), clock_(clock) {}

  // The topic handler of causeway_channel. Refused when the channel is not shared with the remote, or only for reading.
  base::Result<json::Value> apply(const model::Remote& remote, const model::RemoteClusterMsg& message);

 private:
  base::Result<> write(const model::Remote& remote, const model::ChannelLook& look);
  void announce(const model::Remote& remote, const model::Channel& before, const model::ChannelLook& look);

  mattermost::Server& server_;
  store::Store& store_;
  const config::Current& current_;
  const base::Clock& clock_;
};

}  // namespace causeway::inbound
