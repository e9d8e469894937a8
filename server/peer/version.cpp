#include "peer/version.h"

#include "crypto/cipher.h"
#include "crypto/digest.h"
#include "json/value.h"

namespace causeway::peer {

model::LedgerEntry ledger_entry(const model::Post& wire_post) {
  json::Object content;
  content.emplace("channel_id", wire_post.channel_id.str());
  content.emplace("root_id", wire_post.root_id.str());
  content.emplace("user_id", wire_post.user_id.str());
  content.emplace("type", wire_post.type);
  content.emplace("message", wire_post.message);
  content.emplace("is_pinned", wire_post.is_pinned);
  content.emplace("deleted", wire_post.delete_at != base::Time());
  if (const json::Object* props = wire_post.props.object(); props != nullptr && !props->empty()) {
    content.emplace("props", wire_post.props);
  }
  const crypto::Digest digest = crypto::sha256(json::dump(content));
  const std::string bytes(digest.begin(), digest.end());
  return {model::LedgerKind::post, wire_post.id.str(), crypto::base64_encode(bytes, crypto::Alphabet::url)};
}

}  // namespace causeway::peer
