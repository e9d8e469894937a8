#include "fakes/fake_store_weather.h"

namespace causeway::fakes {

using base::Result;

void FakeStore::put_emoji(const model::Emoji& emoji) {
  const base::MutexLock lock(mutex_);
  emojis_.insert_or_assign(emoji.name, emoji);
}

std::vector<model::Emoji> FakeStore::all_emojis() {
  const base::MutexLock lock(mutex_);
  std::vector<model::Emoji> result;
  for (const auto& [name, emoji] : emojis_) result.push_back(emoji);
  return result;
}

Result<std::vector<FakeStore::NamedEmoji>> FakeStore::emojis(const model::RemoteId& remote,
                                                             const std::vector<std::string>& names) {
  return read<std::vector<NamedEmoji>>([&] {
    std::vector<NamedEmoji> result;
    for (const std::string& name : names) {
      const auto found = emojis_.find(name);
      if (found == emojis_.end()) continue;
      result.push_back({found->second, sent_version(remote, model::LedgerKind::emoji, name)});
    }
    return result;
  });
}

Result<std::int64_t> FakeStore::count_emojis(const model::RemoteId& remote) {
  return read<std::int64_t>([&] {
    std::int64_t count = 0;
    for (const auto& [name, emoji] : emojis_) count += emoji.remote_id == remote ? 1 : 0;
    return count;
  });
}

Result<bool> FakeStore::write_emoji(const model::Emoji& emoji, const model::FileId&, base::Time) {
  return write<bool>([&] {
    const auto [place, fresh] = emojis_.try_emplace(emoji.name, emoji);
    if (!fresh && place->second.remote_id != emoji.remote_id) return false;
    place->second = emoji;
    return true;
  });
}

}  // namespace causeway::fakes
