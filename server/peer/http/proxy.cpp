#include "peer/http/proxy.h"

#include <algorithm>
#include <cstdlib>
#include <initializer_list>

#include "peer/http/address_guard.h"

namespace causeway::peer::http {
namespace {

std::string first_of(std::initializer_list<const char*> names) {
  for (const char* name : names) {
    const char* value = std::getenv(name);
    if (value != nullptr && *value != '\0') return value;
  }
  return {};
}

bool excepts(std::string_view exception, std::string_view host) {
  if (exception == "*") return true;
  if (exception.substr(0, 1) == ".") exception.remove_prefix(1);
  if (exception.empty() || exception.size() > host.size()) return false;
  if (host.substr(host.size() - exception.size()) != exception) return false;
  return exception.size() == host.size() || host[host.size() - exception.size() - 1] == '.';
}

bool is_excepted(std::string_view exceptions, std::string_view host) {
  while (!exceptions.empty()) {
    const std::size_t end = std::min(exceptions.find_first_of(", "), exceptions.size());
    if (excepts(exceptions.substr(0, end), host)) return true;
    exceptions.remove_prefix(std::min(end + 1, exceptions.size()));
  }
  return false;
}

}  // namespace

Proxies proxies_from_environment() {
  return {first_of({"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"}),
          first_of({"http_proxy", "all_proxy", "ALL_PROXY"}), first_of({"no_proxy", "NO_PROXY"})};
}

std::string proxy_for(const Proxies& proxies, bool secure, std::string_view host) {
  if (is_loopback_name(host) || is_excepted(proxies.exceptions, host)) return {};
  return secure ? proxies.for_https : proxies.for_http;
}

}  // namespace causeway::peer::http
