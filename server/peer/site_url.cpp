#include "peer/site_url.h"

#include <algorithm>

#include "base/ascii.h"
#include "model/limits.h"

namespace causeway::peer {
namespace {

constexpr std::string_view secure_scheme = "https://";
constexpr std::string_view plain_scheme = "http://";

base::Error invalid(const char* why) {
  return base::refused("site_url_invalid", std::string("the site URL ") + why);
}

// Length of the scheme with its slashes, 0 for any other scheme.
std::size_t scheme_length(std::string_view text) {
  const std::string start = base::ascii_lower(text.substr(0, secure_scheme.size()));
  if (start == secure_scheme) return secure_scheme.size();
  return start.substr(0, plain_scheme.size()) == plain_scheme ? plain_scheme.size() : 0;
}

bool all_of(std::string_view text, std::string_view allowed) {
  return !text.empty() && text.find_first_not_of(allowed) == std::string_view::npos;
}

bool is_beyond_ascii(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

bool valid_port(std::string_view port) {
  return port.size() <= 5 && all_of(port, "0123456789") && std::stoul(std::string(port)) - 1 < 65535;
}

bool valid_authority(std::string_view authority) {
  std::string_view host = authority;
  std::string_view after;
  if (authority.substr(0, 1) == "[") {
    const std::size_t end = authority.find(']');
    if (end == std::string_view::npos) return false;
    host = authority.substr(1, end - 1);
    after = authority.substr(end + 1);
    if (!all_of(base::ascii_lower(host), "0123456789abcdef:.")) return false;
  } else {
    host = authority.substr(0, authority.find(':'));
    after = authority.substr(host.size());
    const bool letters = std::all_of(host.begin(), host.end(), [](char c) {
      return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '-' ||
             c == '_';
    });
    if (host.empty() || !letters) return false;
  }
  return after.empty() || (after[0] == ':' && valid_port(after.substr(1)));
}

}  // namespace

base::Result<std::string> check_site_url(std::string_view text) {
  if (text.size() > model::limits::site_url_chars) return invalid("is too long");
  const bool odd = std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte <= 0x20 || byte == 0x7f || c == '\\' || c == '?' || c == '#';
  });
  if (odd) return invalid("has a space, a backslash, a query or a fragment");
  // Translating such names takes a library and a locale that a plugin does not have.
  if (is_beyond_ascii(text)) return invalid("has letters beyond ASCII: write an internationalised name as xn--...");
  const std::size_t scheme = scheme_length(text);
  if (scheme == 0) return invalid("is neither http nor https");
  while (text.size() > scheme && text.back() == '/') text.remove_suffix(1);
  const std::string_view rest = text.substr(scheme);
  const std::string_view authority = rest.substr(0, rest.find('/'));
  if (!valid_authority(authority)) return invalid("names no usable host and port");
  if ((std::string(rest) + "/").find("/../") != std::string::npos) return invalid("climbs out of its path");
  return std::string(text);
}

SiteParts site_parts(std::string_view checked) {
  const std::size_t scheme = scheme_length(checked);
  const std::string_view rest = checked.substr(scheme);
  const std::string authority = base::ascii_lower(rest.substr(0, rest.find('/')));
  SiteParts parts;
  parts.secure = scheme == secure_scheme.size();
  parts.origin = base::ascii_lower(checked.substr(0, scheme)) + authority;
  const bool bracketed = authority.substr(0, 1) == "[";
  parts.host = bracketed ? authority.substr(1, authority.find(']') - 1) : authority.substr(0, authority.find(':'));
  return parts;
}

std::string door_url(std::string_view checked, std::string_view door) {
  return std::string(checked) + "/api/v4/remotecluster/" + std::string(door);
}

}  // namespace causeway::peer
