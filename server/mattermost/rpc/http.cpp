#include "mattermost/rpc/http.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "mattermost/rpc/errors.h"
#include "model/limits.h"

namespace causeway::mattermost::rpc {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
char upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

// nullopt: a broken escape.
std::optional<std::string> unescape(std::string_view text, bool plus_is_space) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      const int high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
      const int low = high >= 0 ? hex_digit(text[i + 2]) : -1;
      if (low < 0) return std::nullopt;
      out.push_back(static_cast<char>(high * 16 + low));
      i += 2;
    } else {
      out.push_back(plus_is_space && text[i] == '+' ? ' ' : text[i]);
    }
  }
  return out;
}

void split_query(std::string_view text, std::multimap<std::string, std::string, std::less<>>& query) {
  while (!text.empty()) {
    const std::string_view pair = text.substr(0, text.find('&'));
    text.remove_prefix(std::min(text.size(), pair.size() + 1));
    const std::size_t equals = std::min(pair.find('='), pair.size());
    auto key = unescape(pair.substr(0, equals), true);
    auto value = unescape(pair.substr(std::min(equals + 1, pair.size())), true);
    if (key && value && !pair.empty()) query.emplace(*std::move(key), *std::move(value));
  }
}

// Takes the scheme and host off an absolute URL, which proxies and HTTP/1.1 clients may send.
std::string_view without_authority(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme == std::string_view::npos || url.find('/') < scheme) return url;
  url.remove_prefix(scheme + 3);
  url.remove_prefix(std::min(url.find_first_of("/?"), url.size()));
  return url;
}

std::string canonical(std::string_view name) {
  std::string out;
  bool word_start = true;
  for (const char c : name) {
    out.push_back(word_start ? upper(c) : lower(c));
    word_start = c == '-';
  }
  return out;
}

}  // namespace

HttpRequest to_request(const GoRequest& go) {
  HttpRequest request;
  request.method = go.method;
  request.remote_address = go.remote_address;

  std::string_view url = go.url.data;
  url = without_authority(url.substr(0, url.find('#')));
  const std::size_t mark = std::min(url.find('?'), url.size());
  split_query(url.substr(std::min(mark + 1, url.size())), request.query);
  const std::string_view path = url.substr(0, mark);
  request.path = unescape(path, false).value_or(std::string(path));
  if (!request.path.starts_with('/')) request.path.insert(0, "/");

  for (const auto& [name, values] : go.header) {
    if (values.empty()) continue;
    std::string lower_name(name);
    std::transform(lower_name.begin(), lower_name.end(), lower_name.begin(), lower);
    request.headers.emplace(std::move(lower_name), values.front());
  }
  request.user_id = model::UserId(std::string(request.header("mattermost-user-id")));
  return request;
}

bool has_body(std::string_view method) {
  constexpr std::array<std::string_view, 4> methods = {"POST", "PUT", "PATCH", "DELETE"};
  return std::find(methods.begin(), methods.end(), method) != methods.end();
}

gorpc::plugin::ResponseWriter::Headers to_headers(const HttpAnswer& answer) {
  gorpc::plugin::ResponseWriter::Headers headers;
  if (!answer.content_type.empty()) headers["Content-Type"] = {answer.content_type};
  for (const auto& [name, value] : answer.headers) headers[canonical(name)].push_back(value);
  return headers;
}

base::Result<std::string> StreamedBody::read(std::size_t most) {
  std::string chunk(most, '\0');
  if (most == 0) return chunk;
  const base::Steady now = clock_.steady();
  // What is here already is taken however late: a slow disk of ours is not the sender's fault.
  if (window_end_ == base::Steady::max() || window_bytes_ >= model::limits::body_floor_bytes) {
    window_end_ = now + model::limits::body_floor_time;
    window_bytes_ = 0;
  }
  auto count = reader_.read(chunk.data(), chunk.size(), stop_, std::min(window_end_, deadline_));
  if (!count.ok() && count.error().code == "too_slow") {
    return base::refused("body_too_slow", "the request body comes too slowly");
  }
  if (!count.ok()) return from_bridge_error(std::move(count).error());
  window_bytes_ += *count;
  chunk.resize(*count);
  return chunk;
}

}  // namespace causeway::mattermost::rpc
