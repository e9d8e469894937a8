#pragma once
// Message cards (Mattermost's "message attachments"): what of them is safe to show anywhere, and the texts of a post in
// which names and links count. Pure functions.

#include <cstddef>
#include <functional>
#include <string>

#include "json/value.h"
#include "model/content.h"

namespace causeway::peer {

struct Cards {
  json::Array cards;
  std::size_t left_out = 0;  // beyond limits::cards and limits::cards_bytes: from the first that does not fit on
};

// Of each card: fallback, color, pretext, author_name, author_link, author_icon, title, title_link, text, fields
// (title, value, short), image_url, thumb_url, footer, footer_icon, ts. Links are http or https, images https, colours
// good, warning, danger or #rrggbb; a value of another kind is left out, and so are actions, unknown members, elements
// that are null or no object, and cards of which nothing is left. Values of fields become text, as Mattermost does it.
// Anything but a list has no cards. Idempotent.
Cards crossing_cards(const json::Value& attachments);

// The texts in which Mattermost looks for names: the message, and each card's pretext, text and field values. `change`
// gets each and gives what shall stand there.
using ChangeText = std::function<std::string(const std::string&)>;
void change_texts(model::Post& post, const ChangeText& change);
void visit_texts(const model::Post& post, const std::function<void(const std::string&)>& visit);

}  // namespace causeway::peer
