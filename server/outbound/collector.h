#pragma once
// RIVER 1: what is new for a remote in a channel. Reads the lake and Mattermost's tables, changes nothing. Any thread.

#include <cstddef>
#include <vector>

#include "base/result.h"
#include "model/state.h"
#include "model/wire.h"
#include "store/store.h"

namespace causeway::outbound {

// One conversation's worth, ready to be sent: users first, then posts.
struct Batch {
  model::Users users;                      // profiles that the remote lacks, by id
  std::vector<model::Post> posts;          // ascending, root before reply
  std::vector<model::LedgerEntry> ledger;  // one per post
  model::Cursor cursor;                    // after the last post
  bool more = false;                       // there may be more behind it
};

class Collector {
 public:
  explicit Collector(store::Store& store) : store_(store) {}

  // At most `max_posts`, and no more than fit one message (limits::outgoing_body_bytes).
  base::Result<Batch> collect(const model::Task& task, const model::ChannelRemote& row, std::size_t max_posts);

 private:
  base::Result<> add_users(const model::RemoteId& remote, Batch& batch);

  store::Store& store_;
};

}  // namespace causeway::outbound
