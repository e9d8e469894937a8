#pragma once
// Our state in the JSON that Mattermost's own management routes answer with: RemoteCluster without its tokens,
// RemoteClusterInfo, SharedChannel, SharedChannelRemote. Pure functions.

#include "json/value.h"
#include "model/state.h"

namespace causeway::routes {

json::Value remote_cluster(const model::Remote& remote, bool online);
// What members of a shared channel may know of its remotes.
json::Value remote_cluster_info(const model::Remote& remote);
json::Value shared_channel(const model::SharedChannel& channel);
json::Value shared_channel_remote(const model::ChannelRemote& row);

}  // namespace causeway::routes
