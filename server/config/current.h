#pragma once
// What everybody asks while working: the settings in force, what the server said about itself, our bot. One per
// process, owned by plugin; readers take a snapshot and keep it for one piece of work. Thread-safe.

#include <memory>
#include <string>
#include <utility>

#include "base/mutex.h"
#include "config/settings.h"
#include "model/ids.h"

namespace causeway::config {

struct Snapshot {
  Settings settings;
  mattermost::ServerFacts facts;
  std::string public_url;  // empty: not known, and public_url_error says why
  std::string public_url_error;
  model::UserId bot_id;
};

class Current {
 public:
  // Shared, because a reader may still hold the snapshot that a change has just replaced.
  std::shared_ptr<const Snapshot> get() const CAUSEWAY_EXCLUDES(mutex_) {
    const base::MutexLock lock(mutex_);
    return snapshot_;
  }
  void set(Snapshot snapshot) CAUSEWAY_EXCLUDES(mutex_) {
    auto next = std::make_shared<const Snapshot>(std::move(snapshot));
    const base::MutexLock lock(mutex_);
    snapshot_ = std::move(next);
  }

 private:
  mutable base::Mutex mutex_;
  std::shared_ptr<const Snapshot> snapshot_ CAUSEWAY_GUARDED_BY(mutex_) = std::make_shared<const Snapshot>();
};

}  // namespace causeway::config
