#include "outbound/poll.h"

#include "base/log.h"
#include "model/limits.h"

namespace causeway::outbound {

Poll::Poll(store::Store& store, ChangeListener& changes, const base::Clock& clock)
    : store_(store), changes_(changes), clock_(clock), thread_([this](std::stop_token stop) { run(stop); }) {}

void Poll::run(std::stop_token stop) {
  while (!stop.stop_requested()) {
    look();
    const base::MutexLock lock(mutex_);
    never_.wait_until(mutex_, stop, clock_.steady() + model::limits::poll_period, [] { return false; });
  }
}

// The first look takes note of the posts (the catch-up scan of the activation has what came before) and asks for every
// channel's look, which costs a comparison where nothing has changed.
void Poll::look() {
  auto latest = store_.latest_changes();
  if (!latest.ok()) {
    base::log::debug("poll_failed", latest.error().text);
    return;
  }
  for (const auto& [channel, now] : *latest) {
    const auto before = seen_.find(channel);
    const bool moved = before != seen_.end() && now.post > before->second.post;
    look_at_posts(channel, moved ? std::optional(now.post) : std::nullopt);
    if (before == seen_.end() || now.channel != before->second.channel) ask_for(channel);
  }
  std::erase_if(paces_, [&](const auto& entry) { return latest->count(entry.first) == 0; });  // shared no more
  seen_ = std::move(*latest);
}

void Poll::look_at_posts(const model::ChannelId& channel, std::optional<base::Time> moved) {
  const auto pace = moved ? paces_.try_emplace(channel).first : paces_.find(channel);
  if (pace == paces_.end()) return;
  if (const auto since = pace->second.polled(moved, clock_.steady())) changes_.post_changed_in(channel, *since);
  if (pace->second.rests()) paces_.erase(pace);
}

void Poll::ask_for(const model::ChannelId& channel) {
  const auto rows = store_.channel_remotes(channel);
  if (!rows.ok()) return;
  std::vector<model::TaskWish> wishes;
  for (const model::ChannelRemote& row : *rows) {
    if (row.invite == model::InviteState::confirmed) {
      wishes.push_back({row.remote_id, channel, model::TaskKind::channel, {}});
    }
  }
  const auto asked = store_.enqueue(wishes, clock_.now());
  if (!asked.ok()) base::log::debug("poll_failed", asked.error().text);
}

}  // namespace causeway::outbound
