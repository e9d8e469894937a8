#pragma once
// The ids of Mattermost's things, each a type of its own. Values.

#include "base/id.h"

namespace causeway::model {

using UserId = base::Id<struct UserTag>;
using TeamId = base::Id<struct TeamTag>;
using ChannelId = base::Id<struct ChannelTag>;
using PostId = base::Id<struct PostTag>;
using FileId = base::Id<struct FileTag>;
// A connection: one id that both ends share.
using RemoteId = base::Id<struct RemoteTag>;

}  // namespace causeway::model
