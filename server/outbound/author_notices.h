#pragma once
// Tells authors what becomes of their posts elsewhere: shown only to them, in the post's channel, each thing once a
// post however many peers the post goes to and however often it is tried. What was told is remembered in memory, so a
// restart may repeat it. Nothing waits for it: a notice that fails is logged. Thread-safe.

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "base/mutex.h"
#include "config/current.h"
#include "mattermost/server.h"
#include "model/content.h"

namespace causeway::outbound {

class AuthorNotices {
 public:
  AuthorNotices(mattermost::Server& server, const config::Current& current) : server_(server), current_(current) {}

  // The post is by a user of this server.
  void tell(const model::Post& post, const std::string& text) CAUSEWAY_EXCLUDES(mutex_);

  // The other server (named for people) has not been there for a while, and the post waits: told once a channel, author
  // and outage, which ends with the first message that gets through.
  void tell_outage(const model::Post& post, const model::RemoteId& remote, const std::string& name)
      CAUSEWAY_EXCLUDES(mutex_);
  void outage_ends(const model::RemoteId& remote, const model::ChannelId& channel) CAUSEWAY_EXCLUDES(mutex_);

 private:
  void send(const model::Post& post, const std::string& text);

  mattermost::Server& server_;
  const config::Current& current_;
  base::Mutex mutex_;
  std::set<std::pair<model::PostId, std::string>> told_ CAUSEWAY_GUARDED_BY(mutex_);
  using Place = std::pair<model::RemoteId, model::ChannelId>;
  std::map<Place, std::set<model::UserId>> outages_ CAUSEWAY_GUARDED_BY(mutex_);
  std::size_t told_of_outages_ CAUSEWAY_GUARDED_BY(mutex_) = 0;
};

}  // namespace causeway::outbound
