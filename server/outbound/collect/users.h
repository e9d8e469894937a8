#pragma once
// What of a user crosses. Pure functions.

#include "config/settings.h"
#include "model/content.h"
#include "model/policy.h"

namespace causeway::outbound {

// The profile as a peer sees it: the user name, whether it is a bot's or a guest's, and of names, position, locale,
// timezone and custom status what the connection's policy lets leave. Never the e-mail address, other roles,
// notification settings, credentials or other props.
model::User for_wire(const model::User& user, const config::Settings& settings, const model::RemotePolicy& policy);

}  // namespace causeway::outbound
