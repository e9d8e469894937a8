// Posts and files that Mattermost's tables have no more.
#include <algorithm>

#include "fakes/fake_store_weather.h"

namespace causeway::fakes {

using base::Result;
using base::Unit;

void FakeStore::erase_post(const model::PostId& post) {
  const base::MutexLock lock(mutex_);
  posts_.erase(post);
  row_versions_.erase(post);
}

void FakeStore::put_file(const model::FileId& file) {
  const base::MutexLock lock(mutex_);
  files_.insert(file);
}

Result<> FakeStore::note_erased(const std::vector<model::Post>& posts, base::Time now) {
  if (posts.empty()) return base::ok();
  return write<Unit>([&] {
    for (const model::Post& post : posts) {
      if (posts_.contains(post.id)) continue;
      model::Post gone;
      gone.id = post.id;
      gone.channel_id = post.channel_id;
      gone.user_id = post.user_id;
      gone.create_at = post.create_at;
      gone.update_at = gone.delete_at = now;
      for (const auto& [pair, row] : rows_) {
        if (pair.first != post.channel_id || row.invite == model::InviteState::refused) continue;
        std::vector<model::Post>& erased = erased_[pair];
        if (std::any_of(erased.begin(), erased.end(), [&](const auto& one) { return one.id == gone.id; })) continue;
        erased.push_back(gone);
        ask(pair.second, pair.first, model::TaskKind::erasures, {}, now);
      }
    }
    return base::ok();
  });
}

Result<std::vector<store::Store::ChangedPost>> FakeStore::erased_posts(const model::ChannelRemote& row,
                                                                       std::size_t most) {
  return read<std::vector<ChangedPost>>([&] {
    std::vector<ChangedPost> result;
    for (const model::Post& post : erased_[{row.channel_id, row.remote_id}]) {
      if (result.size() == most) break;
      result.push_back(standing_of(post, row.remote_id));
    }
    return result;
  });
}

Result<> FakeStore::forget_erased(const model::ChannelRemote& row, const std::vector<model::PostId>& posts) {
  return write<Unit>([&] {
    std::erase_if(erased_[{row.channel_id, row.remote_id}], [&](const model::Post& post) {
      return std::find(posts.begin(), posts.end(), post.id) != posts.end();
    });
    return base::ok();
  });
}

Result<> FakeStore::begin_retention(base::Time now) {
  return write<Unit>([&] {
    for (const auto& [pair, row] : rows_) {
      base::Time& at = retention_at_[pair];
      if (at != base::Time() || row.invite != model::InviteState::confirmed) continue;
      at = now;
      ask(pair.second, pair.first, model::TaskKind::erasures, {}, now);
    }
    return base::ok();
  });
}

Result<FakeStore::Retained> FakeStore::retained(const model::ChannelRemote& row, std::size_t most) {
  return read<Retained>([&] {
    Retained result;
    result.asked_at = retention_at_[{row.channel_id, row.remote_id}];
    std::map<model::Cursor, model::PostId> by_time;
    for (const auto& [id, post] : posts_) {
      if (post.channel_id != row.channel_id) continue;
      by_time.emplace(model::Cursor{post.create_at, id.str()}, id);
      if (!post.is_pinned && (result.before == base::Time() || post.create_at < result.before)) {
        result.before = post.create_at;
      }
    }
    for (const auto& [place, id] : by_time) {
      if (place.at < result.before && result.kept.size() < most) result.kept.push_back(id);
    }
    return result;
  });
}

Result<> FakeStore::end_retention(const model::ChannelRemote& row, base::Time asked_at) {
  return write<Unit>([&] {
    base::Time& at = retention_at_[{row.channel_id, row.remote_id}];
    if (at == asked_at) at = base::Time();
    return base::ok();
  });
}

Result<std::vector<model::PostId>> FakeStore::older_posts_of(const model::ChannelRemote& row, base::Time before,
                                                             const std::vector<model::PostId>& kept, std::size_t most) {
  return read<std::vector<model::PostId>>([&] {
    const auto old = [&](const model::Post& post) {
      return post.create_at < before && belongs_to(post.user_id, row.remote_id);
    };
    std::map<model::Cursor, model::PostId> found;
    for (const auto& [id, post] : posts_) {
      const bool spared = std::find(kept.begin(), kept.end(), id) != kept.end();
      if (post.channel_id != row.channel_id || post.delete_at != base::Time() || !old(post) || spared) continue;
      const bool needed = std::any_of(posts_.begin(), posts_.end(), [&, &root = id](const auto& other) {
        return other.second.root_id == root && other.second.delete_at == base::Time() && !old(other.second);
      });
      if (!needed) found.emplace(model::Cursor{post.create_at, id.str()}, id);
    }
    std::vector<model::PostId> result;
    for (const auto& [place, id] : found) {
      if (result.size() < most) result.push_back(id);
    }
    return result;
  });
}

void FakeStore::take_user(const model::UserId& user) {
  const base::MutexLock lock(mutex_);
  users_.erase(user);
}

void FakeStore::take_channel(const model::ChannelId& channel) {
  const base::MutexLock lock(mutex_);
  mattermost_channels_.erase(channel);
  std::erase_if(posts_, [&](const auto& entry) { return entry.second.channel_id == channel; });
}

Result<> FakeStore::begin_channel_erasures(base::Time now) {
  return write<Unit>([&] {
    for (const auto& [pair, row] : rows_) {
      base::Time& at = retention_at_[pair];
      const bool stands = at != base::Time() || row.invite != model::InviteState::confirmed;
      if (stands || mattermost_channels_.contains(pair.first)) continue;
      at = now;
      ask(pair.second, pair.first, model::TaskKind::erasures, {}, now);
    }
    return base::ok();
  });
}

Result<> FakeStore::begin_people_erasures(base::Time now) {
  return write<Unit>([&] {
    std::set<model::RemoteId> remotes;
    for (const auto& [pair, synced] : synced_) {
      if (!users_.contains(pair.second)) remotes.insert(pair.first);
    }
    for (const model::RemoteId& remote : remotes) ask(remote, {}, model::TaskKind::erasures, {}, now);
    return base::ok();
  });
}

Result<std::vector<model::UserId>> FakeStore::erased_people(const model::RemoteId& remote, std::size_t most) {
  return read<std::vector<model::UserId>>([&] {
    std::vector<model::UserId> result;
    for (const auto& [pair, synced] : synced_) {
      if (pair.first == remote && !users_.contains(pair.second) && result.size() < most) result.push_back(pair.second);
    }
    return result;
  });
}

Result<> FakeStore::forget_people(const model::RemoteId& remote, const std::vector<model::UserId>& people) {
  return write<Unit>([&] {
    for (const model::UserId& person : people) synced_.erase({remote, person});
    return base::ok();
  });
}

Result<std::vector<FakeStore::Written>> FakeStore::posts_by(const model::RemoteId& remote, const model::UserId& person,
                                                            const std::string& emptied, std::size_t most) {
  return read<std::vector<Written>>([&] {
    std::map<model::Cursor, Written> found;
    for (const auto& [id, post] : posts_) {
      const bool wanted = post.user_id == person && belongs_to(person, remote) && post.delete_at == base::Time() &&
                          post.message != emptied;
      if (!wanted) continue;
      const bool answered = std::any_of(posts_.begin(), posts_.end(), [&, &root = id](const auto& other) {
        return other.second.root_id == root && other.second.delete_at == base::Time() && other.second.user_id != person;
      });
      found.emplace(model::Cursor{post.create_at, id.str()}, Written{id, answered});
    }
    std::vector<Written> result;
    for (const auto& [place, one] : found) {
      if (result.size() < most) result.push_back(one);
    }
    return result;
  });
}

Result<std::int64_t> FakeStore::prune_attachments(base::Time before, std::int64_t most) {
  return write<std::int64_t>([&] {
    std::int64_t count = 0;
    std::erase_if(attachments_, [&](const auto& entry) {
      const bool goes = count < most && attachments_at_[entry.first] < before && !files_.contains(entry.first.second);
      count += goes ? 1 : 0;
      return goes;
    });
    return count;
  });
}

}  // namespace causeway::fakes
