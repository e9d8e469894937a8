#include "inbound/apply/posts.h"

#include <algorithm>
#include <set>

#include "base/id.h"
#include "base/log.h"
#include "base/utf8.h"
#include "model/limits.h"
#include "peer/content_policy.h"
#include "peer/version.h"

namespace causeway::inbound {
namespace {

constexpr auto furthest_future = std::chrono::hours(24);  // clocks differ; beyond that a time is nonsense

// PostgreSQL cannot hold a NUL; U+FFFD is what a reader sees for it anyway.
std::string without_nul(const std::string& text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    if (c == '\0') out += "\xef\xbf\xbd";
    else out.push_back(c);
  }
  return out;
}

base::Time sane_time(base::Time time, base::Time now) {
  return time <= base::Time() || time > now + furthest_future ? now : time;
}

}  // namespace

model::Post from_wire(const model::Post& wire, const model::RemoteId& remote, base::Time now) {
  model::Post post;
  post.id = wire.id;
  post.create_at = sane_time(wire.create_at, now);
  post.edit_at = wire.edit_at == base::Time() ? base::Time() : sane_time(wire.edit_at, now);
  post.is_pinned = wire.is_pinned;
  post.user_id = wire.user_id;
  post.channel_id = wire.channel_id;
  post.root_id = wire.root_id;
  post.message = without_nul(wire.message);
  post.type = wire.type;
  post.props = peer::crossing_props(wire.props);
  post.remote_id = remote;
  return post;
}

struct PostApplier::Candidate {
  model::Post post;
  model::LedgerEntry entry;
  base::Time update_at;
  bool reply_within = false;  // its root is in the same message
};

base::Result<> PostApplier::apply(const model::Remote& remote, const model::SharedChannel& channel,
                                  const std::vector<model::Post>& posts, model::SyncResponse& response) {
  CAUSEWAY_TRY(candidates, check(remote, channel, posts, response));
  std::vector<model::LedgerEntry> entries;
  for (const Candidate& candidate : candidates) entries.push_back(candidate.entry);
  CAUSEWAY_TRY(had, store_.ledger_begin(remote.id, entries, clock_.now()));
  const std::set<std::size_t> skip(had.begin(), had.end());

  std::vector<Candidate> first;
  std::vector<Candidate> replies;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    Candidate& candidate = candidates[i];
    response.posts_last_update_at = std::max(response.posts_last_update_at, candidate.update_at);
    if (skip.count(i) == 0) (candidate.reply_within ? replies : first).push_back(std::move(candidate));
  }
  std::vector<model::LedgerEntry> done;
  CAUSEWAY_CHECK(create(first, response, done));
  CAUSEWAY_CHECK(create(replies, response, done));
  if (done.empty()) return base::ok();
  return store_.ledger_finish(remote.id, done, clock_.now());
}

base::Result<std::vector<PostApplier::Candidate>> PostApplier::check(const model::Remote& remote,
                                                                     const model::SharedChannel& channel,
                                                                     const std::vector<model::Post>& posts,
                                                                     model::SyncResponse& response) {
  std::vector<Candidate> candidates;
  std::set<model::PostId> within;
  const auto refuse = [&](const model::Post& post, const char* why) {
    base::log::warn("post_refused", why, {{"post_id", post.id.str()}, {"remote_id", remote.id.str()}});
    response.post_errors.push_back(post.id.str());
  };
  for (const model::Post& post : posts) {
    if (!base::is_valid_id(post.id.str()) || post.channel_id != channel.id || post.id == post.root_id) {
      refuse(post, "invalid id or another channel");
      continue;
    }
    if (!peer::type_crosses(post.type) || base::utf8_length(post.message) > model::limits::message_runes) {
      refuse(post, "a type or length that does not cross");
      continue;
    }
    if (post.delete_at != base::Time()) continue;  // deletions of what we never saw leave nothing
    CAUSEWAY_TRY(standing, users_.standing(remote, post.user_id));
    if (standing == Standing::elsewhere) continue;  // came by another connection: done
    if (standing == Standing::foreign) {
      refuse(post, "the author does not belong to this connection");
      continue;
    }
    const bool reply_within = !post.root_id.empty() && within.count(post.root_id) != 0;
    if (!post.root_id.empty() && !reply_within) {
      const auto root = server_.get_post(post.root_id);
      if (!root.ok() && root.error().code != "not_found") return root.error();
      if (!root.ok() || root->channel_id != channel.id) {
        refuse(post, "its root is not in this channel");
        continue;
      }
    }
    CAUSEWAY_CHECK(users_.ensure_member(channel, post.user_id));
    within.insert(post.id);
    candidates.push_back(
        {from_wire(post, remote.id, clock_.now()), peer::ledger_entry(post), post.update_at, reply_within});
  }
  return candidates;
}

// A thread's replies to each other's roots are never in one wave; everything in a wave is independent.
base::Result<> PostApplier::create(std::vector<Candidate>& wave, model::SyncResponse& response,
                                   std::vector<model::LedgerEntry>& done) {
  for (std::size_t start = 0; start < wave.size(); start += model::limits::posts_in_flight) {
    const std::size_t end = std::min(wave.size(), start + model::limits::posts_in_flight);
    std::vector<model::Post> posts;
    for (std::size_t i = start; i < end; ++i) posts.push_back(wave[i].post);
    const auto results = server_.create_posts(posts);
    for (std::size_t i = start; i < end; ++i) {
      const auto& result = results[i - start];
      if (!result.ok()) {
        // The server refuses a post that is there already; then it is as good as made.
        const auto present = server_.get_post(wave[i].post.id);
        const bool there = present.ok() && present->channel_id == wave[i].post.channel_id;
        if (!there && result.error().next != base::Next::refused) return result.error();
        if (!there) {
          base::log::warn("post_not_created", result.error().text,
                          {{"post_id", wave[i].post.id.str()}, {"error", result.error().code}});
          response.post_errors.push_back(wave[i].post.id.str());
          continue;
        }
      }
      done.push_back(wave[i].entry);
    }
  }
  return base::ok();
}

}  // namespace causeway::inbound
