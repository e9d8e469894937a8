#pragma once
// RIVER 2: which notifications of a peer's posts are cancelled. Those of what was written before the channel was
// shared: it is history, however much of it arrives today. And a peer's user writes @channel, @all or @here. It is
// shown and counts as a mention, as for anybody, but pushes and e-mails whose only reason it is are cancelled, unless
// AllowChannelMentions is on, or the connection's policy says so. The server does not say why it notifies somebody, so
// the post's texts are looked at once, and then each receiver:
//
//   notified all the same: whoever the post names, by user name, keyword or first name; who wants a push for every
//   message; the author of the thread that it replies to; members of direct and group messages
//   not notified: everybody else, also those who follow the thread or want a push for every message of this channel
//   alone, which no notification tells
//
// Asks the server, at most twice a notification, and the lake once a post, and remembers the posts. Where there is no
// answer the notification goes. Thread-safe.

#include <map>
#include <memory>
#include <set>
#include <string>

#include "base/mutex.h"
#include "config/current.h"
#include "mattermost/events.h"
#include "mattermost/server.h"
#include "store/store.h"

namespace causeway::inbound {

class StormGuard {
 public:
  StormGuard(mattermost::Server& server, store::Store& store, const config::Current& current)
      : server_(server), store_(store), current_(current) {}

  bool cancels(const mattermost::Notification& notification) CAUSEWAY_EXCLUDES(mutex_);

 private:
  struct Storm {
    bool history = false;
    bool raised = false;  // a peer's post with such a mention; only then is the rest filled
    std::set<std::string> words;
    std::set<std::string> lower_words;
    model::UserId root_author;  // empty unless it is a reply
    model::RemotePolicy policy;
  };
  // Shared by the memory and the notifications under way; it never changes.
  base::Result<std::shared_ptr<const Storm>> storm_of(const model::PostId& post) CAUSEWAY_EXCLUDES(mutex_);
  base::Result<Storm> look_at(const model::PostId& post);

  mattermost::Server& server_;
  store::Store& store_;
  const config::Current& current_;
  base::Mutex mutex_;
  std::map<model::PostId, std::shared_ptr<const Storm>> storms_ CAUSEWAY_GUARDED_BY(mutex_);
};

}  // namespace causeway::inbound
