#pragma once
// The doors that Mattermost's own management routes are, under the plugin's route, with native's shapes and status
// codes: connections, invitations, shares; and the list behind the slash commands' autocomplete. Any thread.

#include <stop_token>

#include "mattermost/server.h"
#include "remotes/channel_invites.h"
#include "remotes/pairing.h"
#include "remotes/permissions.h"
#include "routes/visit.h"
#include "store/store.h"

namespace causeway::routes {

class NativeDoors {
 public:
  NativeDoors(mattermost::Server& server, store::Store& store, remotes::Pairing& pairing,
              remotes::ChannelInvites& invites, const config::Current& current, std::stop_token stop)
      : server_(server),
        store_(store),
        pairing_(pairing),
        invites_(invites),
        permissions_(server),
        sharing_(server, current),
        stop_(std::move(stop)) {}

  enum class Door {
    list,
    create,
    accept,
    get,
    patch,
    remove,
    generate_invite,
    shares,  // of a remote
    invite,
    uninvite,
    shared_channels,  // of a team
    remote_info,
    remotes,  // of a channel
    autocomplete_remotes
  };
  base::Result<Reply> serve(Door door, const Visit& visit);

 private:
  base::Result<Reply> list(const Visit& visit);
  base::Result<Reply> create(const Visit& visit);
  base::Result<Reply> accept(const Visit& visit);
  base::Result<Reply> patch(const Visit& visit);
  base::Result<Reply> remove(const Visit& visit);
  base::Result<Reply> generate_invite(const Visit& visit);
  base::Result<Reply> autocomplete(const Visit& visit);
  // native_channel_doors.cpp
  base::Result<Reply> share(bool invite, const Visit& visit);
  base::Result<Reply> shares(const Visit& visit);
  base::Result<Reply> shared_channels(const Visit& visit);
  base::Result<Reply> remote_info(const Visit& visit);
  base::Result<Reply> remotes(const Visit& visit);
  json::Value shape(const model::Remote& remote) const;

  mattermost::Server& server_;
  store::Store& store_;
  remotes::Pairing& pairing_;
  remotes::ChannelInvites& invites_;
  remotes::Permissions permissions_;
  remotes::SharePermissions sharing_;
  const std::stop_token stop_;
};

}  // namespace causeway::routes
