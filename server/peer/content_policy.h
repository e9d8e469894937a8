#pragma once
// Which kinds of post cross and which props may travel with them, both ways: the receiving side holds a peer to the
// same table that the sending side keeps. Pure functions.

#include <string>
#include <vector>

#include "model/content.h"

namespace causeway::peer {

// Join, leave, header and name posts are made by each side itself; everything else that is not a person's message stays
// at home.
const std::vector<std::string>& crossing_types();
bool type_crosses(const std::string& type);

// The props that are harmless everywhere; null when none is left. Names, webhooks, overrides and actions never pass.
model::Props crossing_props(const model::Props& props);

}  // namespace causeway::peer
