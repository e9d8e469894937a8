#pragma once
// What of a user crosses. Pure functions.

#include "model/content.h"

namespace causeway::outbound {

// The profile as a peer sees it: names, position, locale and timezone. Never the e-mail address, roles beyond
// system_user, notification settings, credentials or props.
model::User for_wire(const model::User& user);

}  // namespace causeway::outbound
