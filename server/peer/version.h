#pragma once
// What "had it already" compares: a digest over an item's canonical wire content without the stamps that servers set,
// so that both directions and every retry agree. Pure functions.

#include "model/content.h"
#include "model/state.h"

namespace causeway::peer {

// Of the post as it travels; times, counters and metadata do not count.
model::LedgerEntry ledger_entry(const model::Post& wire_post);

}  // namespace causeway::peer
