#pragma once
// Which proxy a request takes. Decided here and not by libcurl, because the address guard has to know: behind a proxy
// the name is looked up by the proxy. Pure functions but the first.

#include <string>
#include <string_view>

namespace causeway::peer::http {

struct Proxies {
  std::string for_https;   // https_proxy, HTTPS_PROXY, else all_proxy, ALL_PROXY; empty = none
  std::string for_http;    // http_proxy (lower case only, as everywhere), else all_proxy, ALL_PROXY
  std::string exceptions;  // no_proxy, NO_PROXY: comma-separated hosts and domains, or *
};

// Reads the process's environment; call it before other threads may change that.
Proxies proxies_from_environment();

// Empty = straight. Loopback never goes through a proxy, as in Go.
std::string proxy_for(const Proxies& proxies, bool secure, std::string_view host);

}  // namespace causeway::peer::http
