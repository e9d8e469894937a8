#pragma once
// THE BANKS: how two servers become remotes of each other, and stop being so. The inviter makes an invite and a pending
// remote; the acceptor opens it, tells the inviter its own address and the tokens to use from now on; both ping at
// once. Any thread; create, renew and accept derive a key (about half a second of CPU).

#include <functional>
#include <optional>
#include <semaphore>
#include <stop_token>
#include <string>
#include <vector>

#include "base/clock.h"
#include "config/current.h"
#include "mattermost/server.h"
#include "model/limits.h"
#include "model/state.h"
#include "peer/client.h"
#include "remotes/audit.h"
#include "remotes/partings.h"
#include "remotes/permissions.h"
#include "store/store.h"

namespace causeway::remotes {

struct NewConnection {
  std::string name;               // 1 to 64 of [a-z0-9._-], lower-cased here
  std::string display_name;       // empty = the name
  model::TeamId default_team_id;  // where channels that the peer shares are made; empty = the first team
  std::string password;
  model::RemoteRoad road{};  // to the peer
};

struct Invitation {
  model::Remote remote;
  std::string invite;
  std::string password;  // only if it was generated here
};

class Pairing {
 public:
  // `paired` is called once a connection stands, so that somebody pings at once.
  Pairing(mattermost::Server& server, store::Store& store, peer::Client& peers, Audit& audit, Partings& partings,
          const config::Current& current, const base::Clock& clock, std::function<void(const model::RemoteId&)> paired)
      : server_(server),
        audit_(audit),
        partings_(partings),
        store_(store),
        peers_(peers),
        current_(current),
        clock_(clock),
        permissions_(server),
        paired_(std::move(paired)) {}

  // An empty password is generated. Refused: permission_denied, name_invalid, password_too_short, site_url_not_set,
  // remote_exists, team_unknown.
  base::Result<Invitation> create(const model::UserId& actor, NewConnection wanted);
  // A new invite for a pending remote; the old one dies. Refused also: remote_unknown, remote_confirmed.
  base::Result<Invitation> renew(const model::UserId& actor, const model::RemoteId& id, std::string password);
  // Refused also: invite_malformed, invite_locked, invite_invalid, own_invite, remote_exists, peer_*.
  base::Result<model::Remote> accept(const model::UserId& actor, NewConnection wanted, const std::string& invite,
                                     std::stop_token stop);
  // The other half of accept, from the peer: `remote` has been authenticated by the invite's token. Refused:
  // invitation_expired, confirmation_refused.
  base::Result<> confirm(const model::Remote& remote, const model::RemoteClusterMsg& message);

  // Ends the connection, here and, if the peer is a Causeway, there. Content stays; channels that no other remote has
  // lose their shared mark.
  base::Result<> remove(const model::UserId& actor, const model::RemoteId& id);

  base::Result<std::vector<model::Remote>> list(const model::UserId& actor, bool with_removed) const;
  base::Result<model::Remote> get(const model::UserId& actor, const model::RemoteId& id) const;
  base::Result<model::Remote> patch(const model::UserId& actor, const model::RemoteId& id,
                                    const std::optional<std::string>& display_name,
                                    const std::optional<model::TeamId>& default_team);
  // How the peer is reached. Refused also: road_invalid.
  base::Result<> set_road(const model::UserId& actor, const model::RemoteId& id, const model::RemoteRoad& road);
  // What is ours waits while a connection is paused; what the peer sends is taken. Refused also: not_running,
  // not_paused.
  base::Result<model::Remote> pause(const model::UserId& actor, const model::RemoteId& id, bool paused);
  // The policy as a whole. Refused also: policy_invalid, road_invalid.
  base::Result<model::Remote> set_policy(const model::UserId& actor, const model::RemoteId& id,
                                         model::RemotePolicy policy);
  // An answered ping within the online time-out.
  bool online(const model::Remote& remote) const;

 private:
  base::Result<model::Remote> draft(const model::UserId& actor, NewConnection& wanted) const;
  base::Result<std::string> own_url() const;
  // A connection that the peer has ended leaves its name to the next one.
  base::Result<> make_room(const std::string& name);
  // Deriving a key takes half a second of a core: refused (busy) when limits::key_derivations are under way. Runs
  // `work` otherwise.
  template <class Work>
  auto with_key_work(Work work) const -> decltype(work());
  base::Result<Invitation> seal(const model::Remote& remote, const std::string& token, std::string password) const;
  base::Result<> try_confirm(const model::Remote& remote, const model::RemoteClusterMsg& message);
  base::Result<> introduce(const model::Remote& remote, const model::RemoteClusterInvite& invite,
                           const std::string& incoming_token, const std::string& url, std::stop_token stop);

  mattermost::Server& server_;
  Audit& audit_;
  Partings& partings_;
  store::Store& store_;
  peer::Client& peers_;
  const config::Current& current_;
  const base::Clock& clock_;
  Permissions permissions_;
  const std::function<void(const model::RemoteId&)> paired_;
  mutable std::counting_semaphore<> key_work_{static_cast<std::ptrdiff_t>(model::limits::key_derivations)};
};

}  // namespace causeway::remotes
