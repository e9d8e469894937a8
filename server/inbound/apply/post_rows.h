#pragma once
// The posts that a message speaks of, as our tables have them: read once a message. Values.

#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "store/store.h"

namespace causeway::inbound {

using PostRows = std::map<model::PostId, store::Store::ChangedPost>;

base::Result<PostRows> read_posts(store::Store& store, const model::RemoteId& remote,
                                  const std::vector<model::PostId>& ids);

// The row of a live post of that channel, else null.
const store::Store::ChangedPost* live_post(const PostRows& rows, const model::PostId& id,
                                           const model::ChannelId& channel);

// Whether the post was pinned when both sides last had the same of it: by what the peer is known to have, or by what
// was being applied when we broke off; else by what is here, and then any other word of the peer's counts. What was
// being applied counts before what the peer is known to have when the post has said it since: then it was written, and
// what the post says now somebody here wants.
base::Result<bool> pin_before(store::Store& store, const store::Store::ChangedPost& row);

}  // namespace causeway::inbound
