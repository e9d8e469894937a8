#include "inbound/apply/channel_notices.h"

#include <string>

#include "crypto/digest.h"

namespace causeway::inbound {
namespace {

// 26 of the 32 letters that ids are made of.
model::PostId id_of(const std::string& change) {
  static constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz234567";
  std::string id;
  for (const std::uint8_t byte : crypto::sha256(change)) {
    if (id.size() < 26) id += letters[byte % letters.size()];
  }
  return model::PostId(id);
}

}  // namespace

std::vector<model::Post> channel_notices(const model::Channel& before, const model::ChannelLook& look,
                                         const model::User& author) {
  std::vector<model::Post> notices;
  const auto add = [&](const char* type, json::Object props, const std::string& message) {
    props.insert_or_assign("username", author.username);
    model::Post& notice = notices.emplace_back();
    notice.id = id_of(look.channel_id.str() + type + std::to_string(base::to_millis(look.changed_at)));
    notice.channel_id = look.channel_id;
    notice.user_id = author.id;
    notice.type = type;
    notice.props = std::move(props);
    notice.message = message;
  };
  if (before.delete_at != base::Time() && !look.archived) {
    add("system_channel_restored", {}, "The channel was restored.");
  }
  if (before.display_name != look.display_name) {
    add("system_displayname_change", {{"old_displayname", before.display_name}, {"new_displayname", look.display_name}},
        "The channel is called " + look.display_name + " now.");
  }
  if (before.header != look.header) {
    add("system_header_change", {{"old_header", before.header}, {"new_header", look.header}},
        "The channel's header is now: " + look.header);
  }
  if (before.purpose != look.purpose) {
    add("system_purpose_change", {{"old_purpose", before.purpose}, {"new_purpose", look.purpose}},
        "The channel's purpose is now: " + look.purpose);
  }
  return notices;
}

}  // namespace causeway::inbound
