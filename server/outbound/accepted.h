#pragma once
// What a peer's answer to a sync message means for the task that sent it.

#include <functional>
#include <optional>

#include "base/result.h"
#include "model/state.h"
#include "model/wire.h"

namespace causeway::outbound {

// What to do when the peer says that it does not share this channel. The row is as it was before the peer was asked: a
// share that has begun since is another one.
using Unshared = std::function<base::Result<>(const model::ChannelRemote&)>;

// Else retry_later (peer_failed). A peer that says that it no longer shares the channel is believed.
base::Result<> accepted(const Unshared& unshared, const std::optional<model::ChannelRemote>& row,
                        const model::RemoteClusterResponse& answer);

}  // namespace causeway::outbound
