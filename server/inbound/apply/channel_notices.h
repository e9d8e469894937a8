#pragma once
// What people read in a channel when its look changes: Mattermost's own system messages, with the props from which its
// clients make their sentences. Pure.

#include <vector>

#include "model/content.h"
#include "model/wire.h"

namespace causeway::inbound {

// One a change between the channel as it is and the look that it gets, by `author`. The same change gives the same ids.
// Archiving is left out: the server says it itself.
std::vector<model::Post> channel_notices(const model::Channel& before, const model::ChannelLook& look,
                                         const model::User& author);

}  // namespace causeway::inbound
