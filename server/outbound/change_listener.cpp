#include "outbound/change_listener.h"

#include <algorithm>

#include "base/log.h"
#include "model/limits.h"
#include "outbound/collect/posts.h"

namespace causeway::outbound {
namespace {

constexpr auto retry_write = std::chrono::seconds(1);

// Nobody is told of anything any more.
template <class T>
bool is_purged(const base::Result<T>& result) {
  return !result.ok() && result.error().code == "store_purged";
}

}  // namespace

ChangeListener::ChangeListener(store::Store& store, const base::Clock& clock)
    : store_(store), clock_(clock), writer_([this](std::stop_token stop) { run(stop); }) {}

ChangeListener::~ChangeListener() {
  writer_.request_stop();
  writer_.join();
}

void ChangeListener::post_created(const model::Post& post) {
  if (!concerns_peers(post)) return;
  // A post of now is found by the cursor; one with an older time (an import, a relayed one, one that was late) must be
  // asked for. A late reply also sets the time of its root back, of which everybody may lack something: then even the
  // peer that sent the reply is looked at.
  const bool recent = post.create_at > clock_.now() - model::limits::cursor_overlap / 2;
  const bool sender_has_all = recent || post.root_id.empty();
  const model::RemoteId except = sender_has_all ? post.remote_id.value_or(model::RemoteId()) : model::RemoteId();
  wish({post.channel_id, except, model::TaskKind::posts}, post.create_at);
}

void ChangeListener::post_changed(const model::Post& post) {
  if (concerns_peers(post)) post_changed_in(post.channel_id, post.update_at);
}

// The hook has the post as it was before.
void ChangeListener::post_deleted(const model::Post& post) {
  if (!concerns_peers(post)) return;
  {
    const base::MutexLock lock(mutex_);
    if (deleted_.size() < model::limits::deleted_posts) {
      deleted_.push_back(post);  // written with the wish
    } else {
      base::log::warn("deletion_forgotten", "too many deletions wait for the database: if this one is for good is lost",
                      {{"post_id", post.id.str()}});
    }
  }
  post_changed_in(post.channel_id);
}

// The time costs nothing while clocks run forwards, when it is never before the cursor.
void ChangeListener::post_changed_in(const model::ChannelId& channel, base::Time at) {
  wish({channel, {}, model::TaskKind::posts}, at);
}

void ChangeListener::post_changed_in(const model::ChannelId& channel) {
  post_changed_in(channel, clock_.now() - model::limits::cursor_overlap / 2);
}

void ChangeListener::members_changed_in(const model::ChannelId& channel) {
  wish({channel, {}, model::TaskKind::members}, base::Time());
}

void ChangeListener::wish(const Key& key, base::Time scan_from) {
  const base::MutexLock lock(mutex_);
  const std::uint64_t mine = ++asked_count_;
  if (wishes_.size() >= model::limits::dirty_channels && wishes_.find(key) == wishes_.end()) {
    scan_all_ = true;
  } else if (const auto [place, fresh] = wishes_.try_emplace(key, scan_from); !fresh && scan_from != base::Time()) {
    place->second = place->second == base::Time() ? scan_from : std::min(place->second, scan_from);
  }
  asked_.notify_one();
  const auto deadline = clock_.steady() + model::limits::hook_commit_wait;
  while (written_count_ < mine) {
    if (!written_.wait_until(mutex_, deadline)) return;
  }
}

std::size_t ChangeListener::waiting() const {
  const base::MutexLock lock(mutex_);
  return wishes_.size();
}

void ChangeListener::run(std::stop_token stop) {
  while (!stop.stop_requested()) {
    Wishes batch;
    std::vector<model::Post> deleted;
    bool all = false;
    std::uint64_t upto = 0;
    {
      const base::MutexLock lock(mutex_);
      asked_.wait(mutex_, stop, [this]() CAUSEWAY_NO_THREAD_SAFETY_ANALYSIS {
        return !wishes_.empty() || scan_all_ || !deleted_.empty();
      });
      batch.swap(wishes_);
      deleted.swap(deleted_);
      std::swap(all, scan_all_);
      upto = asked_count_;
    }
    if (stop.stop_requested()) return;
    const bool scanned = !all || store_.enqueue_all(base::Time(), clock_.now()).ok();
    const bool wrote = write(batch);
    const bool noted = write_deleted(deleted);
    const base::MutexLock lock(mutex_);
    if (scanned && wrote && noted) {
      written_count_ = upto;
      written_.notify_all();
      continue;
    }
    scan_all_ = scan_all_ || !scanned;
    if (!wrote) put_back(batch);
    if (!noted) deleted_.insert(deleted_.begin(), deleted.begin(), deleted.end());
    asked_.wait_until(mutex_, stop, clock_.steady() + retry_write, [] { return false; });
  }
}

bool ChangeListener::write_deleted(const std::vector<model::Post>& deleted) {
  const auto noted = store_.note_erased(deleted, clock_.now());
  if (is_purged(noted)) return true;
  if (!noted.ok()) {
    base::log::warn("hook_not_written", "a deletion could not be written down and waits in memory",
                    {{"reason", noted.error().text}});
  }
  return noted.ok();
}

bool ChangeListener::write(const Wishes& batch) {
  for (const auto& [key, scan_from] : batch) {
    const auto written = key.kind == model::TaskKind::members
                             ? write_members(key.channel)
                             : store_.enqueue_posts(key.channel, key.except, scan_from, clock_.now());
    if (is_purged(written)) return true;
    if (!written.ok()) {
      base::log::warn("hook_not_written", "a change could not be written down and waits in memory",
                      {{"reason", written.error().text}});
      return false;
    }
  }
  return true;
}

base::Result<std::int64_t> ChangeListener::write_members(const model::ChannelId& channel) {
  CAUSEWAY_TRY(rows, store_.channel_remotes(channel));
  std::vector<model::TaskWish> wishes;
  for (const model::ChannelRemote& row : rows) {
    if (row.invite != model::InviteState::refused) {
      wishes.push_back({row.remote_id, channel, model::TaskKind::members, {}});
    }
  }
  CAUSEWAY_CHECK(store_.enqueue(wishes, clock_.now()));
  return static_cast<std::int64_t>(wishes.size());
}

void ChangeListener::put_back(const Wishes& batch) {
  for (const auto& [key, scan_from] : batch) {
    const auto [place, fresh] = wishes_.try_emplace(key, scan_from);
    if (!fresh && scan_from != base::Time()) {
      place->second = place->second == base::Time() ? scan_from : std::min(place->second, scan_from);
    }
  }
}

}  // namespace causeway::outbound
