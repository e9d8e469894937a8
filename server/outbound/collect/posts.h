#pragma once
// Which posts cross, and what of them. Pure functions.

#include <string>

#include "model/content.h"
#include "model/state.h"
#include "store/store.h"

namespace causeway::outbound {

// Whether the post is pinned, or no longer, since both sides had the same of it (model::SyncWord). While a pin of the
// peer's is being written here nobody has moved it.
bool pin_moved(const store::Store::ChangedPost& changed, base::Time now);

// False for posts that no hook needs to report: system posts and revisions.
bool concerns_peers(const model::Post& post);

enum class Crossing {
  stays,   // the remote has this version, or is not to have it
  fresh,   // the remote has never had the post
  change,  // it has another version
};

// `version` is peer::post_version(changed.post). What was written before the channel was shared stays, but for the
// history that crosses with it, and so does what was deleted before it crossed. A post older than the ledger's memory
// counts as had in some version, but where the history itself is told. Of the remote's own posts only a moved pin and
// a deletion cross.
Crossing crossing(const store::Store::ChangedPost& changed, const std::string& version, const model::ChannelRemote& row,
                  base::Time now, bool history_is_told = false);

// A post of ours that is deleted and of which nothing is known may have crossed all the same: its answer was lost, or
// we ended before it was written down. A Causeway that never had it takes the deletion for what it is; a native server
// would make a deleted post of it, with its events.
bool perhaps_crossed(const store::Store::ChangedPost& changed, const model::ChannelRemote& row);

// The post as a peer sees it: a copy that carries only what is meant for others. No local bookkeeping, no props but the
// harmless ones. A deleted post has neither text nor anything else.
model::Post for_wire(const model::Post& post);

// In the place of a root that does not cross, so that its thread can.
model::Post root_for_wire(const model::Post& root);

}  // namespace causeway::outbound
