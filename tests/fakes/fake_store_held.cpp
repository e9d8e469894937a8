// What a remote could not take.
#include <algorithm>

#include "fakes/fake_store_weather.h"

namespace causeway::fakes {

using base::Result;
using base::Unit;
using model::HeldItem;

void FakeStore::ask_for_held(const HeldItem& item, base::Time now) {
  ask(item.remote_id, item.channel_id, model::TaskKind::held, {}, item.not_before);
  for (model::Task& task : tasks_) {
    const bool this_one = task.remote_id == item.remote_id && task.channel_id == item.channel_id;
    if (this_one && task.kind == model::TaskKind::held) {
      task.not_before = std::min(task.not_before, std::max(item.not_before, now));
    }
  }
}

Result<> FakeStore::hold(const std::vector<HeldItem>& items, base::Time now) {
  return write<Unit>([&] {
    for (const HeldItem& item : items) {
      if (!rows_.contains({item.channel_id, item.remote_id})) continue;
      HeldRow& row = held_[{item.remote_id, item.kind, item.item_id}];
      const std::int64_t number = row.item.number == 0 ? ++last_held_ : row.item.number;
      const bool proven = row.item.proven || item.proven;
      row = {item, now};
      row.item.number = number;
      row.item.proven = proven;
      if (!item.dead) ask_for_held(item, now);
    }
    return base::ok();
  });
}

Result<> FakeStore::release(const model::RemoteId& remote, const std::vector<std::int64_t>& numbers, base::Time now) {
  return write<Unit>([&] {
    std::set<model::PostId> roots;
    for (auto row = held_.begin(); row != held_.end();) {
      const HeldItem& item = row->second.item;
      const bool named = std::find(numbers.begin(), numbers.end(), item.number) != numbers.end();
      if (named && item.remote_id == remote) {
        if (item.kind == model::LedgerKind::post) roots.insert(item.post_id);
        row = held_.erase(row);
      } else {
        ++row;
      }
    }
    for (auto& [key, row] : held_) {
      if (row.item.remote_id != remote || !roots.contains(row.item.root_id)) continue;
      row.item.dead = false;
      row.item.tries = 0;
      row.item.not_before = row.at = now;
      ask_for_held(row.item, now);
    }
    return base::ok();
  });
}

Result<std::vector<HeldItem>> FakeStore::held_of(const model::RemoteId& remote,
                                                 const std::vector<model::PostId>& posts) {
  return read<std::vector<HeldItem>>([&] {
    std::vector<HeldItem> found;
    for (const auto& [key, row] : held_) {
      const bool asked = std::find(posts.begin(), posts.end(), row.item.post_id) != posts.end();
      if (asked && row.item.remote_id == remote) found.push_back(row.item);
    }
    return found;
  });
}

Result<std::vector<HeldItem>> FakeStore::held(const HeldFilter& filter) {
  return read<std::vector<HeldItem>>([&] {
    std::vector<const HeldRow*> rows;
    for (const auto& [key, row] : held_) {
      const bool right_channel = filter.channel_id.empty() || row.item.channel_id == filter.channel_id;
      if (right_channel && row.item.remote_id == filter.remote_id && row.item.dead == filter.dead) rows.push_back(&row);
    }
    std::sort(rows.begin(), rows.end(), [&](const HeldRow* a, const HeldRow* b) {
      if (filter.dead) return std::tie(b->at, b->item.number) < std::tie(a->at, a->item.number);
      return std::tie(a->item.not_before, a->item.number) < std::tie(b->item.not_before, b->item.number);
    });
    if (rows.size() > filter.most) rows.resize(filter.most);
    std::vector<HeldItem> items;
    for (const HeldRow* row : rows) items.push_back(row->item);
    return items;
  });
}

Result<std::int64_t> FakeStore::count_held(const model::RemoteId& remote, bool dead_only) {
  return read<std::int64_t>([&] {
    return static_cast<std::int64_t>(std::count_if(held_.begin(), held_.end(), [&](const auto& row) {
      return row.second.item.remote_id == remote && (row.second.item.dead || !dead_only);
    }));
  });
}

Result<std::int64_t> FakeStore::redrive(const model::RemoteId& remote, const model::ChannelId& channel,
                                        std::int64_t number, base::Time now) {
  return write<std::int64_t>([&] {
    std::int64_t count = 0;
    for (auto& [key, row] : held_) {
      HeldItem& item = row.item;
      const bool meant = item.dead && item.remote_id == remote && (channel.empty() || item.channel_id == channel) &&
                         (number == 0 || item.number == number);
      if (!meant) continue;
      item.dead = false;
      item.tries = 0;
      item.since = item.not_before = row.at = now;
      const auto file = attachments_.find({remote, model::FileId(item.item_id)});
      if (item.kind == model::LedgerKind::file && file != attachments_.end()) {
        file->second.state = model::AttachmentState::pending;
        file->second.attempts = 0;
        file->second.error.clear();
      }
      ask_for_held(item, now);
      ++count;
    }
    return count;
  });
}

Result<std::int64_t> FakeStore::prune_dead_letters(base::Time before) {
  return write<std::int64_t>([&] {
    return static_cast<std::int64_t>(
        std::erase_if(held_, [&](const auto& row) { return row.second.item.dead && row.second.at < before; }));
  });
}

}  // namespace causeway::fakes
