#include "peer/cards.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <string_view>

#include "base/ascii.h"
#include "model/limits.h"

namespace causeway::peer {
namespace {

constexpr std::string_view list_name = "attachments";
constexpr std::array<std::string_view, 7> texts{"fallback", "pretext", "author_name", "title", "text", "footer", "ts"};
constexpr std::array<std::string_view, 2> named_texts{"pretext", "text"};  // where names count
struct Link {
  std::string_view name;
  std::string_view needs;  // the text that it belongs to; empty = none
  bool image = false;
};
constexpr std::array<Link, 6> links{Link{"author_link", "author_name", false},
                                    Link{"title_link", "title", false},
                                    Link{"author_icon", "", true},
                                    Link{"image_url", "", true},
                                    Link{"thumb_url", "", true},
                                    Link{"footer_icon", "", true}};

const std::string* text_of(const json::Value& object, std::string_view name) {
  const json::Value* value = object.find(name);
  const std::string* text = value == nullptr ? nullptr : value->string();
  return text == nullptr || text->empty() ? nullptr : text;
}

bool safe_link(const std::string& link, bool image) {
  if (link.size() > model::limits::card_link_chars) return false;
  const std::string start = base::ascii_lower(std::string_view(link).substr(0, 8));
  if (start != "https://" && (image || start.compare(0, 7, "http://") != 0)) return false;
  return std::none_of(link.begin(), link.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte <= 0x20 || byte == 0x7f || c == '"' || c == '<' || c == '>' || c == '\\';
  });
}

bool safe_color(const std::string& color) {
  if (color == "good" || color == "warning" || color == "danger") return true;
  return color.size() == 7 && color[0] == '#' &&
         color.find_first_not_of("0123456789abcdefABCDEF", 1) == std::string::npos;
}

// Scalars as text: what a card's field shows.
std::optional<std::string> shown(const json::Value* value) {
  if (value == nullptr || value->is_null() || value->array() != nullptr || value->object() != nullptr) {
    return std::nullopt;
  }
  return value->string() != nullptr ? *value->string() : json::dump(*value);
}

bool is_true(const json::Value* value) {
  if (value == nullptr) return false;
  if (value->boolean() != nullptr) return *value->boolean();
  return value->string() != nullptr && base::ascii_lower(*value->string()) == "true";
}

json::Array fields_of(const json::Value& card) {
  json::Array kept;
  const json::Value* fields = card.find("fields");
  if (fields == nullptr || fields->array() == nullptr) return kept;
  for (const json::Value& field : *fields->array()) {
    if (kept.size() == model::limits::card_fields) break;
    const auto title = shown(field.find("title"));
    const auto value = shown(field.find("value"));
    if (!title && !value) continue;
    kept.emplace_back(json::Object{
        {"title", title.value_or("")}, {"value", value.value_or("")}, {"short", is_true(field.find("short"))}});
  }
  return kept;
}

json::Object crossing_card(const json::Value& card) {
  json::Object kept;
  for (const std::string_view name : texts) {
    if (const std::string* text = text_of(card, name)) kept.emplace(name, *text);
  }
  if (const json::Value* time = card.find("ts"); time != nullptr && time->integer() != nullptr) {
    kept.emplace("ts", *time);
  }
  for (const Link& link : links) {
    const std::string* target = text_of(card, link.name);
    if (target == nullptr || !safe_link(*target, link.image)) continue;
    if (link.needs.empty() || kept.find(link.needs) != kept.end()) kept.emplace(link.name, *target);
  }
  json::Array fields = fields_of(card);
  if (!fields.empty()) kept.emplace("fields", std::move(fields));
  if (kept.empty()) return kept;
  if (const std::string* color = text_of(card, "color"); color != nullptr && safe_color(*color)) {
    kept.emplace("color", *color);
  }
  return kept;
}

void change_in(json::Object& object, std::string_view name, const ChangeText& change) {
  const auto member = object.find(name);
  if (member == object.end() || member->second.string() == nullptr) return;
  member->second = change(*member->second.string());
}

}  // namespace

Cards crossing_cards(const json::Value& attachments) {
  Cards result;
  if (attachments.array() == nullptr) return result;
  std::size_t bytes = 0;
  for (const json::Value& attachment : *attachments.array()) {
    json::Object card = crossing_card(attachment);
    if (card.empty()) continue;
    if (result.left_out == 0 && result.cards.size() < model::limits::cards) {
      json::Value value(std::move(card));
      bytes += json::dump(value).size() + 1;
      if (bytes <= model::limits::cards_bytes) {
        result.cards.push_back(std::move(value));
        continue;
      }
    }
    ++result.left_out;
  }
  return result;
}

void change_texts(model::Post& post, const ChangeText& change) {
  post.message = change(post.message);
  if (post.props.object() == nullptr) return;
  const auto list = post.props.object()->find(list_name);
  if (list == post.props.object()->end() || list->second.array() == nullptr) return;
  for (json::Value& card : *list->second.array()) {
    if (card.object() == nullptr) continue;
    for (const std::string_view name : named_texts) change_in(*card.object(), name, change);
    const auto fields = card.object()->find("fields");
    if (fields == card.object()->end() || fields->second.array() == nullptr) continue;
    for (json::Value& field : *fields->second.array()) {
      if (field.object() != nullptr) change_in(*field.object(), "value", change);
    }
  }
}

void visit_texts(const model::Post& post, const std::function<void(const std::string&)>& visit) {
  visit(post.message);
  const json::Value* list = post.props.find(list_name);
  if (list == nullptr || list->array() == nullptr) return;
  const auto tell = [&](const json::Value& object, std::string_view name) {
    if (const std::string* text = text_of(object, name)) visit(*text);
  };
  for (const json::Value& card : *list->array()) {
    for (const std::string_view name : named_texts) tell(card, name);
    const json::Value* fields = card.find("fields");
    if (fields == nullptr || fields->array() == nullptr) continue;
    for (const json::Value& field : *fields->array()) tell(field, "value");
  }
}

}  // namespace causeway::peer
