// By which a database that came back from a backup is known.
#include <algorithm>

#include "fakes/fake_store_weather.h"

namespace causeway::fakes {

using base::Result;
using base::Unit;
using model::TaskKind;

base::Time FakeStore::kept_mark(const model::RemoteId& remote) {
  const base::MutexLock lock(mutex_);
  return marks_[remote].kept;
}

void FakeStore::put_kept_mark(const model::RemoteId& remote, base::Time kept) {
  const base::MutexLock lock(mutex_);
  marks_[remote].kept = kept;
}

Result<model::PingMark> FakeStore::begin_mark(const model::RemoteId& remote, base::Time now) {
  return write<model::PingMark>([&] {
    model::PingMark& mark = marks_[remote].ours;
    if (mark.to <= mark.from) mark.to = std::max(now, mark.from + base::Millis(1));
    return mark;
  });
}

Result<> FakeStore::end_mark(const model::RemoteId& remote, const model::PingMark& mark) {
  return write<Unit>([&] {
    base::Time& at_peer = marks_[remote].ours.from;
    if (at_peer == mark.from) at_peer = mark.to;
    return base::ok();
  });
}

Result<base::Time> FakeStore::keep_mark(const model::RemoteId& remote, const model::PingMark& mark) {
  return write<base::Time>([&] {
    base::Time& kept = marks_[remote].kept;
    const base::Time before = kept;
    if (kept == mark.from || kept == mark.to) kept = mark.to;
    return before;
  });
}

Result<bool> FakeStore::send_since(const model::RemoteId& remote, const model::PingMark& mark, base::Time kept,
                                   base::Time now) {
  return write<bool>([&] {
    model::PingMark& ours = marks_[remote].ours;
    if (ours.from != mark.from) return false;
    ours = {kept, kept};
    const base::Time since = std::min(mark.from, kept);
    std::map<model::ChannelId, base::Time> oldest;
    for (auto& [key, row] : ledger_) {
      const auto& [whose, kind, item] = key;
      if (whose != remote || row.at < since || row.sent.empty()) continue;
      if (kind == model::LedgerKind::post && !row.got.empty() && row.got_stamp >= since) continue;
      row.sent = opened(row.sent);
      row.looked_at = 0;
      ++row.heard;
      const auto post = posts_.find(model::PostId(item));
      if (kind != model::LedgerKind::post || post == posts_.end()) continue;
      const auto place = oldest.emplace(post->second.channel_id, post->second.update_at).first;
      place->second = std::min(place->second, post->second.update_at);
    }
    std::erase_if(synced_, [&](const auto& item) { return item.first.first == remote; });
    std::erase_if(pictures_sent_, [&](const auto& item) { return item.first.first == remote; });
    std::erase_if(statuses_sent_, [&](const auto& item) { return item.first.first == remote; });
    std::erase_if(members_sent_, [&](const auto& item) { return item.first.second == remote; });
    std::erase_if(attachments_, [&](const auto& item) {
      return item.first.first == remote && item.second.state == model::AttachmentState::crossed &&
             attachments_at_[item.first] >= since;
    });
    if (const auto found = remotes_.find(remote); found != remotes_.end()) {
      found->second.last_global_user_sync_at = {};
    }
    for (auto& [pair, row] : rows_) {
      if (pair.second != remote || row.invite == model::InviteState::refused) continue;
      const auto channel = channels_.find(pair.first);
      const bool home = channel != channels_.end() && channel->second.home;
      if (home && row.invite == model::InviteState::confirmed && row.create_at >= since) {
        row.invite = model::InviteState::waiting;
        ask(remote, pair.first, TaskKind::channel_invite, {}, now);
      }
      const auto place = oldest.find(pair.first);
      const base::Time from = place == oldest.end() ? since : std::min(since, place->second);
      ask(remote, pair.first, TaskKind::posts, std::max(from, base::from_millis(1)), now);
      ask(remote, pair.first, TaskKind::channel, {}, now);
      ask(remote, pair.first, TaskKind::members, {}, now);
    }
    ask(remote, {}, TaskKind::statuses, {}, now);
    ask(remote, {}, TaskKind::people, {}, now);
    return true;
  });
}

}  // namespace causeway::fakes
