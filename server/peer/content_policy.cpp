#include "peer/content_policy.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/utf8.h"
#include "model/limits.h"
#include "peer/cards.h"

namespace causeway::peer {
namespace {

constexpr std::string_view cards_name = "attachments";
constexpr std::string_view card_name = "card";
constexpr std::array<std::string_view, 2> flags{"disable_group_highlight", "mentionHighlightDisabled"};
constexpr std::array<std::string_view, 2> marks{"remove_link_preview", "unsafe_links"};

bool holds_nul(const json::Value& value) {
  if (const auto* text = value.string()) return text->find('\0') != std::string::npos;
  if (const auto* list = value.array()) return std::any_of(list->begin(), list->end(), holds_nul);
  if (const auto* object = value.object()) {
    return std::any_of(object->begin(), object->end(), [](const auto& member) {
      return member.first.find('\0') != std::string::npos || holds_nul(member.second);
    });
  }
  return false;
}

}  // namespace

const std::vector<std::string>& crossing_types() {
  static const std::vector<std::string> types{"", "me", "slack_attachment"};
  return types;
}

bool type_crosses(const std::string& type) {
  const auto& types = crossing_types();
  return std::find(types.begin(), types.end(), type) != types.end();
}

model::Props crossing_props(const model::Props& props) {
  json::Object kept;
  for (const std::string_view name : flags) {
    const json::Value* value = props.find(name);
    if (value != nullptr && value->boolean() != nullptr) kept.emplace(name, *value);
  }
  for (const std::string_view name : marks) {
    const json::Value* value = props.find(name);
    if (value != nullptr && value->string() != nullptr && *value->string() == "true") kept.emplace(name, *value);
  }
  if (const json::Value* value = props.find(card_name); value != nullptr && value->string() != nullptr) {
    const std::string& text = *value->string();
    if (!text.empty() && base::utf8_length(text) <= model::limits::message_runes) kept.emplace(card_name, text);
  }
  if (const json::Value* value = props.find(cards_name)) {
    json::Array cards = crossing_cards(*value).cards;
    if (!cards.empty()) kept.emplace(cards_name, std::move(cards));
  }
  return kept.empty() ? model::Props() : model::Props(std::move(kept));
}

std::size_t cards_left_out(const model::Props& props) {
  const json::Value* value = props.find(cards_name);
  return value == nullptr ? 0 : crossing_cards(*value).left_out;
}

base::Result<> check_text(const model::Post& post) {
  if (base::utf8_length(post.message) > model::limits::message_runes) {
    return base::refused("text_too_long",
                         "the message is longer than " + std::to_string(model::limits::message_runes) + " characters");
  }
  if (post.message.find('\0') != std::string::npos || holds_nul(crossing_props(post.props))) {
    return base::refused("text_nul", "the message holds a NUL character, which no database of Mattermost's can store");
  }
  return base::ok();
}

}  // namespace causeway::peer
