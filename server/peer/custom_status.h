#pragma once
// A person's custom status, as Mattermost keeps it in the user's prop `customStatus`: JSON of its
// model.CustomStatus {emoji, text, duration, expires_at}. Both sides hold it to the same limits. A pure core.

#include <string>

namespace causeway::peer {

inline constexpr const char* custom_status_prop = "customStatus";

// The same status in one spelling, without anything else in it; empty when there is none, or what is there is none.
std::string custom_status(const std::string& prop);

}  // namespace causeway::peer
