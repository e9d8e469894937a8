#include <algorithm>

#include "fakes/fake_store_weather.h"

namespace causeway::fakes {

base::Result<std::vector<store::Store::Standing>> FakeStore::standings(std::size_t most) {
  return read<std::vector<Standing>>([&] {
    std::vector<Standing> result;
    for (const auto& [pair, row] : rows_) {
      Standing standing;
      standing.channel_id = pair.first;
      standing.remote_id = pair.second;
      bool waits = false;
      for (const model::Task& task : tasks_) {
        if (task.channel_id != pair.first || task.remote_id != pair.second) continue;
        waits = true;
        standing.attempts = std::max(standing.attempts, task.attempts);
        standing.not_before = std::max(standing.not_before, task.not_before);
        standing.last_error = std::max(standing.last_error, task.last_error);
      }
      for (const auto& [id, post] : posts_) {
        const bool behind = post.channel_id == pair.first && post.update_at > row.last_post_update.at;
        if (!waits || !behind || !post.original_id.empty()) continue;
        standing.pending = std::min(standing.pending + 1, static_cast<std::int64_t>(most));
        if (standing.oldest == base::Time() || post.update_at < standing.oldest) standing.oldest = post.update_at;
      }
      result.push_back(std::move(standing));
    }
    return result;
  });
}

}  // namespace causeway::fakes
