#pragma once
// Custom emojis between two Causeways: where a text uses them, and how their picture travels. A pure core.

#include <set>
#include <string>
#include <string_view>

#include "base/result.h"
#include "model/emoji.h"
#include "model/wire.h"

namespace causeway::peer {

// As Mattermost lets people name one.
bool is_emoji_name(std::string_view name);

// Every name between two colons. Most are of emojis that are everywhere, or of none.
void add_emoji_names(std::string_view text, std::set<std::string>& names);

model::EmojiPicture emoji_picture(const model::Emoji& emoji, const model::ChannelId& channel, std::string_view image);

// The picture's bytes. Refused (emoji_invalid) when it, or what is said of it, is not as an emoji of Mattermost's.
base::Result<std::string> emoji_image(const model::EmojiPicture& picture);

}  // namespace causeway::peer
