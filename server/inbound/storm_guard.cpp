#include "inbound/storm_guard.h"

#include <algorithm>
#include <utility>

#include "base/ascii.h"
#include "base/log.h"
#include "config/crossing.h"
#include "model/limits.h"
#include "peer/cards.h"
#include "peer/mentions.h"

namespace causeway::inbound {
namespace {

std::string preference(const model::User& user, const char* name) {
  const auto found = user.notify_props.find(name);
  return found == user.notify_props.end() ? std::string() : found->second;
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(' ');
  return first == std::string_view::npos ? "" : text.substr(first, text.find_last_not_of(' ') - first + 1);
}

// Mattermost's mention_keys: words, separated by commas.
bool names_a_keyword(const std::set<std::string>& lower_words, const std::string& keys) {
  for (std::size_t begin = 0; begin < keys.size();) {
    const std::size_t end = std::min(keys.find(',', begin), keys.size());
    const std::string_view key = trimmed(std::string_view(keys).substr(begin, end - begin));
    if (!key.empty() && lower_words.count(base::ascii_lower(key)) != 0) return true;
    begin = end + 1;
  }
  return false;
}

}  // namespace

bool StormGuard::cancels(const mattermost::Notification& notification) {
  if (model::is_direct(notification.channel_type)) return false;
  if (notification.post_id.empty() || notification.receiver.empty()) return false;
  const auto storm = storm_of(notification.post_id);
  if (!storm.ok()) {
    base::log::warn("notification_not_judged", storm.error().text, {{"post_id", notification.post_id.str()}});
    return false;
  }
  if ((*storm)->history) return true;
  if (config::channel_mentions_notify(current_.get()->settings, (*storm)->policy)) return false;
  if (!(*storm)->raised || notification.receiver == (*storm)->root_author) return false;
  const auto receiver = server_.get_user(notification.receiver);
  if (!receiver.ok()) {
    base::log::warn("notification_not_judged", receiver.error().text, {{"user_id", notification.receiver.str()}});
    return false;
  }
  if (notification.kind == mattermost::Notification::Kind::push && preference(*receiver, "push") == "all") return false;
  const Storm& said = **storm;
  const bool by_name = said.lower_words.count("@" + base::ascii_lower(receiver->username)) != 0 ||
                       names_a_keyword(said.lower_words, preference(*receiver, "mention_keys")) ||
                       (preference(*receiver, "first_name") == "true" && said.words.count(receiver->first_name) != 0);
  return !by_name;
}

base::Result<std::shared_ptr<const StormGuard::Storm>> StormGuard::storm_of(const model::PostId& post) {
  {
    const base::MutexLock lock(mutex_);
    if (const auto known = storms_.find(post); known != storms_.end()) return known->second;
  }
  CAUSEWAY_TRY(storm, look_at(post));
  auto seen = std::make_shared<const Storm>(std::move(storm));
  const base::MutexLock lock(mutex_);
  if (storms_.size() >= model::limits::remembered_storms) storms_.clear();
  storms_.emplace(post, seen);
  return seen;
}

base::Result<StormGuard::Storm> StormGuard::look_at(const model::PostId& id) {
  CAUSEWAY_TRY(post, server_.get_post(id));
  Storm storm;
  if (!post.remote_id || post.remote_id->empty()) return storm;
  // Both times are of the home's clock.
  CAUSEWAY_TRY(row, store_.channel_remote(post.channel_id, *post.remote_id));
  storm.history = row && post.create_at < row->shared_at;
  if (storm.history) return storm;
  peer::visit_texts(post, [&](const std::string& text) {
    for (const std::string& word : peer::words_of(text)) {
      storm.raised = storm.raised || (word.front() == '@' && peer::is_channel_wide(word.substr(1)));
      storm.lower_words.insert(base::ascii_lower(word));
      storm.words.insert(word);
    }
  });
  if (!storm.raised) return Storm{};
  CAUSEWAY_TRY(remote, store_.remote(*post.remote_id));
  if (remote) storm.policy = remote->policy;
  if (!post.root_id.empty()) {
    CAUSEWAY_TRY(root, server_.get_post(post.root_id));
    storm.root_author = root.user_id;
  }
  return storm;
}

}  // namespace causeway::inbound
