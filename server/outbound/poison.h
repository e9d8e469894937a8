#pragma once
// What a failure says of the message that failed, and what becomes of an item that fails alone. A pure core.

#include "base/clock.h"
#include "base/result.h"
#include "model/state.h"

namespace causeway::outbound {

enum class Fault {
  connection,  // says nothing of the message: nobody there, too busy, not let in
  broken,      // the conversation broke after the message was sent: the line's fault, or the message's
  message,     // the peer answered with a no, a failure or nonsense: the message's, unless it answers everything so
};
Fault fault_of(const base::Error& error);
// Nobody answered, or not to the end: whether the peer is there is in doubt.
bool peer_silent(const base::Error& error);

// The item after one more try alone that failed. It is dead when it was tried limits::poison_tries times since it is
// known that the peer takes other things; what breaks conversations, not before limits::broken_patience.
model::HeldItem after_try(model::HeldItem item, Fault fault, base::Time now);

// The item waits for another one: tried later, and not counted.
model::HeldItem after_waiting(model::HeldItem item, base::Time now);

}  // namespace causeway::outbound
