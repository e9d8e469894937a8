#pragma once
// Tries every library of the executable once on this machine, without a network or a database: for a root that holds
// nothing but glibc, and for people who wonder whether a machine will do.

#include "base/clock.h"

namespace causeway::plugin {

// One line a check on stdout; 0 when all went well, else 1.
int self_test(const base::Clock& clock);

}  // namespace causeway::plugin
