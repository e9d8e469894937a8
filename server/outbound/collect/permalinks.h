#pragma once
// Links to posts in what goes to a peer: those to posts of the same channel get native's mark (peer/permalinks.h), the
// others stay, and their authors are to be told.

#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/content.h"
#include "store/store.h"

namespace causeway::outbound {

// Where posts are that others link to.
using LinkedChannels = std::map<model::PostId, model::ChannelId>;

// One read of the store; none when there are no links to `site_url`, ours as configured. Beyond limits::links_per_batch
// links stay as they are.
base::Result<LinkedChannels> linked_from(store::Store& store, const std::vector<model::Post>& posts,
                                         const std::string& site_url);

// Marks the links in the texts of a post that is ready for the wire, unless a text would grow beyond
// limits::message_runes. True when one leads to a post of another channel.
bool mark_links(model::Post& wire, const LinkedChannels& channels, const std::string& site_url);

// Native's words for the author of such a post.
inline constexpr const char* links_elsewhere_text =
    "This post contains permalinks to other channels which may not be visible to users in other sites.";

}  // namespace causeway::outbound
