#pragma once
// THE BANKS: how shares and connections end. Content stays, the shared mark goes with the last remote, a note in the
// channel says so, once on each side. A peer that is a Causeway is told by causeway_leave: a task, which waits while
// the peer is away. Another peer learns it from the answer to what it sends next. Any thread.
//
// A share is known by the time at which its home made it (ChannelRemote::shared_at): a farewell that comes late, twice,
// or crosses with another one ends the share that it speaks of, or nothing.

#include <functional>
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
#include "store/store.h"

namespace causeway::remotes {

class Partings {
 public:
  Partings(mattermost::Server& server, store::Store& store, peer::Client& peers, const config::Current& current,
           const base::Clock& clock, std::function<void()> connection_ended)
      : server_(server),
        store_(store),
        peers_(peers),
        current_(current),
        clock_(clock),
        connection_ended_(std::move(connection_ended)) {}

  // We leave: ends what the channel shares with these remotes. How many shared it.
  base::Result<std::size_t> leave(const model::ChannelId& channel, const std::vector<model::RemoteId>& remotes);
  // The peer has said that it does not share the channel: ends `row`, unless it is another share by now. A direct
  // channel is told to the peer again.
  base::Result<> left_by_peer(const model::ChannelRemote& row);
  // Ends the connection here, and with it all that it shares.
  base::Result<> end_connection(const model::Remote& remote);

  // Handles a `leave` task.
  base::Result<store::Settlement> deliver(const model::Task& task, std::stop_token stop);
  // The topic handler of causeway_leave.
  base::Result<json::Value> receive(const model::Remote& remote, const model::RemoteClusterMsg& message);

 private:
  base::Result<> invite_again(const model::ChannelRemote& row);
  base::Result<> end_by_peer(const model::ChannelRemote& row, const model::Remote& remote);
  base::Result<bool> end(const model::ChannelRemote& row, bool tell);
  base::Result<> forget(const model::Remote& removed, const char* why);
  void note(const model::ChannelId& channel, const std::vector<std::string>& names);

  mattermost::Server& server_;
  store::Store& store_;
  peer::Client& peers_;
  const config::Current& current_;
  const base::Clock& clock_;
  const std::function<void()> connection_ended_;
};

}  // namespace causeway::remotes
