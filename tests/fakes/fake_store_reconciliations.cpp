#include <algorithm>

#include "fakes/fake_store_weather.h"

namespace causeway::fakes {

using base::Result;
using base::Unit;

Result<> FakeStore::begin_reconciliation(const model::ChannelId& channel, const model::RemoteId& remote,
                                         const model::UserId& asked_by, base::Time now) {
  return write<Unit>([&] {
    model::Reconciliation& row = reconciliations_[{channel, remote}];
    row = {channel, remote, asked_by, now, {}, asked_by.empty() ? row.theirs : model::Reconciliation::Side{}};
    for (model::Task& task : tasks_) {
      const bool this_one = task.channel_id == channel && task.remote_id == remote;
      if (this_one && task.kind == model::TaskKind::reconcile) task.resume = {};
    }
    ask(remote, channel, model::TaskKind::reconcile, {}, now);
    return base::ok();
  });
}

Result<> FakeStore::add_reconciled(const model::ChannelId& channel, const model::RemoteId& remote, bool ours,
                                   bool first, const model::Reconciliation::Side& page) {
  return write<Unit>([&] {
    model::Reconciliation& row = reconciliations_[{channel, remote}];
    row.channel_id = channel;
    row.remote_id = remote;
    model::Reconciliation::Side& side = ours ? row.ours : row.theirs;
    if (first) side = {};
    side.posts += page.posts;
    side.missing += page.missing;
    side.differing += page.differing;
    side.done_at = page.done_at;
    return base::ok();
  });
}

Result<std::optional<model::Reconciliation>> FakeStore::reconciliation(const model::ChannelId& channel,
                                                                       const model::RemoteId& remote) {
  return read<std::optional<model::Reconciliation>>([&] {
    const auto found = reconciliations_.find({channel, remote});
    return found == reconciliations_.end() ? std::nullopt : std::optional(found->second);
  });
}

Result<> FakeStore::forget_sent(const model::RemoteId& remote, const std::vector<model::PostId>& posts) {
  return write<Unit>([&] {
    for (const model::PostId& post : posts) {
      const auto row = ledger_.find({remote, model::LedgerKind::post, post.str()});
      if (row == ledger_.end()) continue;
      row->second.sent.clear();
      row->second.looked_at = 0;
      ++row->second.heard;
    }
    return base::ok();
  });
}

Result<std::vector<store::Store::ChangedPost>> FakeStore::inventory(const model::ChannelRemote& row,
                                                                    const model::Cursor& behind,
                                                                    const std::vector<std::string>& types,
                                                                    std::size_t most) {
  return read<std::vector<ChangedPost>>([&] {
    const base::Time start = row.history_from == base::Time() ? row.create_at : row.history_from;
    std::map<std::pair<base::Time, std::string>, model::PostId> places;
    for (const auto& [id, post] : posts_) {
      const std::pair place(post.create_at, id.str());
      const bool crosses = std::find(types.begin(), types.end(), post.type) != types.end();
      if (post.channel_id != row.channel_id || !post.original_id.empty() || !crosses) continue;
      if (post.create_at >= start && place > std::pair(behind.at, behind.id)) places.emplace(place, id);
    }
    std::vector<ChangedPost> result;
    for (const auto& [place, id] : places) {
      if (result.size() < most) result.push_back(standing_of(id, row.remote_id));
    }
    return result;
  });
}

}  // namespace causeway::fakes
