#pragma once
// How a peer's user is named here: alice of the connection `b` becomes alice:b. Pure functions.

#include <string>
#include <string_view>

namespace causeway::inbound {

// `attempt` 1 is the plain name; later ones carry a suffix (alice-2:b). A name that already has a remote part (relayed
// by the peer from a third server) keeps it. At most limits::username_chars characters of Mattermost's alphabet,
// starting with a letter; what does not fit is cut from the name, never from the remote part's end.
std::string synthetic_username(std::string_view wire_name, std::string_view remote_name, int attempt);

}  // namespace causeway::inbound
