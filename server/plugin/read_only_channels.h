#pragma once
// Channels that their home shared read-only: local posts are refused before they are made. Held in memory, because the
// "will be posted" event touches no database; the home refuses such posts anyway. Thread-safe.

#include <set>

#include "base/mutex.h"
#include "model/content.h"
#include "store/store.h"

namespace causeway::plugin {

class ReadOnlyChannels {
 public:
  void refresh(store::Store& store) CAUSEWAY_EXCLUDES(mutex_);
  // True for a local person's message in such a channel.
  bool refuses(const model::Post& post) const CAUSEWAY_EXCLUDES(mutex_);
  // True for a local person's reaction in such a channel.
  bool refuses(const model::Reaction& reaction) const CAUSEWAY_EXCLUDES(mutex_);

 private:
  mutable base::Mutex mutex_;
  std::set<model::ChannelId> channels_ CAUSEWAY_GUARDED_BY(mutex_);
};

}  // namespace causeway::plugin
