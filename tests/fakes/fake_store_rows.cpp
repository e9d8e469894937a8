#include <algorithm>

#include "fakes/fake_store_weather.h"

namespace causeway::fakes {

using base::Result;
using base::Unit;

Result<> FakeStore::save_shared_channel(const model::SharedChannel& channel) {
  return write<Unit>([&] {
    channels_[channel.id] = channel;
    return base::ok();
  });
}

Result<std::optional<model::SharedChannel>> FakeStore::shared_channel(const model::ChannelId& id) {
  return read<std::optional<model::SharedChannel>>([&] {
    const auto found = channels_.find(id);
    return found == channels_.end() ? std::nullopt : std::optional(found->second);
  });
}

Result<std::vector<model::SharedChannel>> FakeStore::shared_channels() {
  return read<std::vector<model::SharedChannel>>([&] {
    std::vector<model::SharedChannel> result;
    for (const auto& [id, channel] : channels_) result.push_back(channel);
    return result;
  });
}

Result<> FakeStore::delete_shared_channel(const model::ChannelId& id) {
  return write<Unit>([&] {
    channels_.erase(id);
    drop_tasks(&id, nullptr);
    std::erase_if(rows_, [&](const auto& item) { return item.first.first == id; });
    return base::ok();
  });
}

Result<> FakeStore::save_channel_remote(const model::ChannelRemote& row) {
  return write<Unit>([&] {
    rows_[{row.channel_id, row.remote_id}] = row;
    return base::ok();
  });
}

Result<std::optional<model::ChannelRemote>> FakeStore::channel_remote(const model::ChannelId& channel,
                                                                      const model::RemoteId& remote) {
  return read<std::optional<model::ChannelRemote>>([&] {
    const auto found = rows_.find({channel, remote});
    return found == rows_.end() ? std::nullopt : std::optional(found->second);
  });
}

Result<std::vector<model::ChannelRemote>> FakeStore::channel_remotes(const model::ChannelId& channel) {
  return read<std::vector<model::ChannelRemote>>([&] {
    std::vector<model::ChannelRemote> result;
    for (const auto& [pair, row] : rows_) {
      if (pair.first == channel) result.push_back(row);
    }
    return result;
  });
}

Result<std::vector<model::ChannelRemote>> FakeStore::remote_channels(const model::RemoteId& remote) {
  return read<std::vector<model::ChannelRemote>>([&] {
    std::vector<model::ChannelRemote> result;
    for (const auto& [pair, row] : rows_) {
      if (pair.second == remote) result.push_back(row);
    }
    return result;
  });
}

Result<> FakeStore::set_invite_state(const model::ChannelId& channel, const model::RemoteId& remote,
                                     model::InviteState state, const std::string& error) {
  return write<Unit>([&] {
    if (const auto found = rows_.find({channel, remote}); found != rows_.end()) {
      found->second.invite = state;
      found->second.last_error = error;
    }
    return base::ok();
  });
}

Result<bool> FakeStore::delete_channel_remote(const model::ChannelId& channel, const model::RemoteId& remote) {
  return write<bool>([&] {
    drop_tasks(&channel, &remote);
    leases_.erase({channel, remote});
    return rows_.erase({channel, remote}) > 0;
  });
}

Result<std::vector<std::size_t>> FakeStore::ledger_begin(const model::RemoteId& remote,
                                                         const std::vector<model::LedgerEntry>& entries,
                                                         base::Time now) {
  return write<std::vector<std::size_t>>([&] {
    std::vector<std::size_t> had;
    for (std::size_t i = 0; i < entries.size(); ++i) {
      LedgerRow& row = ledger_[{remote, entries[i].kind, entries[i].item_id, entries[i].version}];
      if (row.state == model::LedgerState::applied) {
        had.push_back(i);
      } else {
        row.at = now;
      }
    }
    return had;
  });
}

Result<> FakeStore::ledger_finish(const model::RemoteId& remote, const std::vector<model::LedgerEntry>& entries,
                                  base::Time now) {
  return write<Unit>([&] {
    for (const model::LedgerEntry& entry : entries) {
      ledger_[{remote, entry.kind, entry.item_id, entry.version}] = {model::LedgerState::applied, now};
    }
    return base::ok();
  });
}

Result<std::int64_t> FakeStore::prune_ledger(base::Time before) {
  return write<std::int64_t>([&] {
    return static_cast<std::int64_t>(std::erase_if(ledger_, [&](const auto& item) { return item.second.at < before; }));
  });
}

Result<std::vector<model::UserId>> FakeStore::users_to_send(const model::RemoteId& remote,
                                                            const std::vector<model::UserId>& users) {
  return read<std::vector<model::UserId>>([&] {
    std::vector<model::UserId> result;
    for (const model::UserId& id : users) {
      const auto user = users_.find(id);
      const auto owner = owners_.find(id);
      const auto synced = synced_.find({remote, id});
      if (user == users_.end() || (owner != owners_.end() && owner->second == remote)) continue;
      if (synced == synced_.end() || user->second.update_at > synced->second) result.push_back(id);
    }
    return result;
  });
}

Result<std::optional<model::RemoteId>> FakeStore::owner_of(const model::UserId& user) {
  return read<std::optional<model::RemoteId>>([&] {
    const auto found = owners_.find(user);
    return found == owners_.end() ? std::nullopt : std::optional(found->second);
  });
}

Result<> FakeStore::claim_user(const model::UserId& user, const model::RemoteId& remote, base::Time) {
  return write<Unit>([&]() -> Result<> {
    if (owners_.emplace(user, remote).first->second == remote) return base::ok();
    return base::refused("user_belongs_elsewhere", "the user belongs to another connection");
  });
}

bool FakeStore::crossed(const model::RemoteId& remote, const std::string& post) {
  return std::any_of(ledger_.begin(), ledger_.end(), [&](const auto& item) {
    const auto& [of, kind, id, version] = item.first;
    return of == remote && kind == model::LedgerKind::post && id == post &&
           item.second.state == model::LedgerState::applied;
  });
}

bool FakeStore::may_cross(const model::Post& post, const model::ChannelRemote& row,
                          const std::vector<std::string>& types) {
  const auto owner = owners_.find(post.user_id);
  return post.channel_id == row.channel_id && post.delete_at == base::Time{} && post.original_id.empty() &&
         std::find(types.begin(), types.end(), post.type) != types.end() && post.remote_id != row.remote_id &&
         (owner == owners_.end() || owner->second != row.remote_id) && !crossed(row.remote_id, post.id.str());
}

Result<store::Store::NewPosts> FakeStore::new_posts(const model::ChannelRemote& row, base::Time scan_from,
                                                    base::Millis overlap, const std::vector<std::string>& types,
                                                    std::size_t most) {
  return read<NewPosts>([&] {
    base::Time since = row.last_post_create.at - overlap;
    if (scan_from != base::Time{}) since = std::min(since, scan_from);
    std::map<std::pair<base::Time, model::PostId>, model::Post> found;
    for (const auto& [id, post] : posts_) {
      if (post.create_at < since || !may_cross(post, row, types)) continue;
      found[{post.create_at, id}] = post;
      const auto root = posts_.find(post.root_id);
      if (root != posts_.end() && may_cross(root->second, row, types)) {
        found[{root->second.create_at, root->first}] = root->second;
      }
    }
    NewPosts result;
    for (const auto& [place, post] : found) {
      result.more = result.posts.size() == most;
      if (result.more) break;
      result.posts.push_back(post);
    }
    return result;
  });
}

Result<std::vector<model::User>> FakeStore::users(const std::vector<model::UserId>& ids) {
  return read<std::vector<model::User>>([&] {
    std::vector<model::User> result;
    for (const model::UserId& id : ids) {
      if (const auto found = users_.find(id); found != users_.end()) result.push_back(found->second);
    }
    return result;
  });
}

}  // namespace causeway::fakes
