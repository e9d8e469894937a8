#pragma once
// RIVER 2: direct and group messages. Their people are fixed, and each server makes its own channel of them, so a peer
// may know one by another id than we do (ChannelRemote::peer_channel_id). Thread-safe.

#include <set>
#include <vector>

#include "base/clock.h"
#include "config/current.h"
#include "inbound/apply/users.h"
#include "json/value.h"
#include "mattermost/server.h"
#include "model/state.h"
#include "model/wire.h"
#include "store/store.h"

namespace causeway::inbound {

class DirectChannels {
 public:
  DirectChannels(mattermost::Server& server, store::Store& store, UserApplier& users, const config::Current& current,
                 const base::Clock& clock)
      : server_(server), store_(store), users_(users), current_(current), clock_(clock) {}

  // Whether the message, of the topic sharedchannel_invite, is about a direct or group channel.
  static bool about_one(const model::RemoteClusterMsg& message);
  // The topic handler for those: the channel is here when it returns, with the people that the peer names and no other.
  // Refused: invite_invalid, direct_off, direct_people (nobody of the peer's, nobody of ours, somebody unknown, too
  // many), direct_blocked, direct_limit, user_not_yours.
  base::Result<json::Value> receive(const model::Remote& remote, const model::RemoteClusterMsg& message);

  // The channel of these people, made when there is none: by the server, or past it where its flag is off. The first of
  // them is its creator.
  base::Result<model::ChannelId> open(const std::vector<model::UserId>& people);

 private:
  struct People {
    std::vector<model::UserId> ours, theirs, elsewhere;
    std::vector<model::User> told;  // of theirs, what the peer says of them
  };

  base::Result<> check(const model::Remote& remote, const model::ChannelInvite& invite) const;
  base::Result<People> sort_out(const model::Remote& remote, const model::ChannelInvite& invite);
  base::Result<> check_limit(const model::RemoteId& remote);
  base::Result<> record(const model::Remote& remote, const model::ChannelInvite& invite, const model::ChannelId& id,
                        const People& people);

  mattermost::Server& server_;
  store::Store& store_;
  UserApplier& users_;
  const config::Current& current_;
  const base::Clock& clock_;
};

}  // namespace causeway::inbound
