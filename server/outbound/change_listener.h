#pragma once
// RIVER 1, the spring: a change happened here; write down that somebody has to look. Owned by plugin; called from hook
// workers, many at once.
//
// One writer thread turns the wishes of all hooks that wait at the moment into few statements (a burst of posts in one
// channel is one row anyway). A hook returns when its wish is committed, at the latest after limits::hook_commit_wait;
// a wish that cannot be written stays in memory and is written as soon as the database is back, and the catch-up scan
// finds what a crash in between forgets.

#include <cstdint>
#include <map>

#include "base/clock.h"
#include "base/mutex.h"
#include "base/thread.h"
#include "model/content.h"
#include "store/store.h"

namespace causeway::outbound {

class ChangeListener {
 public:
  ChangeListener(store::Store& store, const base::Clock& clock);
  ~ChangeListener();  // stops the writer; what it has not written is left to the catch-up scan

  // A post was made, here or by a peer (then its remote_id names the connection, which does not get it back).
  void post_created(const model::Post& post) CAUSEWAY_EXCLUDES(mutex_);
  // It was edited or pinned, or something was hung on it.
  void post_changed(const model::Post& post) CAUSEWAY_EXCLUDES(mutex_);
  // Deleted, perhaps for good: the hook does not say.
  void post_deleted(const model::Post& post) CAUSEWAY_EXCLUDES(mutex_);
  void post_changed_in(const model::ChannelId& channel, base::Time at) CAUSEWAY_EXCLUDES(mutex_);
  void post_changed_in(const model::ChannelId& channel) CAUSEWAY_EXCLUDES(mutex_);  // just now

  // Somebody came into the channel or left it.
  void members_changed_in(const model::ChannelId& channel) CAUSEWAY_EXCLUDES(mutex_);

  // Wishes that wait in memory because the database is away.
  std::size_t waiting() const CAUSEWAY_EXCLUDES(mutex_);

 private:
  struct Key {
    model::ChannelId channel;
    model::RemoteId except;
    model::TaskKind kind = model::TaskKind::posts;
    auto operator<=>(const Key&) const = default;
  };
  using Wishes = std::map<Key, base::Time>;  // to scan_from

  void wish(const Key& key, base::Time scan_from) CAUSEWAY_EXCLUDES(mutex_);
  void run(std::stop_token stop);
  bool write(const Wishes& batch);
  bool write_deleted(const std::vector<model::Post>& deleted);
  base::Result<std::int64_t> write_members(const model::ChannelId& channel);
  void put_back(const Wishes& batch) CAUSEWAY_REQUIRES(mutex_);

  store::Store& store_;
  const base::Clock& clock_;
  mutable base::Mutex mutex_;
  base::CondVar asked_;
  base::CondVar written_;
  Wishes wishes_ CAUSEWAY_GUARDED_BY(mutex_);
  std::vector<model::Post> deleted_ CAUSEWAY_GUARDED_BY(mutex_);
  bool scan_all_ CAUSEWAY_GUARDED_BY(mutex_) = false;  // more channels than limits::dirty_channels were dirty
  std::uint64_t asked_count_ CAUSEWAY_GUARDED_BY(mutex_) = 0;
  std::uint64_t written_count_ CAUSEWAY_GUARDED_BY(mutex_) = 0;  // every wish up to this one is committed
  base::Thread writer_;                                          // last: starts when all else is there
};

}  // namespace causeway::outbound
