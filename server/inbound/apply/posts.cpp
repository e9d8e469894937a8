#include "inbound/apply/posts.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/id.h"
#include "base/log.h"
#include "base/utf8.h"
#include "model/limits.h"
#include "peer/content_policy.h"
#include "peer/version.h"

namespace causeway::inbound {
namespace {

constexpr int tries_of_one = 3;
constexpr auto furthest_future = std::chrono::hours(24);  // clocks differ; beyond that a time is nonsense

// PostgreSQL cannot hold a NUL; U+FFFD is what a reader sees for it anyway.
std::string without_nul(const std::string& text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    if (c == '\0')
      out += "\xef\xbf\xbd";
    else
      out.push_back(c);
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
};

// What one message asks again and again, asked once.
struct PostApplier::Known {
  std::map<model::UserId, Standing> authors;
  std::set<model::PostId> roots;  // posts of this channel, here already or in this message
};

base::Result<> PostApplier::apply(const model::Remote& remote, const model::SharedChannel& channel,
                                  const std::vector<model::Post>& posts, model::SyncResponse& response) {
  CAUSEWAY_TRY(candidates, check(remote, channel, posts, response));
  std::vector<model::LedgerEntry> entries;
  for (const Candidate& candidate : candidates) entries.push_back(candidate.entry);
  CAUSEWAY_TRY(had, store_.ledger_begin(remote.id, entries, clock_.now()));
  const std::set<std::size_t> skip(had.begin(), had.end());

  std::vector<std::vector<Candidate>> waves;
  std::map<model::PostId, std::size_t> thread_wave;  // the wave of the thread's latest post
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    Candidate& candidate = candidates[i];
    response.posts_last_update_at = std::max(response.posts_last_update_at, candidate.update_at);
    if (skip.count(i) != 0) continue;
    // A reply goes after its root and after the reply before it: the server makes the thread's row with the first
    // reply, and two first replies at once fail each other.
    const model::PostId& thread = candidate.post.root_id.empty() ? candidate.post.id : candidate.post.root_id;
    const auto before = thread_wave.find(thread);
    const std::size_t wave = before == thread_wave.end() ? 0 : before->second + 1;
    thread_wave[thread] = wave;
    if (waves.size() <= wave) waves.resize(wave + 1);
    waves[wave].push_back(std::move(candidate));
  }
  std::vector<model::LedgerEntry> done;
  base::Result<> outcome = base::ok();
  for (std::vector<Candidate>& wave : waves) {
    outcome = create(wave, response, done);
    if (!outcome.ok()) break;
  }
  // What was made is written down even when something else failed: the peer's next try is then short.
  if (!done.empty()) CAUSEWAY_CHECK(store_.ledger_finish(remote.id, done, clock_.now()));
  return outcome;
}

base::Result<std::vector<PostApplier::Candidate>> PostApplier::check(const model::Remote& remote,
                                                                     const model::SharedChannel& channel,
                                                                     const std::vector<model::Post>& posts,
                                                                     model::SyncResponse& response) {
  std::vector<Candidate> candidates;
  Known known;
  for (const model::Post& post : posts) {
    CAUSEWAY_TRY(verdict, judge(remote, channel, post, known));
    if (verdict.refusal != nullptr) {
      base::log::warn("post_refused", verdict.refusal, {{"post_id", post.id.str()}, {"remote_id", remote.id.str()}});
      response.post_errors.push_back(post.id.str());
    } else if (verdict.apply) {
      CAUSEWAY_CHECK(users_.ensure_member(channel, post.user_id));
      known.roots.insert(post.id);
      candidates.push_back({from_wire(post, remote.id, clock_.now()), peer::ledger_entry(post), post.update_at});
    }
  }
  return candidates;
}

base::Result<PostApplier::Verdict> PostApplier::judge(const model::Remote& remote, const model::SharedChannel& channel,
                                                      const model::Post& post, Known& known) {
  if (!base::is_valid_id(post.id.str()) || post.channel_id != channel.id || post.id == post.root_id) {
    return Verdict{"invalid id or another channel", false};
  }
  if (!peer::type_crosses(post.type) || base::utf8_length(post.message) > model::limits::message_runes) {
    return Verdict{"a type or length that does not cross", false};
  }
  if (post.delete_at != base::Time()) return Verdict{};  // deletions of what we never saw leave nothing
  auto author = known.authors.find(post.user_id);
  if (author == known.authors.end()) {
    CAUSEWAY_TRY(standing, users_.standing(remote, post.user_id));
    author = known.authors.emplace(post.user_id, standing).first;
  }
  if (author->second == Standing::elsewhere) return Verdict{};  // came by another connection: done
  if (author->second == Standing::foreign) return Verdict{"the author does not belong to this connection", false};
  if (!post.root_id.empty() && known.roots.count(post.root_id) == 0) {
    const auto root = server_.get_post(post.root_id);
    if (!root.ok() && root.error().code != "not_found") return root.error();
    const bool usable = root.ok() && root->channel_id == channel.id && root->root_id.empty();
    if (!usable) return Verdict{"its root is not in this channel", false};
    known.roots.insert(post.root_id);
  }
  return Verdict{nullptr, true};
}

// Everything in a wave is independent. A failure of the server's stops nothing but itself: the others are made, and the
// peer hears of it.
base::Result<> PostApplier::create(const std::vector<Candidate>& wave, model::SyncResponse& response,
                                   std::vector<model::LedgerEntry>& done) {
  base::Result<> outcome = base::ok();
  for (std::size_t start = 0; start < wave.size(); start += model::limits::posts_in_flight) {
    const std::size_t end = std::min(wave.size(), start + model::limits::posts_in_flight);
    std::vector<model::Post> posts;
    for (std::size_t i = start; i < end; ++i) posts.push_back(wave[i].post);
    const auto results = server_.create_posts(posts);
    for (std::size_t i = start; i < end; ++i) {
      const auto made = results[i - start].ok() ? base::ok() : settle_failed(wave[i].post, results[i - start].error());
      if (made.ok()) {
        done.push_back(wave[i].entry);
      } else if (made.error().next == base::Next::refused) {
        response.post_errors.push_back(wave[i].post.id.str());
      } else {
        outcome = made;
      }
    }
  }
  return outcome;
}

base::Result<> PostApplier::settle_failed(const model::Post& post, base::Error error) {
  for (int attempt = 1;; ++attempt) {
    // The server refuses a post that is there already; then it is as good as made.
    const auto present = server_.get_post(post.id);
    if (present.ok() && present->channel_id == post.channel_id) return base::ok();
    if (attempt > tries_of_one || error.next == base::Next::refused) break;
    auto again = server_.create_post(post);  // two writers in one thread can fail each other: alone it works
    if (again.ok()) return base::ok();
    error = std::move(again).error();
  }
  base::log::warn("post_not_created", error.text, {{"post_id", post.id.str()}, {"error", error.code}});
  return error;
}

}  // namespace causeway::inbound
