#pragma once
// RIVER 2: what a post says on its sender becomes what it says here. A pure core.

#include "base/clock.h"
#include "inbound/apply/mentions.h"
#include "model/content.h"
#include "model/ids.h"

namespace causeway::inbound {

// The post as it is written here: the peer's content within our limits and rules, its names and links as they are here.
// Pure.
model::Post from_wire(const model::Post& wire, const model::RemoteId& remote, base::Time now, const Reading& reading);

// Our post with what the wire says of it: `whole` = text, props and files too, else the pin alone. The pin is merged
// three ways: the wire's word counts when it differs from `pin_before`, which both had. Pure.
model::Post with_change(const model::Post& present, const model::Post& wire, bool whole, bool pin_before,
                        const Reading& reading);

// What the peer has (`there`), in the words in which the server has written what it was asked for. Pure.
model::Post as_written(model::Post there, const model::Post& asked, const model::Post& written);

}  // namespace causeway::inbound
