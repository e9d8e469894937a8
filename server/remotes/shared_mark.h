#pragma once
// Mattermost's own mark of a shared channel, which people see. Any thread.

#include "base/result.h"
#include "mattermost/server.h"

namespace causeway::remotes {

// Reads the row just before it writes it: the whole channel is written back. A channel that is gone has no mark.
base::Result<> mark_shared(mattermost::Server& server, const model::ChannelId& channel, bool shared);

}  // namespace causeway::remotes
