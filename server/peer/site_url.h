#pragma once
// The address of a server, as pairing stores it and as requests are built on it. Pure functions.

#include <string>
#include <string_view>

#include "base/result.h"

namespace causeway::peer {

// The same address without trailing slashes, when it is one that requests can be built on: http or https, a host, an
// optional port and path; no user, query, fragment, white space, control character or letter beyond ASCII; at most
// limits::site_url_chars. Otherwise refused, code site_url_invalid. Whether http and private hosts are allowed is the
// HTTP client's decision.
base::Result<std::string> check_site_url(std::string_view text);

// The parts of an address that passed check_site_url.
struct SiteParts {
  bool secure = false;  // https
  std::string host;     // lower case; an IPv6 address without its brackets
  std::string origin;   // scheme, host and port as written, lower case: what connections are shared by
};
SiteParts site_parts(std::string_view checked);

// {site_url}/api/v4/remotecluster/{door}, with exactly one slash between (a doubled one makes a native server
// redirect).
std::string door_url(std::string_view checked, std::string_view door);

}  // namespace causeway::peer
