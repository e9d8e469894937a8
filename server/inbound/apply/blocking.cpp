#include "inbound/apply/blocking.h"

#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include "base/log.h"
#include "peer/version.h"

namespace causeway::inbound {
namespace {

struct Concerned {
  std::set<model::UserId> users;
  std::set<model::PostId> posts;  // that something hangs on
};

Concerned concerned(const model::SyncMsg& message) {
  Concerned all;
  for (const model::Post& post : message.posts) {
    all.users.insert(post.user_id);
    if (!post.root_id.empty()) all.posts.insert(post.root_id);
  }
  const auto add = [&](const auto& items) {
    for (const auto& item : items) {
      all.users.insert(item.user_id);
      all.posts.insert(item.post_id);
    }
  };
  add(message.reactions);
  add(message.acknowledgements);
  return all;
}

bool taken_back(const model::Post& post) {
  return post.delete_at != base::Time();
}
bool taken_back(const model::Reaction& reaction) {
  return reaction.delete_at != base::Time();
}
bool taken_back(const model::PostAcknowledgement& one) {
  return one.acknowledged_at == base::Time();
}

}  // namespace

base::Result<> Blocking::hold_back(const model::Remote& remote, model::SyncMsg& message,
                                   model::SyncResponse& response) {
  const Concerned all = concerned(message);
  if (all.users.empty()) return base::ok();
  CAUSEWAY_TRY(held,
               store_.held_back(remote.id, {all.users.begin(), all.users.end()}, {all.posts.begin(), all.posts.end()}));
  if (held.users.empty() && held.posts.empty()) return base::ok();

  // An edit of a post that is here leaves it as it is, and what hangs on it counts; one that is not here takes what
  // hangs on it along.
  std::vector<model::PostId> ids;
  for (const model::Post& post : message.posts) ids.push_back(post.id);
  CAUSEWAY_TRY(present, store_.channels_of_posts(ids));
  std::map<model::PostId, model::ReceivedItem> remembered;
  const std::size_t posts = std::erase_if(message.posts, [&](const model::Post& post) {
    const bool stays = taken_back(post) || (held.users.count(post.user_id) == 0 && held.posts.count(post.root_id) == 0);
    if (stays) return false;
    response.posts_last_update_at = std::max(response.posts_last_update_at, post.update_at);
    if (present.count(post.id) == 0) {
      held.posts.insert(post.id);
      remembered.insert_or_assign(
          post.id, model::ReceivedItem{
                       model::LedgerKind::post, post.id.str(), model::held_back_version, peer::post_stamp(post), {}});
    }
    return true;
  });
  std::vector<model::ReceivedItem> items;
  for (auto& [id, item] : remembered) items.push_back(std::move(item));
  CAUSEWAY_CHECK(store_.ledger_finish(remote.id, items, clock_.now()));
  const auto out = [&](const auto& item) {
    return held.posts.count(item.post_id) != 0 || (held.users.count(item.user_id) != 0 && !taken_back(item));
  };
  const std::size_t hung = std::erase_if(message.reactions, out) + std::erase_if(message.acknowledgements, out);
  base::log::info("blocked_held_back", "something of a blocked person was not taken",
                  {{"remote_id", remote.id.str()}, {"posts", posts}, {"hung", hung}});
  return base::ok();
}

}  // namespace causeway::inbound
