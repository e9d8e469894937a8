#include "peer/http/address_guard.h"

#include <arpa/inet.h>

#include <algorithm>
#include <string>

namespace causeway::peer::http {
namespace {

using V4 = std::array<std::uint8_t, 4>;
using V6 = std::array<std::uint8_t, 16>;

template <class Address>
struct Range {
  Address start;
  unsigned bits;

  bool holds(const Address& address) const {
    for (unsigned i = 0; i < bits; ++i) {
      const auto mask = static_cast<unsigned>(0x80U >> (i % 8));
      if (((address[i / 8] ^ start[i / 8]) & mask) != 0) return false;
    }
    return true;
  }
};

// IANA's special-purpose registries (RFC 6890 and its updates), and addresses that clouds gave a meaning.
constexpr std::array<Range<V4>, 18> closed_v4{{
    {{0, 0, 0, 0}, 8},
    {{10, 0, 0, 0}, 8},
    {{100, 64, 0, 0}, 10},
    {{127, 0, 0, 0}, 8},
    {{169, 254, 0, 0}, 16},  // link-local and most metadata services
    {{172, 16, 0, 0}, 12},
    {{192, 0, 0, 0}, 24},
    {{192, 0, 2, 0}, 24},
    {{192, 31, 196, 0}, 24},
    {{192, 52, 193, 0}, 24},
    {{192, 88, 99, 0}, 24},
    {{192, 168, 0, 0}, 16},
    {{198, 18, 0, 0}, 15},
    {{198, 51, 100, 0}, 24},
    {{203, 0, 113, 0}, 24},
    {{224, 0, 0, 0}, 4},
    {{240, 0, 0, 0}, 4},
    {{168, 63, 129, 16}, 32},  // Azure's host
}};

constexpr Range<V6> global_unicast{{0x20}, 3};
constexpr std::array<Range<V6>, 4> closed_v6{{
    {{0x20, 0x01, 0x00}, 23},              // Teredo, benchmarking, ORCHID
    {{0x20, 0x01, 0x0d, 0xb8}, 32},        // documentation
    {{0x3f, 0xff, 0x00}, 20},              // documentation
    {{0x26, 0x20, 0x00, 0x4f, 0x80}, 48},  // AS112
}};
constexpr Range<V6> six_to_four{{0x20, 0x02}, 16};
constexpr Range<V6> nat64{{0x00, 0x64, 0xff, 0x9b}, 96};

template <std::size_t Offset>
V4 embedded(const V6& address) {
  return {address[Offset], address[Offset + 1], address[Offset + 2], address[Offset + 3]};
}

}  // namespace

bool is_public(const V4& address) {
  return std::none_of(closed_v4.begin(), closed_v4.end(), [&](const auto& range) { return range.holds(address); });
}

bool is_public(const V6& address) {
  if (nat64.holds(address)) return is_public(embedded<12>(address));
  if (six_to_four.holds(address)) return is_public(embedded<2>(address));
  return global_unicast.holds(address) &&
         std::none_of(closed_v6.begin(), closed_v6.end(), [&](const auto& range) { return range.holds(address); });
}

bool may_be_public(std::string_view host) {
  if (is_loopback_name(host)) return false;
  const std::string text(host);
  V4 v4{};
  V6 v6{};
  if (inet_pton(AF_INET, text.c_str(), v4.data()) == 1) return is_public(v4);
  if (inet_pton(AF_INET6, text.c_str(), v6.data()) == 1) return is_public(v6);
  // Resolvers also take 2130706433, 0x7f.1 and 127.1 for addresses; nobody writes a server's name so.
  const std::size_t label = host.find_last_of('.', host.size() - std::min<std::size_t>(host.size(), 2));
  const char last = host.empty() ? '0' : host.substr(label == std::string_view::npos ? 0 : label + 1)[0];
  return last < '0' || last > '9';
}

bool is_loopback_name(std::string_view host) {
  while (host.substr(host.size() - std::min<std::size_t>(host.size(), 1)) == ".") host.remove_suffix(1);
  constexpr std::string_view name = "localhost";
  if (host == name || host == "::1") return true;
  if (host.size() > name.size() && host.substr(host.size() - name.size() - 1) == ".localhost") return true;
  V4 v4{};
  return inet_pton(AF_INET, std::string(host).c_str(), v4.data()) == 1 && v4[0] == 127;
}

}  // namespace causeway::peer::http
