// Edits, pins, deletions and reactions, with the rules of the real server (edit_at moves with the text alone, a root
// takes its thread with it, reactions touch their post).
#include <algorithm>
#include <stdexcept>
#include <utility>

#include "base/id.h"
#include "fakes/fake_server.h"
#include "model/ledger_items.h"

namespace causeway::fakes {

using base::MutexLock;

base::Result<model::Post> FakeServer::change_post(const model::Post& asked, const model::UserId& session) {
  model::Post before, now;
  const auto in_between = race_over(asked.id);
  {
    MutexLock lock(mutex_);
    const auto post =
        std::find_if(posts_.begin(), posts_.end(), [&](const model::Post& other) { return other.id == asked.id; });
    if (post == posts_.end()) return base::refused("not_found", "app.post.get.app_error");
    if (post->delete_at != base::Time()) {
      return base::refused("api.post.update_post.permissions_details.app_error", "a deleted post");
    }
    before = in_between.value_or(*post);
    if (post->message != asked.message) post->edit_at = clock_.now();
    post->message = asked.message;
    post->is_pinned = asked.is_pinned;
    post->props = asked.props;
    // Only what a change adds is attached, and only what is attached goes.
    const auto had = [&](const model::FileId& id) {
      return std::find(before.file_ids.begin(), before.file_ids.end(), id) != before.file_ids.end();
    };
    post->file_ids = asked.file_ids;
    std::erase_if(post->file_ids, had);
    attach_files(*post, session);
    const std::vector<model::FileId> added = std::exchange(post->file_ids, asked.file_ids);
    std::erase_if(post->file_ids, [&](const model::FileId& id) {
      return !had(id) && std::find(added.begin(), added.end(), id) == added.end();
    });
    if (post->file_ids != before.file_ids) post->edit_at = clock_.now();
    for (const model::FileId& file : before.file_ids) {
      const bool kept = std::find(post->file_ids.begin(), post->file_ids.end(), file) != post->file_ids.end();
      const auto stored = files_.find(file);
      if (!kept && stored != files_.end() && stored->second.info.post_id == post->id) files_.erase(stored);
    }
    post->update_at = clock_.now();
    ++revisions_[post->id];
    before.update_at = before.delete_at = post->update_at;
    if (hears_revisions_) hears_revisions_(before);
    now = *post;
  }
  // The hook sees the older post as the row that it has become: a revision.
  before.original_id = before.id;
  before.id = model::PostId(base::new_id());
  tell([now, before](mattermost::Events& to) { to.message_has_been_updated(now, before); });
  return now;
}

// The post as the change's writer has read it, when others have written it since.
std::optional<model::Post> FakeServer::race_over(const model::PostId& id) {
  Race race;
  std::optional<model::Post> read;
  {
    MutexLock lock(mutex_);
    const auto found = races_.find(id);
    if (found == races_.end()) return std::nullopt;
    race = std::move(found->second);
    races_.erase(found);
    for (const model::Post& post : posts_) {
      if (race.when == InBetween::read_and_written && post.id == id) read = post;
    }
  }
  race.deed();
  return read;
}

void FakeServer::goes_back(const model::PostId& post, const std::optional<std::string>& message) {
  MutexLock lock(mutex_);
  if (!message) std::erase_if(posts_, [&](const model::Post& other) { return other.id == post; });
  for (model::Post& other : posts_) {
    if (message && other.id == post) {
      other.message = *message;
      other.delete_at = base::Time();
    }
  }
}

void FakeServer::revisions_go_to(std::function<void(const model::Post&)> hears) {
  MutexLock lock(mutex_);
  hears_revisions_ = std::move(hears);
}

void FakeServer::race_next_change(const model::PostId& post, InBetween when, std::function<void()> deed) {
  MutexLock lock(mutex_);
  races_[post] = {when, std::move(deed)};
}

std::vector<base::Result<model::Post>> FakeServer::update_posts(const std::vector<model::Post>& posts) {
  std::vector<base::Result<model::Post>> results;
  for (const model::Post& post : posts) {
    results.push_back(weathered<model::Post>("update_post", [&] { return change_post(post); }));
  }
  return results;
}

base::Result<> FakeServer::take_away(const model::PostId& id) {
  std::vector<model::Post> gone;
  {
    MutexLock lock(mutex_);
    for (model::Post& post : posts_) {
      if ((post.id != id && post.root_id != id) || post.delete_at != base::Time()) continue;
      post.delete_at = post.update_at = clock_.now();
      if (post.id == id)
        gone.insert(gone.begin(), post);
      else
        gone.push_back(post);
    }
  }
  if (gone.empty() || gone.front().id != id) return base::refused("not_found", "app.post.get.app_error");
  // The hook speaks of the root; the rows of the replies just change.
  tell([gone](mattermost::Events& to) {
    for (auto post = gone.rbegin(); post != gone.rend(); ++post) to.message_has_been_deleted(*post);
  });
  return base::ok();
}

base::Result<> FakeServer::delete_post(const model::PostId& id) {
  return weathered<base::Unit>("delete_post", [&] { return take_away(id); });
}

base::Result<> FakeServer::react(const model::Reaction& asked, bool add) {
  model::Reaction reaction = asked;
  {
    MutexLock lock(mutex_);
    const auto post = std::find_if(posts_.begin(), posts_.end(), [&](const model::Post& other) {
      return other.id == asked.post_id && other.delete_at == base::Time();
    });
    if (post == posts_.end()) return base::refused("not_found", "app.post.get.app_error");
    reaction.channel_id = post->channel_id;
    if (reaction.create_at == base::Time()) reaction.create_at = clock_.now();
    reaction.update_at = clock_.now();
    reaction.delete_at = add ? base::Time() : clock_.now();
    const std::string item = model::ledger_item(reaction);
    if (!add && !reactions_.contains(item)) return base::ok();
    reactions_[item] = reaction;
    post->update_at = clock_.now();
    post->has_reactions = true;
  }
  tell([reaction, add](mattermost::Events& to) {
    if (add)
      to.reaction_has_been_added(reaction);
    else
      to.reaction_has_been_removed(reaction);
  });
  return base::ok();
}

base::Result<> FakeServer::add_reaction(const model::Reaction& reaction) {
  return weathered<base::Unit>("add_reaction", [&] { return react(reaction, true); });
}

base::Result<> FakeServer::remove_reaction(const model::Reaction& reaction) {
  return weathered<base::Unit>("remove_reaction", [&] { return react(reaction, false); });
}

model::Post FakeServer::seen_by_people(const model::PostId& id) const {
  MutexLock lock(mutex_);
  for (const model::Post& post : posts_) {
    if (post.id == id && post.delete_at == base::Time()) return post;
  }
  throw std::runtime_error("the post is not there");
}

void FakeServer::user_edits(const model::PostId& post, const std::string& message) {
  model::Post present = seen_by_people(post);
  present.message = message;
  change_post(present).value();
}

void FakeServer::user_edits_files(const model::PostId& post, const std::vector<model::FileId>& files) {
  model::Post present = seen_by_people(post);
  present.file_ids = files;
  change_post(present, present.user_id).value();
}

void FakeServer::user_pins(const model::PostId& post, bool pinned) {
  model::Post present = seen_by_people(post);
  present.is_pinned = pinned;
  change_post(present).value();
}

void FakeServer::user_deletes(const model::PostId& post) {
  take_away(post).value();
}

void FakeServer::user_erases(const model::PostId& id) {
  std::vector<model::Post> gone;
  {
    MutexLock lock(mutex_);
    std::copy_if(posts_.begin(), posts_.end(), std::back_inserter(gone),
                 [&](const model::Post& post) { return post.id == id; });
    std::erase_if(posts_, [&](const model::Post& post) { return post.id == id || post.root_id == id; });
  }
  if (gone.empty()) throw std::runtime_error("the post is not there");
  gone.front().delete_at = base::Time();
  tell([gone](mattermost::Events& to) { to.message_has_been_deleted(gone.front()); });
}

void FakeServer::user_reacts(const model::UserId& user, const model::PostId& post, const std::string& emoji, bool add) {
  model::Reaction reaction;
  reaction.user_id = user;
  reaction.post_id = post;
  reaction.emoji_name = emoji;
  react(reaction, add).value();
}

std::vector<model::Reaction> FakeServer::reactions_to(const model::PostId& post) const {
  MutexLock lock(mutex_);
  std::vector<model::Reaction> found;
  for (const auto& [item, reaction] : reactions_) {
    if (reaction.post_id == post && reaction.delete_at == base::Time()) found.push_back(reaction);
  }
  return found;
}

int FakeServer::revisions_of(const model::PostId& post) const {
  MutexLock lock(mutex_);
  const auto found = revisions_.find(post);
  return found == revisions_.end() ? 0 : found->second;
}

}  // namespace causeway::fakes
