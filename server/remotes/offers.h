#pragma once
// THE BANKS: with the setting ApproveIncomingChannels a channel that a peer shares with this server waits here until an
// administrator takes it in, into a team and under a name of their choice, or declines it. Its home hears "awaits
// approval"; a Causeway invites again by itself when it is told that the channel is here (causeway_channel_taken), a
// native administrator has to, and only then the channel is made. Any thread.

#include <stop_token>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "config/current.h"
#include "json/value.h"
#include "mattermost/server.h"
#include "model/offer.h"
#include "model/state.h"
#include "model/wire.h"
#include "peer/client.h"
#include "remotes/audit.h"
#include "remotes/channel_invites.h"
#include "remotes/partings.h"
#include "remotes/permissions.h"
#include "store/store.h"

namespace causeway::remotes {

class Offers {
 public:
  Offers(mattermost::Server& server, store::Store& store, peer::Client& peers, ChannelInvites& invites,
         Partings& partings, Audit& audit, const config::Current& current, const base::Clock& clock)
      : server_(server),
        store_(store),
        peers_(peers),
        invites_(invites),
        partings_(partings),
        audit_(audit),
        current_(current),
        clock_(clock),
        permissions_(server) {}

  // The topic handler of sharedchannel_invite. Refused (invite_awaits, invite_declined) while an administrator has to
  // take the channel in.
  base::Result<json::Value> invited(const model::Remote& remote, const model::RemoteClusterMsg& message);

  // These three refused: permission_denied. The oldest first, declined ones too.
  base::Result<std::vector<model::OfferedChannel>> list(const model::UserId& actor) const;
  // Of a Causeway's the channel is here on return; of native it comes when its administrator invites again. Refused:
  // offer_unknown, remote_unknown, landing_refused (what the server has against the team or the name). The remote.
  base::Result<model::Remote> take(const model::UserId& actor, const model::RemoteId& remote,
                                   const model::ChannelId& channel, const Landing& landing);
  // Refused: offer_unknown.
  base::Result<> decline(const model::UserId& actor, const model::RemoteId& remote, const model::ChannelId& channel);

  // Handles a channel_taken task.
  base::Result<store::Settlement> deliver(const model::Task& task, std::stop_token stop);
  // The topic handler of causeway_channel_taken: the invitation goes once more.
  base::Result<json::Value> receive(const model::Remote& remote, const model::RemoteClusterMsg& message);

 private:
  base::Result<model::OfferedChannel> keep(const model::Remote& remote, const model::ChannelInvite& invite);
  void announce(const model::Remote& remote, const model::ChannelInvite& invite);

  mattermost::Server& server_;
  store::Store& store_;
  peer::Client& peers_;
  ChannelInvites& invites_;
  Partings& partings_;
  Audit& audit_;
  const config::Current& current_;
  const base::Clock& clock_;
  Permissions permissions_;
};

}  // namespace causeway::remotes
