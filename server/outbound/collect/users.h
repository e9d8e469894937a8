#pragma once
// What of a user crosses. Pure functions.

#include "model/content.h"
#include "model/policy.h"

namespace causeway::outbound {

// The profile as a peer sees it: the user name, and of names, position, locale and timezone what the connection's
// policy lets leave. Never the e-mail address, roles beyond system_user, notification settings, credentials or props.
model::User for_wire(const model::User& user, const model::RemotePolicy& policy);

}  // namespace causeway::outbound
