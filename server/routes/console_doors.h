#pragma once
// The doors of the System Console's page and of the channel's panel (/api/v1, docs/openapi.yaml), and native's reading
// doors (/api/v4/sharedchannels). Any thread.

#include <stop_token>

#include "admin/overview.h"
#include "mattermost/http.h"
#include "remotes/audit.h"
#include "remotes/pairing.h"
#include "remotes/permissions.h"
#include "remotes/rotation.h"
#include "routes/forms.h"

namespace causeway::routes {

class ConsoleDoors {
 public:
  ConsoleDoors(mattermost::Server& server, const admin::Overview& overview, remotes::Pairing& pairing,
               remotes::Rotation& rotation, const remotes::Audit& audit, std::stop_token stop)
      : server_(server),
        overview_(overview),
        pairing_(pairing),
        rotation_(rotation),
        audit_(audit),
        permissions_(server),
        stop_(std::move(stop)) {}

  enum class Door {
    connections,
    shares,
    audit,
    pause,
    resume,
    rotate,
    policy,
    channel_shares,
    team_channels,
    channel_remotes,
    remote_info,
    remote_channels
  };
  void handle(Door door, const Target& target, const mattermost::HttpRequest& request, mattermost::Body& body,
              mattermost::HttpAnswer& answer);

 private:
  base::Result<Reply> serve(Door door, const Target& target, const model::UserId& actor, const json::Value& form);
  base::Result<Reply> set_policy(const model::UserId& actor, const model::RemoteId& remote, const json::Value& form);
  base::Result<Reply> audit(const model::UserId& actor) const;
  base::Result<Reply> channel_shares(const model::UserId& actor, const model::ChannelId& channel) const;
  base::Result<Reply> team_channels(const model::UserId& actor, const model::TeamId& team) const;
  base::Result<Reply> remote_info(const model::UserId& actor, const model::RemoteId& remote) const;
  base::Result<> may_read(const model::UserId& actor, const model::ChannelId& channel) const;

  mattermost::Server& server_;
  const admin::Overview& overview_;
  remotes::Pairing& pairing_;
  remotes::Rotation& rotation_;
  const remotes::Audit& audit_;
  remotes::Permissions permissions_;
  const std::stop_token stop_;
};

}  // namespace causeway::routes
