#pragma once
// What stands, what waits and what went wrong, of all connections and shares: read from the lake when somebody asks.
// Whether the asker may know is the door's business. Any thread.

#include <map>
#include <vector>

#include "admin/views.h"
#include "base/clock.h"
#include "base/result.h"
#include "config/current.h"
#include "mattermost/server.h"
#include "model/state.h"
#include "store/store.h"

namespace causeway::admin {

class Overview {
 public:
  Overview(mattermost::Server& server, store::Store& store, const config::Current& current, const base::Clock& clock)
      : server_(server), store_(store), current_(current), clock_(clock) {}

  base::Result<std::vector<ConnectionView>> connections() const;
  base::Result<std::vector<ShareView>> shares() const;
  base::Result<std::vector<ShareView>> shares_of(const model::ChannelId& channel) const;

  // Native's. Of a team: all its shared channels, or those of `member` when one is named.
  base::Result<std::vector<NativeSharedChannel>> team_channels(const model::TeamId& team,
                                                               const model::UserId& member) const;
  base::Result<std::vector<NativeRemoteInfo>> remotes_of(const model::ChannelId& channel) const;
  base::Result<std::vector<NativeChannelRemote>> channels_of(const model::RemoteId& remote) const;
  // Refused: remote_unknown.
  base::Result<NativeRemoteInfo> remote_info(const model::RemoteId& remote) const;
  // Whether the user is in a channel that this remote has.
  base::Result<bool> meets(const model::UserId& user, const model::RemoteId& remote) const;

 private:
  bool online(const model::Remote& remote) const;
  base::Result<std::map<model::RemoteId, model::Remote>> remotes() const;

  mattermost::Server& server_;
  store::Store& store_;
  const config::Current& current_;
  const base::Clock& clock_;
};

// The words of RemoteState and InviteState that people are shown.
const char* word(model::RemoteState state);
const char* word(model::InviteState state);

}  // namespace causeway::admin
