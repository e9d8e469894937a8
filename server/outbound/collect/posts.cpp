#include "outbound/collect/posts.h"

#include <string>

#include "base/utf8.h"
#include "model/limits.h"
#include "peer/content_policy.h"

namespace causeway::outbound {
namespace {

// Attachments do not cross yet: the reader on the other side must at least know that there were some.
std::string with_attachment_note(const model::Post& post) {
  if (post.file_ids.empty()) return post.message;
  const std::size_t count = post.file_ids.size();
  const std::string note =
      "*(" + std::to_string(count) + (count == 1 ? " attachment" : " attachments") + " not carried over)*";
  const std::string whole = post.message.empty() ? note : post.message + "\n" + note;
  return base::utf8_length(whole) <= model::limits::message_runes ? whole : post.message;
}

}  // namespace

bool crosses(const model::Post& post) {
  return post.delete_at == base::Time() && post.original_id.empty() && peer::type_crosses(post.type);
}

model::Post for_wire(const model::Post& post) {
  model::Post wire;
  wire.id = post.id;
  wire.create_at = post.create_at;
  wire.update_at = post.update_at;
  wire.edit_at = post.edit_at;
  wire.is_pinned = post.is_pinned;
  wire.user_id = post.user_id;
  wire.channel_id = post.channel_id;
  wire.root_id = post.root_id;
  wire.message = with_attachment_note(post);
  wire.type = post.type;
  wire.props = peer::crossing_props(post.props);
  wire.hashtags = post.hashtags;
  return wire;
}

}  // namespace causeway::outbound
