#include "peer/image.h"

#include <cstddef>

namespace causeway::peer {
namespace {

using std::string_view;
using namespace std::string_view_literals;

std::uint32_t byte(string_view bytes, std::size_t at) {
  return static_cast<unsigned char>(bytes[at]);
}
std::uint32_t big16(string_view bytes, std::size_t at) {
  return byte(bytes, at) << 8U | byte(bytes, at + 1);
}
std::uint32_t little16(string_view bytes, std::size_t at) {
  return byte(bytes, at) | byte(bytes, at + 1) << 8U;
}

// The first chunk is IHDR: its length, its name, width, height.
std::optional<ImageSize> png(string_view bytes) {
  constexpr std::size_t name = 12, width = 16, height = 20, end = 24;
  if (bytes.size() < end || bytes.substr(name, 4) != "IHDR") return std::nullopt;
  return ImageSize{big16(bytes, width) << 16U | big16(bytes, width + 2),
                   big16(bytes, height) << 16U | big16(bytes, height + 2)};
}

std::optional<ImageSize> gif(string_view bytes) {
  constexpr std::size_t width = 6, height = 8, end = 10;
  if (bytes.size() < end) return std::nullopt;
  return ImageSize{little16(bytes, width), little16(bytes, height)};
}

// Segments, each with its length, until a frame header, which says how large it is.
std::optional<ImageSize> jpeg(string_view bytes) {
  constexpr std::uint32_t mark = 0xFF, scan = 0xDA, end_of_image = 0xD9;
  constexpr std::uint32_t first_frame = 0xC0, last_frame = 0xCF, huffman = 0xC4, reserved = 0xC8, arithmetic = 0xCC;
  constexpr std::size_t frame_header = 9;  // mark, length, precision, height, width
  std::size_t at = 2;
  while (at + 4 <= bytes.size()) {
    if (byte(bytes, at) != mark) return std::nullopt;
    const std::uint32_t kind = byte(bytes, at + 1);
    if (kind == mark) {  // filling
      ++at;
      continue;
    }
    if (kind == scan || kind == end_of_image) return std::nullopt;
    const bool frame =
        kind >= first_frame && kind <= last_frame && kind != huffman && kind != reserved && kind != arithmetic;
    if (frame) {
      if (at + frame_header > bytes.size()) return std::nullopt;
      return ImageSize{big16(bytes, at + 7), big16(bytes, at + 5)};
    }
    const std::uint32_t length = big16(bytes, at + 2);
    if (length < 2) return std::nullopt;
    at += 2 + length;
  }
  return std::nullopt;
}

}  // namespace

std::optional<ImageSize> image_size(string_view bytes) {
  if (bytes.starts_with("\x89PNG\r\n\x1a\n"sv)) return png(bytes);
  if (bytes.starts_with("GIF87a"sv) || bytes.starts_with("GIF89a"sv)) return gif(bytes);
  if (bytes.starts_with("\xFF\xD8\xFF"sv)) return jpeg(bytes);
  return std::nullopt;
}

}  // namespace causeway::peer
