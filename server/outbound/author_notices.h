#pragma once
// Tells authors what becomes of their posts elsewhere: shown only to them, in the post's channel, each thing once a
// post however many peers the post goes to and however often it is tried. What was told is remembered in memory, so a
// restart may repeat it. Nothing waits for it: a notice that fails is logged. Thread-safe.

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

 private:
  mattermost::Server& server_;
  const config::Current& current_;
  base::Mutex mutex_;
  std::set<std::pair<model::PostId, std::string>> told_ CAUSEWAY_GUARDED_BY(mutex_);
};

}  // namespace causeway::outbound
