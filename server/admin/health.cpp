#include "admin/health.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "config/online.h"
#include "model/limits.h"
#include "model/words.h"

namespace causeway::admin {
namespace {

// Whoever asks again within that time gets the same figures: a look at all channels is not free, and people ask too.
constexpr auto same_look = std::chrono::milliseconds(500);

std::int64_t lag(base::Time oldest, base::Time now) {
  if (oldest == base::Time()) return 0;
  return std::max<std::int64_t>(0, base::to_millis(now) - base::to_millis(oldest));
}

base::Time retry_of(std::int32_t attempts, base::Time not_before) {
  return attempts > 0 ? not_before : base::Time();
}

void say(std::string& error, const std::string& another) {
  if (error.empty()) error = another;
}

}  // namespace

base::Result<Health::Standings> Health::standings() {
  {
    const base::MutexLock lock(mutex_);
    if (looked_at_ != base::Steady{} && clock_.steady() - looked_at_ < same_look) return looked_;
  }
  CAUSEWAY_TRY(found, store_.standings(model::limits::counted_pending));
  const base::MutexLock lock(mutex_);
  looked_ = found;
  looked_at_ = clock_.steady();
  return std::move(found);
}

base::Result<std::vector<ConnectionHealth>> Health::connections() {
  CAUSEWAY_TRY(remotes, store_.remotes(false));
  CAUSEWAY_TRY(looked, standings());
  std::vector<ConnectionHealth> all;
  for (const model::Remote& remote : remotes) {
    CAUSEWAY_TRY(health, describe(remote, looked));
    all.push_back(std::move(health));
  }
  return all;
}

base::Result<ConnectionHealth> Health::connection(const model::Remote& remote) {
  CAUSEWAY_TRY(looked, standings());
  return describe(remote, looked);
}

base::Result<ConnectionHealth> Health::describe(const model::Remote& remote, const Standings& standings) {
  const base::Time now = clock_.now();
  ConnectionHealth health;
  health.remote_id = remote.id;
  health.name = remote.name;
  health.display_name = remote.display_name;
  health.site_url = remote.site_url;
  health.state = word(remote.state);
  health.online = config::online(current_.get()->settings, remote, now);
  health.causeway = remote.causeway;
  health.create_at = remote.create_at;
  health.last_ping_at = remote.last_ping_at;
  health.last_error = remote.last_error;
  for (const auto& standing : standings) {
    if (standing.remote_id != remote.id) continue;
    ++health.channels;
    health.pending += standing.pending;
    health.lag_ms = std::max(health.lag_ms, lag(standing.oldest, now));
    health.attempts = std::max(health.attempts, standing.attempts);
    health.retry_at = std::max(health.retry_at, retry_of(standing.attempts, standing.not_before));
    say(health.last_error, standing.last_error);
  }
  CAUSEWAY_TRY(tasks, store_.tasks(remote.id));
  for (const model::Task& task : tasks) {
    if (!task.channel_id.empty()) continue;  // the standings have spoken of it
    health.attempts = std::max(health.attempts, task.attempts);
    health.retry_at = std::max(health.retry_at, retry_of(task.attempts, task.not_before));
    say(health.last_error, task.last_error);
  }
  CAUSEWAY_TRY(held, store_.count_held(remote.id, false));
  CAUSEWAY_TRY(dead, store_.count_held(remote.id, true));
  health.waiting = std::max<std::int64_t>(0, held - dead);
  health.dead_letters = dead;
  return health;
}

base::Result<std::vector<ChannelHealth>> Health::channels(const model::RemoteId& only) {
  CAUSEWAY_TRY(remotes, store_.remotes(false));
  CAUSEWAY_TRY(shared, store_.shared_channels());
  CAUSEWAY_TRY(look, look_at(std::move(shared)));
  std::vector<ChannelHealth> all;
  for (const model::Remote& remote : remotes) {
    if (!only.empty() && remote.id != only) continue;
    CAUSEWAY_TRY(rows, store_.remote_channels(remote.id));
    CAUSEWAY_CHECK(describe(remote, rows, {}, look, all));
  }
  std::sort(all.begin(), all.end(), [](const ChannelHealth& left, const ChannelHealth& right) {
    return std::tie(left.display_name, left.channel_id, left.remote_name, left.remote_id) <
           std::tie(right.display_name, right.channel_id, right.remote_name, right.remote_id);
  });
  return all;
}

base::Result<std::vector<ChannelHealth>> Health::channel(const model::ChannelId& id) {
  CAUSEWAY_TRY(shared, store_.shared_channel(id));
  std::vector<ChannelHealth> all;
  if (!shared) return all;
  CAUSEWAY_TRY(look, look_at({*shared}));
  CAUSEWAY_TRY(rows, store_.channel_remotes(id));
  for (const model::ChannelRemote& row : rows) {
    CAUSEWAY_TRY(remote, store_.remote(row.remote_id));
    if (remote) CAUSEWAY_CHECK(describe(*remote, {row}, id, look, all));
  }
  return all;
}

base::Result<Health::Look> Health::look_at(std::vector<model::SharedChannel> shared) {
  CAUSEWAY_TRY(looked, standings());
  Look look;
  for (model::SharedChannel& channel : shared) look.channels.emplace(channel.id, std::move(channel));
  for (auto& standing : looked) look.standings.emplace(std::pair(standing.channel_id, standing.remote_id), standing);
  return look;
}

// Rows of that remote, of one channel or (empty) all that it has.
base::Result<> Health::describe(const model::Remote& remote, const std::vector<model::ChannelRemote>& rows,
                                const model::ChannelId& one, const Look& look, std::vector<ChannelHealth>& all) {
  const base::Time now = clock_.now();
  CAUSEWAY_TRY(letters, store_.held({remote.id, one, true, model::limits::listed_dead_letters}));
  std::map<model::ChannelId, std::int64_t> dead;
  for (const model::HeldItem& letter : letters) ++dead[letter.channel_id];
  for (const model::ChannelRemote& row : rows) {
    const auto shared = look.channels.find(row.channel_id);
    if (shared == look.channels.end()) continue;
    ChannelHealth health;
    health.channel_id = row.channel_id;
    health.team_id = shared->second.team_id;
    health.name = shared->second.name;
    health.display_name = shared->second.display_name;
    health.type = shared->second.type;
    health.home = shared->second.home;
    health.remote_id = remote.id;
    health.remote_name = remote.display_name;
    health.state = word(remote.state);
    health.online = config::online(current_.get()->settings, remote, now);
    health.invite = word(row.invite);
    health.read_only = row.read_only;
    health.create_at = row.create_at;
    health.last_post_at = row.last_post_create.at;
    health.dead_letters = dead[row.channel_id];
    const auto standing = look.standings.find({row.channel_id, remote.id});
    if (standing != look.standings.end()) {
      health.pending = standing->second.pending;
      health.lag_ms = lag(standing->second.oldest, now);
      health.attempts = standing->second.attempts;
      health.retry_at = retry_of(standing->second.attempts, standing->second.not_before);
      health.last_error = standing->second.last_error;
    }
    say(health.last_error, row.last_error);
    all.push_back(std::move(health));
  }
  return base::ok();
}

}  // namespace causeway::admin
