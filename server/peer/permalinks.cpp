#include "peer/permalinks.h"

#include <algorithm>
#include <optional>

#include "base/ascii.h"
#include "base/id.h"
#include "peer/text_spans.h"

namespace causeway::peer {
namespace {

constexpr std::string_view separator = "://";
constexpr std::string_view local_mark = "/pl/";
constexpr std::string_view wire_mark = "/plshared/";
constexpr std::string_view redirect_team = "_redirect";  // a local link that names no team
constexpr std::string_view any_team = "team";            // in its place on the wire: the receiver puts its own
constexpr std::size_t id_chars = 26;

bool is_letter(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_path(char c) {
  return is_letter(c) || c == '/' || c == '-' || c == '_' || c == '.' || c == '~' || c == '%';
}

bool is_authority(char c) {
  return is_letter(c) || c == '.' || c == '-' || c == ':' || c == '_' || c == '[' || c == ']';
}

// An http address inside a text.
struct Address {
  std::size_t begin = 0;
  std::size_t end = 0;  // behind the path
  std::string scheme;   // lower case
  std::string authority;
  std::string path;
};

// The port that goes without saying is not said.
std::string usual_authority(const std::string& scheme, std::string_view authority) {
  std::string lower = base::ascii_lower(authority);
  const std::string_view usual = scheme == "https" ? ":443" : ":80";
  if (lower.size() > usual.size() && lower.compare(lower.size() - usual.size(), usual.size(), usual) == 0) {
    lower.resize(lower.size() - usual.size());
  }
  return lower;
}

// The address whose "://" is at `at`.
std::optional<Address> address_around(std::string_view text, std::size_t at) {
  Address address;
  for (const std::string_view scheme : {std::string_view("https"), std::string_view("http")}) {
    if (at < scheme.size() || base::ascii_lower(text.substr(at - scheme.size(), scheme.size())) != scheme) continue;
    address.begin = at - scheme.size();
    address.scheme = scheme;
    break;
  }
  if (address.scheme.empty()) return std::nullopt;
  std::size_t end = at + separator.size();
  while (end < text.size() && is_authority(text[end])) ++end;
  address.authority = usual_authority(address.scheme, text.substr(at + separator.size(), end - at - separator.size()));
  const std::size_t path = end;
  while (end < text.size() && is_path(text[end])) ++end;
  address.path = std::string(text.substr(path, end - path));
  address.end = end;
  if (address.authority.empty()) return std::nullopt;
  return address;
}

std::optional<Address> site_of(std::string_view site_url) {
  while (!site_url.empty() && site_url.back() == '/') site_url.remove_suffix(1);
  const std::size_t at = site_url.find(separator);
  return at == std::string_view::npos ? std::nullopt : address_around(site_url, at);
}

// /{team}{mark}{post id} at `from`: what it says and where it ends.
struct Target {
  std::string team;
  model::PostId post;
  std::size_t end = 0;
};
std::optional<Target> target_in(const std::string& path, std::size_t from, std::string_view mark) {
  if (from >= path.size() || path[from] != '/') return std::nullopt;
  const std::size_t team_end = path.find('/', from + 1);
  if (team_end == std::string::npos || team_end == from + 1) return std::nullopt;
  if (path.compare(team_end, mark.size(), mark) != 0) return std::nullopt;
  const std::size_t id = team_end + mark.size();
  if (path.size() < id + id_chars || (path.size() > id + id_chars && is_letter(path[id + id_chars]))) {
    return std::nullopt;
  }
  const std::string post = path.substr(id, id_chars);
  if (!base::is_valid_id(post)) return std::nullopt;
  return Target{path.substr(from + 1, team_end - from - 1), model::PostId(post), id + id_chars};
}

// Calls replace(address) for every http address of the text; what it answers is written instead of the address's first
// `Replacement::taken` bytes.
struct Replacement {
  std::string text;
  std::size_t taken = 0;  // of the address, from its beginning
};
template <class Replace>
std::string replace_addresses(const std::string& text, std::size_t begin, std::size_t end, Replace replace) {
  const std::string_view piece = std::string_view(text).substr(0, end);
  std::string out;
  std::size_t copied = begin;
  for (std::size_t at = piece.find(separator, begin); at != std::string_view::npos;) {
    std::size_t next = at + separator.size();
    const auto address = address_around(piece, at);
    if (address && address->begin >= copied) {
      next = std::max(next, address->end);
      if (const std::optional<Replacement> made = replace(*address)) {
        out.append(text, copied, address->begin - copied);
        out += made->text;
        copied = address->begin + made->taken;
      }
    }
    at = piece.find(separator, next);
  }
  return out.append(text, copied, end - copied);
}

// Calls `found(address, target)` for our own links outside code; the text with what it answers put in.
template <class Found>
std::string each_own_link(const std::string& text, std::string_view site_url, Found found) {
  const auto site = site_of(site_url);
  if (!site || text.find(local_mark) == std::string::npos) return text;
  const auto replace = [&](const Address& address) -> std::optional<Replacement> {
    if (address.authority != site->authority || address.path.compare(0, site->path.size(), site->path) != 0) {
      return std::nullopt;
    }
    const auto target = target_in(address.path, site->path.size(), local_mark);
    if (!target) return std::nullopt;
    auto instead = found(address, *target);
    if (!instead) return std::nullopt;
    return Replacement{std::move(*instead), address.end - address.begin - address.path.size() + target->end};
  };
  std::string out;
  for (const Span& span : text_spans(text)) {
    out += span.kind == Span::Kind::code ? text.substr(span.begin, span.end - span.begin)
                                         : replace_addresses(text, span.begin, span.end, replace);
  }
  return out;
}

std::string bare_host(const std::string& authority) {
  const std::size_t port = authority.rfind(':');
  const bool has_port = port != std::string::npos && authority.find(']', port) == std::string::npos;
  return has_port ? authority.substr(0, port) : authority;
}

}  // namespace

std::vector<model::PostId> linked_posts(const std::string& text, std::string_view site_url) {
  std::vector<model::PostId> posts;
  each_own_link(text, site_url, [&](const Address&, const Target& target) -> std::optional<std::string> {
    if (std::find(posts.begin(), posts.end(), target.post) == posts.end()) posts.push_back(target.post);
    return std::nullopt;
  });
  return posts;
}

std::string mark_permalinks(const std::string& text, std::string_view site_url,
                            const std::function<bool(const model::PostId&)>& same_channel) {
  return each_own_link(text, site_url, [&](const Address& address, const Target& target) -> std::optional<std::string> {
    if (!same_channel(target.post)) return std::nullopt;
    const std::string team = target.team == redirect_team ? std::string(any_team) : target.team;
    return address.scheme + std::string(separator) + bare_host(address.authority) + "/" + team +
           std::string(wire_mark) + target.post.str();
  });
}

bool has_marked_permalinks(std::string_view text) {
  return text.find(wire_mark) != std::string_view::npos;
}

std::string localise_permalinks(const std::string& text, std::string_view site_url, std::string_view team) {
  while (!site_url.empty() && site_url.back() == '/') site_url.remove_suffix(1);
  if (site_url.empty() || team.empty() || !has_marked_permalinks(text)) return text;
  return replace_addresses(text, 0, text.size(), [&](const Address& address) -> std::optional<Replacement> {
    const std::size_t mark = address.path.find(wire_mark);
    if (mark == std::string::npos || mark == 0) return std::nullopt;
    const std::size_t before_team = address.path.rfind('/', mark - 1);
    const auto target =
        before_team == std::string::npos ? std::nullopt : target_in(address.path, before_team, wire_mark);
    if (!target) return std::nullopt;
    std::string local = std::string(site_url) + "/" + std::string(team) + std::string(local_mark) + target->post.str();
    return Replacement{std::move(local), address.end - address.begin - address.path.size() + target->end};
  });
}

}  // namespace causeway::peer
