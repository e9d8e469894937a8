#pragma once
// What the first bytes of a picture say of it (PNG 1.2 section 11.2.2, GIF89a section 18, JPEG ITU T.81 annex B). The
// pixels are not looked at. A pure core.

#include <cstdint>
#include <optional>
#include <string_view>

namespace causeway::peer {

struct ImageSize {
  std::uint32_t width = 0;  // pixels
  std::uint32_t height = 0;
  bool operator==(const ImageSize&) const = default;
};

// Nothing when the bytes are no picture of these three kinds, or end before they say how large it is.
std::optional<ImageSize> image_size(std::string_view bytes);

}  // namespace causeway::peer
