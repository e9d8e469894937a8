// What a peer says of an emoji, and its picture: the first byte chooses which kind of picture the rest becomes, so that
// the fuzzer need not find the signatures. What is taken is a picture of a size that the server takes.
#include <array>
#include <cstdlib>
#include <set>
#include <string>
#include <string_view>

#include "json/record.h"
#include "model/limits.h"
#include "peer/emoji.h"
#include "peer/image.h"

namespace {

using namespace std::string_view_literals;
constexpr std::array kinds{""sv, "\x89PNG\r\n\x1a\n\0\0\0\rIHDR"sv, "GIF89a"sv, "\xFF\xD8\xFF"sv};

void demand(bool held) {
  if (!held) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace causeway;
  if (size == 0) return 0;
  const std::string rest(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::string bytes = std::string(kinds[data[0] % kinds.size()]) + rest;
  const auto pixels = peer::image_size(bytes);

  const model::Emoji emoji{std::string(26, 'e'), "party", model::UserId("u"), base::Time(), {}};
  const auto taken = peer::emoji_image(peer::emoji_picture(emoji, model::ChannelId("c"), bytes));
  if (taken.ok()) {
    demand(*taken == bytes && pixels.has_value());
    demand(pixels->width > 0 && pixels->height > 0);
    demand(pixels->width <= model::limits::emoji_pixels && pixels->height <= model::limits::emoji_pixels);
  }

  std::set<std::string> names;
  peer::add_emoji_names(rest, names);
  for (const std::string& name : names) {
    demand(peer::is_emoji_name(name) && rest.find(":" + name + ":") != std::string::npos);
  }
  if (const auto said = json::parse(rest, {.bytes = 1U << 16U, .depth = 16, .values = 1'000}); said.ok()) {
    if (const auto picture = json::from_json<model::EmojiPicture>(*said); picture.ok()) {
      static_cast<void>(peer::emoji_image(*picture));
    }
  }
  return 0;
}
