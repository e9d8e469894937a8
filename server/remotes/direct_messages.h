#pragma once
// THE BANKS: `/share-channel dm`, by which people open a direct or group channel with people of other servers, which
// Mattermost itself refuses where its flag is off. Any thread.

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "base/result.h"
#include "config/current.h"
#include "mattermost/server.h"
#include "store/store.h"

namespace causeway::remotes {

class DirectMessages {
 public:
  // The channel of these people, made when there is none.
  using Open = std::function<base::Result<model::ChannelId>(const std::vector<model::UserId>&)>;

  // `opened` is called for each one, which then has to be told to the peer.
  DirectMessages(mattermost::Server& server, store::Store& store, const config::Current& current, Open open,
                 std::function<void()> opened)
      : server_(server), store_(store), current_(current), open_(std::move(open)), opened_(std::move(opened)) {}

  // The actor with the people of these user names. Refused: permission_denied, direct_people (nobody of a peer,
  // unknown, deactivated, too many), direct_off. Where the web app shows it in this team: "/team/messages/…".
  base::Result<std::string> open(const model::UserId& actor, const model::TeamId& team,
                                 const std::vector<std::string>& usernames);

 private:
  base::Result<> check_actor(const model::UserId& actor, bool group);
  base::Result<std::vector<model::UserId>> people(const model::UserId& actor, const std::set<std::string>& names);
  base::Result<bool> of_peer(const model::User& user);  // one that direct messages cross to

  mattermost::Server& server_;
  store::Store& store_;
  const config::Current& current_;
  const Open open_;
  const std::function<void()> opened_;
};

}  // namespace causeway::remotes
