#pragma once
// THE BANKS: comparisons of a channel with its remotes, for people: begins them and shows what they have found. Any
// thread.

#include <cstddef>
#include <string>
#include <vector>

#include "base/clock.h"
#include "mattermost/server.h"
#include "remotes/audit.h"
#include "remotes/permissions.h"
#include "store/store.h"

namespace causeway::remotes {

class Reconciliations {
 public:
  Reconciliations(mattermost::Server& server, store::Store& store, Audit& audit, const config::Current& current,
                  const base::Clock& clock)
      : store_(store), audit_(audit), clock_(clock), permissions_(server, current) {}

  // With one remote, or with all (empty); how many there are. Refused: permission_denied, share_unknown.
  base::Result<std::size_t> begin(const model::UserId& actor, const model::ChannelId& channel,
                                  const model::RemoteId& only);

  // What the last comparison with each of the channel's remotes has found; without those never asked for. For whoever
  // may share the channel: refused with permission_denied.
  base::Result<std::vector<model::Reconciliation>> list(const model::UserId& actor,
                                                        const model::ChannelId& channel) const;

  // For an answer in Markdown, of remotes whose status the actor sees anyway; empty when nothing was ever compared.
  std::string table(const std::vector<model::Remote>& remotes, const model::ChannelId& channel) const;

 private:
  store::Store& store_;
  Audit& audit_;
  const base::Clock& clock_;
  SharePermissions permissions_;
};

}  // namespace causeway::remotes
