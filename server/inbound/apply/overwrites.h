#pragma once
// RIVER 2: the server changes a post by reading it, and writing it whole a moment later. Of two writers at once one
// undoes the other, and only the hooks tell that there were two. Where one of them was us, with a peer's change, what
// was undone is done again: of somebody here or of the peer, field by field, unless both changed the same one.
//
// A write was undone when the post does not say what was written, and no revision of the post does: nobody has read it.
// Ours undid another's when it was made from an older post than the server then found.
//
// Writes of the last limits::overwrite_watch are watched. The hooks of a cluster's other node are not heard.
// Thread-safe; changed() and end() may ask the server and the lake.

#include <map>
#include <vector>

#include "base/clock.h"
#include "base/mutex.h"
#include "mattermost/server.h"
#include "model/content.h"
#include "store/store.h"

namespace causeway::inbound {

class Overwrites {
 public:
  Overwrites(mattermost::Server& server, store::Store& store, const base::Clock& clock)
      : server_(server), store_(store), clock_(clock) {}

  struct Write {
    model::Post before;   // as its writer has read the post; in a hook with a revision's id
    model::Post now;      // as it shall be
    bool undone = false;  // for certain, though somebody has read it
  };
  // Around a change of ours; end() with what the server has made of it, null when it failed.
  void begin(const Write& write) CAUSEWAY_EXCLUDES(mutex_);
  void end(const model::PostId& post, const model::Post* written) CAUSEWAY_EXCLUDES(mutex_, mending_);

  // Somebody's change, ours too, as the hook tells it.
  void changed(const model::Post& now, const model::Post& before) CAUSEWAY_EXCLUDES(mutex_, mending_);

 private:
  struct Watched {
    Write ours;
    int under_way = 0;         // changes of ours
    std::vector<Write> heard;  // meanwhile
    base::Steady until{};
  };
  // What one hook says beside our write: which changes may have been undone.
  static std::vector<Write> doubtful(const Write& ours, const Write& heard);
  std::vector<Write> finish(const model::PostId& post, const model::Post* written) CAUSEWAY_EXCLUDES(mutex_);
  void look_after(std::vector<Write> writes) CAUSEWAY_EXCLUDES(mutex_, mending_);
  // What was heard meanwhile.
  base::Result<std::vector<Write>> mend(const Write& write) CAUSEWAY_EXCLUDES(mutex_);
  base::Result<bool> stands(const model::Post& post, const model::Post& written);

  mattermost::Server& server_;
  store::Store& store_;
  const base::Clock& clock_;
  base::Mutex mutex_;
  std::map<model::PostId, Watched> watched_ CAUSEWAY_GUARDED_BY(mutex_);
  base::Mutex mending_;  // one after another: each looks at what the one before has written
};

// The post with what the write has changed and the post has not. Pure.
model::Post with_write(const model::Post& post, const Overwrites::Write& write);

}  // namespace causeway::inbound
