#pragma once
// Which posts cross, and what of them. Pure functions.

#include "model/content.h"

namespace causeway::outbound {

// False for system posts, revisions and deleted posts.
bool crosses(const model::Post& post);

// The post as a peer sees it: a copy that carries only what is meant for others. No local bookkeeping, no props but the
// harmless ones, no metadata; a line names attachments that are not carried.
model::Post for_wire(const model::Post& post);

}  // namespace causeway::outbound
