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
  send(post, text);
}

void AuthorNotices::tell_outage(const model::Post& post, const model::RemoteId& remote, const std::string& name) {
  {
    const base::MutexLock lock(mutex_);
    if (told_of_outages_ >= model::limits::remembered_notices) {
      outages_.clear();
      told_of_outages_ = 0;
    }
    if (!outages_[{remote, post.channel_id}].insert(post.user_id).second) return;
    ++told_of_outages_;
  }
  send(post, name + " does not answer at the moment. Your message will reach it when it is back; nothing is lost.");
}

void AuthorNotices::outage_ends(const model::RemoteId& remote, const model::ChannelId& channel) {
  const base::MutexLock lock(mutex_);
  const auto outage = outages_.find({remote, channel});
  if (outage == outages_.end()) return;
  told_of_outages_ -= outage->second.size();
  outages_.erase(outage);
}

void AuthorNotices::send(const model::Post& post, const std::string& text) {
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
