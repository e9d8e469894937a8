#pragma once
// The posts that a message speaks of, as our tables have them: read once a message. Values.

#include <map>
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

}  // namespace causeway::inbound
