#include "peer/custom_status.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/utf8.h"
#include "json/record.h"
#include "model/limits.h"
#include "peer/emoji.h"

namespace causeway::peer {
namespace {

#define CAUSEWAY_CUSTOM_STATUS(F)                 \
  F(emoji, "-", "emoji", keep, std::string)       \
  F(text, "-", "text", keep, std::string)         \
  F(duration, "-", "duration", keep, std::string) \
  F(expires_at, "-", "expires_at", keep, std::string)
CAUSEWAY_RECORD(CustomStatus, CAUSEWAY_CUSTOM_STATUS);

constexpr json::Limits limits{8192, 4, 64};
constexpr std::array<std::string_view, 6> durations{"thirty_minutes", "one_hour",  "four_hours",
                                                    "today",          "this_week", "date_and_time"};

// RFC 3339, as far as a client of Mattermost has to get along with it.
bool is_time(std::string_view text) {
  constexpr std::size_t shortest = 20, longest = 35;
  return text.size() >= shortest && text.size() <= longest && text[4] == '-' && text[7] == '-' && text[10] == 'T' &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || std::string_view("-+:.TZ").find(c) != std::string_view::npos;
         });
}

}  // namespace

std::string custom_status(const std::string& prop) {
  if (prop.empty()) return {};
  auto status = json::decode<CustomStatus>(prop, limits);
  if (!status.ok()) return {};
  if (!is_emoji_name(status->emoji)) status->emoji.clear();
  status->text = base::utf8_line(status->text, model::limits::custom_status_runes);
  if (status->emoji.empty() && status->text.empty()) return {};
  if (std::find(durations.begin(), durations.end(), status->duration) == durations.end()) status->duration.clear();
  if (!is_time(status->expires_at)) status->expires_at = "0001-01-01T00:00:00Z";  // as Go writes "never"
  return json::encode(*status);
}

}  // namespace causeway::peer
