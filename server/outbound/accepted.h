#pragma once
// What a peer's answer to a sync message means for the task that sent it.

#include "base/result.h"
#include "model/wire.h"
#include "store/store.h"

namespace causeway::outbound {

// Else retry_later (peer_failed). A peer that says that it no longer shares the channel is believed: the channel remote
// is refused from then on.
base::Result<> accepted(store::Store& store, const model::RemoteId& remote, const model::ChannelId& channel,
                        const model::RemoteClusterResponse& answer);

}  // namespace causeway::outbound
