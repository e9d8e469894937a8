#include "peer/emoji.h"

#include <algorithm>

#include "base/id.h"
#include "crypto/cipher.h"
#include "model/limits.h"
#include "peer/image.h"

namespace causeway::peer {
namespace {

bool of_a_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '+';
}

}  // namespace

bool is_emoji_name(std::string_view name) {
  return !name.empty() && name.size() <= model::limits::emoji_name_chars &&
         std::all_of(name.begin(), name.end(), of_a_name);
}

void add_emoji_names(std::string_view text, std::set<std::string>& names) {
  for (std::size_t open = text.find(':'); open != std::string_view::npos;) {
    const std::size_t close = text.find(':', open + 1);
    if (close == std::string_view::npos) return;
    const std::string_view name = text.substr(open + 1, close - open - 1);
    if (is_emoji_name(name)) names.emplace(name);
    open = close;  // which may be the next one's
  }
}

model::EmojiPicture emoji_picture(const model::Emoji& emoji, const model::ChannelId& channel, std::string_view image) {
  return {channel,          emoji.id,        emoji.name,
          emoji.creator_id, emoji.create_at, crypto::base64_encode(image, crypto::Alphabet::standard)};
}

base::Result<std::string> emoji_image(const model::EmojiPicture& picture) {
  const auto invalid = [](const char* why) { return base::refused("emoji_invalid", why); };
  if (!is_emoji_name(picture.name)) return invalid("the emoji's name is none");
  if (!base::is_valid_id(picture.id)) return invalid("the emoji's id is none");
  auto bytes = crypto::base64_decode(picture.image, crypto::Alphabet::standard);
  if (!bytes || bytes->empty()) return invalid("the emoji's picture cannot be read");
  if (bytes->size() > model::limits::emoji_bytes) return invalid("the emoji's picture has too many bytes");
  const auto size = image_size(*bytes);
  if (!size) return invalid("the emoji's picture is no PNG, GIF or JPEG");
  if (size->width == 0 || size->height == 0 || size->width > model::limits::emoji_pixels ||
      size->height > model::limits::emoji_pixels) {
    return invalid("the emoji's picture is too large");
  }
  return *std::move(bytes);
}

}  // namespace causeway::peer
