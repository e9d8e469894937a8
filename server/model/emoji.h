#pragma once
// A custom emoji of Mattermost's. Its picture never changes: another one is another emoji. Values.

#include <string>

#include "base/clock.h"
#include "model/ids.h"

namespace causeway::model {

struct Emoji {
  std::string id;
  std::string name;  // without colons
  UserId creator_id;
  base::Time create_at;
  RemoteId remote_id;  // whom it came from; empty for people of this server, and for plugins
  bool operator==(const Emoji&) const = default;
};

// Where Mattermost keeps its picture, in its file store (app/emoji.go: getEmojiImagePath).
inline std::string emoji_path(const std::string& id) {
  return "emoji/" + id + "/image";
}

}  // namespace causeway::model
