#pragma once
// THE BANKS: sharing a channel with a remote, and stopping to. The home writes down that it wants to share and leaves a
// task; the task sends the invitation; the peer makes the channel. Posts made meanwhile wait behind the invitation. Any
// thread.

#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "config/current.h"
#include "json/value.h"
#include "mattermost/server.h"
#include "model/state.h"
#include "model/wire.h"
#include "peer/client.h"
#include "remotes/audit.h"
#include "remotes/partings.h"
#include "remotes/permissions.h"
#include "store/store.h"

namespace causeway::remotes {

// How a channel is to be shared.
struct ShareTerms {
  bool read_only = false;
  // What was written before crosses too: of so many days, or all of it.
  static constexpr std::int64_t all = -1;
  std::int64_t history_days = 0;
};

// Where a peer's channel comes to be here. Empty: the connection's team; the name that it has at home, with something
// behind it when that is taken.
struct Landing {
  model::TeamId team_id;
  std::string name;
};

class ChannelInvites {
 public:
  // Whether the remote has proved that it is who answers at its address.
  using Answers = std::function<bool(const model::Remote&)>;

  ChannelInvites(mattermost::Server& server, store::Store& store, peer::Client& peers, Audit& audit, Partings& partings,
                 const config::Current& current, const base::Clock& clock, Answers answers)
      : server_(server),
        store_(store),
        peers_(peers),
        audit_(audit),
        partings_(partings),
        current_(current),
        clock_(clock),
        answers_(std::move(answers)),
        permissions_(server, current) {}

  // Written down on return; the answer of the peer comes to the actor as an ephemeral post. Where a Causeway has the
  // channel already, and may otherwise than read_only says, that is changed. Refused: permission_denied,
  // remote_unknown, not_home, already_invited, history_invalid, terms_stand (native cannot be told), channel_kind
  // (direct and group messages are not shared this way).
  base::Result<model::Remote> invite(const model::UserId& actor, const model::ChannelId& channel,
                                     const model::RemoteId& remote, const ShareTerms& terms);
  // False when it was not shared with that remote. Refused also: channel_kind, for direct and group messages.
  base::Result<bool> uninvite(const model::UserId& actor, const model::ChannelId& channel,
                              const model::RemoteId& remote);
  // False when it was not shared.
  base::Result<bool> unshare(const model::UserId& actor, const model::ChannelId& channel);
  base::Result<std::vector<model::ChannelRemote>> status(const model::UserId& actor,
                                                         const model::ChannelId& channel) const;

  // Handles a channel_invite task.
  base::Result<store::Settlement> deliver(const model::Task& task, std::stop_token stop);
  // The payload of sharedchannel_invite, its texts cut to what the server keeps. Refused: invite_invalid, invite_kind.
  static base::Result<model::ChannelInvite> read(const model::RemoteClusterMsg& message);
  // The channel exists here when it returns.
  base::Result<> receive(const model::Remote& remote, const model::ChannelInvite& invite);
  // Makes the channel of an invitation that nothing speaks against. `actor`: who wanted it so; empty: the peer.
  base::Result<> take_in(const model::Remote& remote, const model::ChannelInvite& invite, const Landing& landing,
                         const model::UserId& actor);

 private:
  base::Result<model::Remote> change_terms(const model::UserId& actor, const model::ChannelRemote& row,
                                           const model::Remote& remote, bool read_only);
  base::Result<std::int64_t> count_channels(const model::RemoteId& remote);
  base::Result<> receive_again(const model::Remote& remote, const model::ChannelInvite& invite,
                               model::ChannelRemote row);
  // The channel is here from an earlier share with that remote, or with an ended connection to the same address: absent
  // unless it is.
  base::Result<std::optional<model::Channel>> former_channel(const model::Remote& remote,
                                                             const model::ChannelInvite& invite);
  base::Result<model::Channel> make_channel(const model::Remote& remote, const model::ChannelInvite& invite,
                                            const Landing& landing);
  base::Result<> record_received(const model::Remote& remote, const model::ChannelInvite& invite,
                                 const model::Channel& channel);
  void tell(const model::UserId& user, const model::ChannelId& channel, const std::string& text);

  mattermost::Server& server_;
  store::Store& store_;
  peer::Client& peers_;
  Audit& audit_;
  Partings& partings_;
  const config::Current& current_;
  const base::Clock& clock_;
  const Answers answers_;
  SharePermissions permissions_;
};

}  // namespace causeway::remotes
