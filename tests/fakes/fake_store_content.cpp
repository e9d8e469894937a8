// Mattermost's tables as the lake reads them.
#include <algorithm>
#include <tuple>

#include "fakes/fake_store_weather.h"
#include "model/ledger_items.h"

namespace causeway::fakes {

using base::Result;
using model::LedgerKind;

void FakeStore::put_post(const model::Post& post) {
  const base::MutexLock lock(mutex_);
  posts_[post.id] = post;
  ++row_versions_[post.id];
  const auto root = posts_.find(post.root_id);
  if (root == posts_.end()) return;
  if (row_versions_[post.id] == 1) root->second.update_at = post.create_at;  // as the server: it may go back
  ++row_versions_[post.root_id];
}

void FakeStore::take_post(const model::PostId& post) {
  const base::MutexLock lock(mutex_);
  posts_.erase(post);
  row_versions_.erase(post);
  std::erase_if(ledger_, [&](const auto& entry) { return std::get<2>(entry.first) == post.str(); });
}

void FakeStore::put_revision(const model::Post& before) {
  const base::MutexLock lock(mutex_);
  std::vector<model::Post>& revisions = revisions_[before.id];
  revisions.insert(revisions.begin(), before);
  revisions.front().original_id = before.id;
  revisions.front().id = model::PostId(before.id.str() + "." + std::to_string(revisions.size()));
}

void FakeStore::put_user(const model::User& user) {
  const base::MutexLock lock(mutex_);
  users_[user.id] = user;
}

// Reactions and acknowledgements move their post's row.
void FakeStore::put_reaction(const model::Reaction& reaction) {
  const base::MutexLock lock(mutex_);
  reactions_[model::ledger_item(reaction)] = reaction;
  const auto post = posts_.find(reaction.post_id);
  if (post == posts_.end()) return;
  post->second.update_at = clock_.now();
  ++row_versions_[reaction.post_id];
}

void FakeStore::put_priority(const model::PostId& post, const model::PostPriority& priority) {
  const base::MutexLock lock(mutex_);
  priorities_[post] = priority;
}

void FakeStore::put_acknowledgement(const model::PostAcknowledgement& acknowledgement) {
  const base::MutexLock lock(mutex_);
  acknowledgements_[model::ledger_item(acknowledgement)] = acknowledgement;
  const auto post = posts_.find(acknowledgement.post_id);
  if (post == posts_.end()) return;
  post->second.update_at = clock_.now();
  ++row_versions_[acknowledgement.post_id];
}

bool FakeStore::belongs_to(const model::UserId& user, const model::RemoteId& remote) {
  const auto owner = owners_.find(user);
  return owner != owners_.end() && owner->second == remote;
}

std::string FakeStore::sent_version(const model::RemoteId& remote, LedgerKind kind, const std::string& item) {
  const auto row = ledger_.find({remote, kind, item});
  return row == ledger_.end() ? std::string() : row->second.sent;
}

store::Store::ChangedPost FakeStore::standing_of(const model::PostId& id, const model::RemoteId& remote) {
  ChangedPost changed = standing_of(posts_.at(id), remote);
  changed.row_version = row_versions_[id];
  return changed;
}

store::Store::ChangedPost FakeStore::standing_of(const model::Post& post, const model::RemoteId& remote) {
  ChangedPost changed;
  changed.post = post;
  changed.theirs = belongs_to(post.user_id, remote);
  const auto row = ledger_.find({remote, LedgerKind::post, post.id.str()});
  if (row == ledger_.end()) return changed;
  changed.sent_version = row->second.sent;
  changed.received = !row->second.got.empty();
  changed.got_version = row->second.got;
  changed.applying = row->second.applying;
  if (!changed.applying.empty()) changed.applying_since = row->second.applying_since;
  changed.heard = row->second.heard;
  return changed;
}

bool FakeStore::crosses(const model::Post& post, const std::vector<std::string>& types) {
  return post.original_id.empty() && std::find(types.begin(), types.end(), post.type) != types.end();
}

bool FakeStore::to_look_at(const model::Post& post, const model::RemoteId& remote,
                           const std::vector<std::string>& types) {
  if (!crosses(post, types)) return false;
  const auto entry = ledger_.find({remote, LedgerKind::post, post.id.str()});
  return entry == ledger_.end() || entry->second.looked_at != row_versions_[post.id];
}

Result<store::Store::ChangedPosts> FakeStore::changed_posts(const model::ChannelRemote& row, const model::Task& task,
                                                            base::Millis overlap, const std::vector<std::string>& types,
                                                            std::size_t most) {
  return read<ChangedPosts>([&] {
    const bool history = task.kind == model::TaskKind::history;
    model::Cursor behind = task.resume;
    if (behind == model::Cursor{}) behind.at = history ? row.history_from : row.last_post_update.at - overlap;
    if (!history && task.scan_from != base::Time{} && task.scan_from <= behind.at) behind = {task.scan_from, ""};
    std::map<model::Cursor, model::PostId> found;
    for (const auto& [id, post] : posts_) {
      const model::Cursor place{history ? post.create_at : post.update_at, id.str()};
      if (history && (post.create_at >= row.create_at || post.delete_at != base::Time())) continue;
      if (post.channel_id != row.channel_id || place <= behind) continue;
      if (history ? !crosses(post, types) : !to_look_at(post, row.remote_id, types)) continue;
      found.emplace(place, id);
    }
    ChangedPosts result;
    for (const auto& [place, id] : found) {
      result.more = result.posts.size() == most;
      if (result.more) break;
      result.posts.push_back(standing_of(id, row.remote_id));
      result.end = place;
    }
    return result;
  });
}

Result<std::vector<store::Store::ChangedPost>> FakeStore::posts_by_id(const model::RemoteId& remote,
                                                                      const std::vector<model::PostId>& ids) {
  return read<std::vector<ChangedPost>>([&] {
    std::vector<ChangedPost> result;
    for (const model::PostId& id : ids) {
      if (posts_.contains(id)) result.push_back(standing_of(id, remote));
    }
    return result;
  });
}

Result<std::vector<model::Post>> FakeStore::revisions(const model::PostId& post, std::size_t most) {
  return read<std::vector<model::Post>>([&] {
    const auto found = revisions_.find(post);
    std::vector<model::Post> result = found == revisions_.end() ? std::vector<model::Post>() : found->second;
    if (result.size() > most) result.resize(most);
    return result;
  });
}

Result<std::map<model::PostId, model::PostPriority>> FakeStore::priorities(const std::vector<model::PostId>& posts) {
  return read<std::map<model::PostId, model::PostPriority>>([&] {
    std::map<model::PostId, model::PostPriority> result;
    for (const model::PostId& id : posts) {
      if (const auto found = priorities_.find(id); found != priorities_.end()) result.insert(*found);
    }
    return result;
  });
}

Result<std::vector<store::Store::Reacted>> FakeStore::reactions(const model::RemoteId& remote,
                                                                const std::vector<model::PostId>& posts,
                                                                base::Time since) {
  return read<std::vector<Reacted>>([&] {
    std::vector<Reacted> result;
    for (const auto& [item, reaction] : reactions_) {
      const bool asked = std::find(posts.begin(), posts.end(), reaction.post_id) != posts.end();
      if (!asked || reaction.update_at < since || belongs_to(reaction.user_id, remote)) continue;
      result.push_back({reaction, sent_version(remote, LedgerKind::reaction, item)});
    }
    std::sort(result.begin(), result.end(), [](const Reacted& a, const Reacted& b) {
      return std::tuple(a.reaction.update_at, model::ledger_item(a.reaction)) <
             std::tuple(b.reaction.update_at, model::ledger_item(b.reaction));
    });
    return result;
  });
}

Result<std::vector<store::Store::Acknowledged>> FakeStore::acknowledgements(const model::RemoteId& remote,
                                                                            const std::vector<model::PostId>& posts) {
  return read<std::vector<Acknowledged>>([&] {
    std::vector<Acknowledged> result;
    for (const auto& [item, one] : acknowledgements_) {
      const bool asked = std::find(posts.begin(), posts.end(), one.post_id) != posts.end();
      const std::string sent = sent_version(remote, LedgerKind::acknowledgement, item);
      const bool nothing = one.acknowledged_at == base::Time{} && sent.empty();
      if (asked && !nothing && !belongs_to(one.user_id, remote)) result.push_back({one, sent});
    }
    return result;
  });
}

Result<bool> FakeStore::write_acknowledgement(const model::PostAcknowledgement& acknowledgement) {
  return write<bool>([&] {
    const std::string item = model::ledger_item(acknowledgement);
    const auto present = acknowledgements_.find(item);
    const bool there = present != acknowledgements_.end();
    if (there && present->second.acknowledged_at == acknowledgement.acknowledged_at) return false;
    if (!there && acknowledgement.acknowledged_at == base::Time{}) return false;
    acknowledgements_[item] = acknowledgement;
    return true;
  });
}

Result<std::map<model::ChannelId, store::Store::Latest>> FakeStore::latest_changes() {
  return read<std::map<model::ChannelId, Latest>>([&] {
    std::map<model::ChannelId, Latest> result;
    for (const auto& [pair, row] : rows_) {
      if (row.invite != model::InviteState::confirmed) continue;
      Latest& latest = result[pair.first];
      for (const auto& [id, post] : posts_) {
        if (post.channel_id == pair.first) latest.post = std::max(latest.post, post.update_at);
      }
      const auto channel = mattermost_channels_.find(pair.first);
      if (channel != mattermost_channels_.end()) latest.channel = channel->second.update_at;
    }
    return result;
  });
}

void FakeStore::put_channel(const model::Channel& channel) {
  const base::MutexLock lock(mutex_);
  mattermost_channels_[channel.id] = channel;
}

Result<std::optional<store::Store::ChannelNow>> FakeStore::channel_now(const model::RemoteId& remote,
                                                                       const model::ChannelId& id) {
  return read<std::optional<ChannelNow>>([&]() -> std::optional<ChannelNow> {
    const auto channel = mattermost_channels_.find(id);
    if (channel == mattermost_channels_.end()) return std::nullopt;
    const model::Channel& row = channel->second;
    return ChannelNow{
        {row.id, row.display_name, row.header, row.purpose, row.delete_at != base::Time{}, row.update_at, {}},
        sent_version(remote, LedgerKind::channel, id.str()),
        ledger_[{remote, LedgerKind::channel, id.str()}].heard};
  });
}

}  // namespace causeway::fakes
