#pragma once
// The doors of the System Console's page and of the channel's panel, /api/v1: what native has no routes for. Every one
// asks for permission: manage_secure_connections, but for one channel's, which are for whoever reads the channel, and
// to redrive and to compare there for whoever may share it; what is wrong with a filled-in dialog stands in its 200.
// Any thread; doctor takes up to a minute.

#include <functional>
#include <stop_token>

#include "admin/health.h"
#include "admin/report.h"
#include "config/current.h"
#include "doctor/job.h"
#include "mattermost/server.h"
#include "remotes/audit.h"
#include "remotes/blocks.h"
#include "remotes/dead_letters.h"
#include "remotes/dialogs.h"
#include "remotes/offers.h"
#include "remotes/pairing.h"
#include "remotes/permissions.h"
#include "remotes/reconciliations.h"
#include "remotes/rotation.h"
#include "routes/visit.h"
#include "store/store.h"

namespace causeway::routes {

class ConsoleDoors {
 public:
  // Looks at the road to a peer; takes up to a minute.
  using Examine = std::function<base::Result<doctor::Report>(const model::Remote&, std::stop_token)>;
  struct Rooms {
    remotes::Pairing& pairing;
    remotes::Rotation& rotation;
    remotes::DeadLetters& dead_letters;
    remotes::Reconciliations& reconciliations;
    remotes::Blocks& blocks;
    remotes::Offers& offers;
    remotes::Audit& audit;
    remotes::Dialogs& dialogs;
    admin::Health& health;
    admin::Report& report;
  };

  ConsoleDoors(mattermost::Server& server, store::Store& store, Rooms rooms, const config::Current& current,
               Examine examine, std::stop_token stop)
      : server_(server),
        store_(store),
        rooms_(rooms),
        permissions_(server),
        share_permissions_(server, current),
        examine_(std::move(examine)),
        stop_(std::move(stop)) {}

  enum class Door {
    connections,
    connection,
    connection_channels,
    invite,  // a new one
    pause,
    resume,
    rotate,
    doctor,
    policy,
    set_policy,
    dead_letters,
    redrive,
    channels,
    channel,
    redrive_channel,
    reconcile,
    reconciliations,
    dialog,  // a filled-in one
    blocked,
    block,
    unblock,
    offers,
    take_offer,
    decline_offer,
    audit,
    metrics
  };
  base::Result<Reply> serve(Door door, const Visit& visit);

 private:
  base::Result<Reply> serve_connection(Door door, const Visit& visit);
  base::Result<Reply> change_connection(Door door, const Visit& visit);
  base::Result<Reply> connection(const Visit& visit);
  base::Result<Reply> invite(const Visit& visit);
  base::Result<Reply> doctor(const Visit& visit);
  base::Result<Reply> set_policy(const Visit& visit);
  base::Result<Reply> dead_letters(const Visit& visit);
  base::Result<Reply> redrive(const Visit& visit);
  base::Result<Reply> channels(const Visit& visit);
  base::Result<Reply> channel(const Visit& visit);
  base::Result<Reply> redrive_channel(const Visit& visit);
  base::Result<Reply> reconcile(const Visit& visit);
  base::Result<Reply> reconciliations(const Visit& visit);
  base::Result<Reply> dialog(const Visit& visit);
  base::Result<Reply> blocked(const Visit& visit);
  base::Result<Reply> block(const Visit& visit, bool on);
  base::Result<Reply> offers(const Visit& visit);
  base::Result<Reply> take_offer(const Visit& visit);
  base::Result<Reply> audit(const Visit& visit);
  // As the channels are called now.
  void rename(std::vector<admin::ChannelHealth>& rows);

  mattermost::Server& server_;
  store::Store& store_;
  const Rooms rooms_;
  remotes::Permissions permissions_;
  remotes::SharePermissions share_permissions_;
  const Examine examine_;
  const std::stop_token stop_;
};

}  // namespace causeway::routes
