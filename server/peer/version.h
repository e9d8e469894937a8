#pragma once
// What "had it already" compares: digests of an item's canonical content, without the stamps that servers set, so that
// every retry and every way to us agree. The same functions serve an item as our tables have it and as it travels.
// Pure.

#include <string>

#include "base/clock.h"
#include "model/content.h"
#include "model/wire.h"

namespace causeway::peer {

// Times, counters, metadata and props that do not cross do not count. All deleted posts have one version. The pin is a
// mark of its own at the end, because anybody may set it while only the author's server says what a post says.
std::string post_version(const model::Post& post);
inline constexpr const char* deleted_version = "deleted";
bool pinned_in(const std::string& version);  // a moved_version, too
// Of a post whose pin its sender has moved (model::SyncWord): which move it was, too, because a pin that is set and
// taken away again leaves the version as it was. The same message again has the same, but for a post that got a reply
// meanwhile.
std::string moved_version(const model::Post& wire);
// What a post_version or a moved_version says of anything but the pin.
std::string without_pin(const std::string& version);
std::string reaction_version(const model::Reaction& reaction);
std::string acknowledgement_version(const model::PostAcknowledgement& acknowledgement);

// How the channel looks; not when it changed.
std::string channel_version(const model::ChannelLook& look);

// When its server made what the post says. Not update_at: a late reply sets that back.
base::Time post_stamp(const model::Post& wire);

}  // namespace causeway::peer
