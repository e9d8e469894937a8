#pragma once
// Which addresses a site URL may lead to. A peer's URL comes from an invite, so it must not become a way into the
// server's own network. Asked with the very address of each connection, so a name that changes its mind (DNS rebinding)
// gains nothing. Pure functions.

#include <array>
#include <cstdint>
#include <string_view>

namespace causeway::peer::http {

// Network byte order, as in the packet. False for everything that is no public unicast address: loopback, private,
// link-local, unique local, carrier-grade NAT, documentation, multicast, cloud metadata; and for IPv6 forms that carry
// an IPv4 address when that one is not public (IPv4-mapped ones always: no name server hands them out in good faith).
bool is_public(const std::array<std::uint8_t, 4>& address);
bool is_public(const std::array<std::uint8_t, 16>& address);

// The same for a host as written in a URL (lower case, IPv6 without brackets); true for names, which only a connection
// can tell, but false for localhost.
bool may_be_public(std::string_view host);

// localhost, *.localhost, 127.0.0.0/8, ::1.
bool is_loopback_name(std::string_view host);

}  // namespace causeway::peer::http
