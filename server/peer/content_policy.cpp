#include "peer/content_policy.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace causeway::peer {

const std::vector<std::string>& crossing_types() {
  static const std::vector<std::string> types{"", "me", "slack_attachment"};
  return types;
}

bool type_crosses(const std::string& type) {
  const auto& types = crossing_types();
  return std::find(types.begin(), types.end(), type) != types.end();
}

model::Props crossing_props(const model::Props& props) {
  static constexpr std::array<std::string_view, 2> harmless{"disable_group_highlight", "mentionHighlightDisabled"};
  json::Object kept;
  for (const std::string_view name : harmless) {
    const json::Value* value = props.find(name);
    if (value != nullptr && value->boolean() != nullptr) kept.emplace(name, *value);
  }
  return kept.empty() ? model::Props() : model::Props(std::move(kept));
}

}  // namespace causeway::peer
