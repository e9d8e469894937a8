#include "outbound/author_notices.h"

#include "base/log.h"
#include "model/limits.h"

namespace causeway::outbound {

void AuthorNotices::tell(const model::Post& post, const std::string& text) {
  {
    const base::MutexLock lock(mutex_);
    if (told_.size() >= model::limits::remembered_notices) told_.clear();
    if (!told_.emplace(post.id, text).second) return;
  }
  model::Post notice;
  notice.user_id = current_.get()->bot_id;
  notice.channel_id = post.channel_id;
  notice.root_id = post.root_id;
  notice.message = text;
  const auto sent = server_.send_ephemeral_post(post.user_id, notice);
  if (sent.ok()) return;
  base::log::warn("author_not_told", sent.error().text, {{"post_id", post.id.str()}, {"error", sent.error().code}});
}

}  // namespace causeway::outbound
