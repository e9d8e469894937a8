#include "mattermost/http.h"

#include <charconv>

namespace causeway::mattermost {
namespace {
constexpr std::size_t chunk_bytes = 64U << 10U;
}

base::Result<std::string> Body::read_all(std::size_t limit) {
  std::string whole;
  for (;;) {
    auto chunk = read(chunk_bytes);
    if (!chunk.ok()) return std::move(chunk).error();
    if (chunk->empty()) return whole;
    if (chunk->size() > limit - whole.size()) return base::refused("body_too_large", "the request body is too large");
    whole += *chunk;
  }
}

std::int64_t HttpRequest::content_length() const {
  const std::string_view text = header("content-length");
  std::int64_t length = -1;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), length);
  return parsed.ec == std::errc{} && parsed.ptr == text.data() + text.size() ? length : -1;
}

}  // namespace causeway::mattermost
