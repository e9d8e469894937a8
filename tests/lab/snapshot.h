#pragma once
// What a server holds of some channels, read from its database: what compare.h compares.

#include <string>
#include <vector>

#include "lab/compare.h"
#include "lab/world.h"

namespace causeway::lab {

Snapshot read_snapshot(World& world, const Side& side, const std::vector<std::string>& channels);

// How many tasks the side's Causeway has not settled yet.
std::size_t waiting_tasks(World& world, const Side& side);

}  // namespace causeway::lab
