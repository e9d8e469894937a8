#include "peer/version.h"

#include <algorithm>
#include <string_view>

#include "crypto/cipher.h"
#include "crypto/digest.h"
#include "json/value.h"
#include "peer/content_policy.h"

namespace causeway::peer {

namespace {

constexpr char pin_mark = '+';  // not in base64's url alphabet
constexpr char move_mark = '@';

// Without which move it was.
std::string_view said_in(std::string_view version) {
  return version.substr(0, version.find(move_mark));
}

std::string digest_of(const json::Object& content) {
  const crypto::Digest digest = crypto::sha256(json::dump(content));
  return crypto::base64_encode(std::string(digest.begin(), digest.end()), crypto::Alphabet::url);
}

}  // namespace

std::string post_version(const model::Post& post) {
  if (post.delete_at != base::Time()) return deleted_version;
  json::Object content;
  content.emplace("root_id", post.root_id.str());
  content.emplace("user_id", post.user_id.str());
  content.emplace("type", post.type);
  content.emplace("message", post.message);
  if (model::Props props = crossing_props(post.props); !props.is_null()) content.emplace("props", std::move(props));
  if (!post.file_ids.empty()) {
    std::vector<model::FileId> files = post.file_ids;
    std::sort(files.begin(), files.end());
    json::Array ids;
    for (const model::FileId& file : files) ids.emplace_back(file.str());
    content.emplace("file_ids", std::move(ids));
  }
  return post.is_pinned ? digest_of(content) + pin_mark : digest_of(content);
}

bool pinned_in(const std::string& version) {
  return said_in(version).ends_with(pin_mark);
}

std::string moved_version(const model::Post& wire) {
  return post_version(wire) + move_mark + std::to_string(base::to_millis(wire.update_at));
}

std::string without_pin(const std::string& version) {
  std::string_view said = said_in(version);
  if (said.ends_with(pin_mark)) said.remove_suffix(1);
  return std::string(said);
}

std::string reaction_version(const model::Reaction& reaction) {
  return reaction.delete_at == base::Time() ? "added" : "removed";
}

std::string acknowledgement_version(const model::PostAcknowledgement& acknowledgement) {
  const auto at = base::to_millis(acknowledgement.acknowledged_at);
  return at == 0 ? "removed" : std::to_string(at);
}

std::string channel_version(const model::ChannelLook& look) {
  return digest_of({{"display_name", look.display_name},
                    {"header", look.header},
                    {"purpose", look.purpose},
                    {"archived", look.archived}});
}

base::Time post_stamp(const model::Post& wire) {
  return std::max({wire.create_at, wire.edit_at, wire.delete_at});
}

}  // namespace causeway::peer
