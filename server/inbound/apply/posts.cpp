#include "inbound/apply/posts.h"

#include <algorithm>
#include <map>
#include <utility>

#include "base/id.h"
#include "base/log.h"
#include "model/limits.h"
#include "peer/content_policy.h"
#include "peer/version.h"

namespace causeway::inbound {
namespace {

constexpr int tries_of_one = 3;
constexpr const char* any_team = "_redirect";  // where a channel has none: the server finds the post's own

void keep_earlier(std::optional<base::Time>& earliest, base::Time time) {
  earliest = earliest ? std::min(*earliest, time) : time;
}

}  // namespace

struct PostApplier::Message {
  const model::Remote& remote;
  const model::SharedChannel& channel;
  const base::Time said_at;
  model::SyncResponse& response;
  PostRows rows;
  Reading reading;
  std::map<model::UserId, Standing> authors;
  std::set<model::PostId> pins_moved;  // SyncWord
  std::set<model::PostId> made;        // by this message
  std::vector<Candidate> candidates;
  std::vector<model::ReceivedItem> done;
  // From where on our posts are to be looked at for the peers, whatever the hooks of our own writes say: something
  // became otherwise than this message said; or a late reply set the time of its root back, of which they may lack
  // something.
  std::optional<base::Time> otherwise{}, late{};

  bool moves_pin_of(const model::Post& wire) const { return pins_moved.count(wire.id) != 0; }
  // ReceivedItem::version of a post that is here already.
  std::string version_of(const model::Post& wire) const {
    return moves_pin_of(wire) ? peer::moved_version(wire) : peer::post_version(wire);
  }
};

base::Result<> PostApplier::apply(const model::Remote& remote, const model::SharedChannel& channel, base::Time said_at,
                                  const model::SyncMsg& said, model::SyncResponse& response) {
  const std::vector<model::Post>& posts = said.posts;
  std::vector<model::PostId> ids;
  for (const model::Post& post : posts) {
    ids.push_back(post.id);
    if (!post.root_id.empty()) ids.push_back(post.root_id);
    response.posts_last_update_at = std::max(response.posts_last_update_at, post.update_at);
  }
  CAUSEWAY_TRY(rows, read_posts(store_, remote.id, ids));
  CAUSEWAY_TRY(reading, read_texts(remote, channel, posts, said.mention_transforms));
  Message message{remote, channel, said_at, response, std::move(rows), std::move(reading), {}, {}, {}, {}, {}};
  if (said.causeway) message.pins_moved.insert(said.causeway->pins_moved.begin(), said.causeway->pins_moved.end());
  CAUSEWAY_CHECK(check(message, posts));
  CAUSEWAY_CHECK(keep_fresh(message));

  std::vector<Candidate> fresh, changed;
  base::Result<> outcome = base::ok(), loose = base::ok();
  for (Candidate& candidate : message.candidates) {
    if (candidate.deed == Deed::create)
      fresh.push_back(std::move(candidate));
    else if (candidate.deed == Deed::update)
      changed.push_back(std::move(candidate));
    else if (candidate.deed == Deed::remember) {
      auto whole = candidate.broke_off ? files_.attach_loose(remote, candidate.read) : base::ok();
      if (whole.ok())
        message.done.push_back(std::move(candidate.item));
      else
        loose = std::move(whole);
    }
  }
  outcome = create_in_waves(message, std::move(fresh));
  if (outcome.ok()) outcome = update(message, changed);
  for (const Candidate& candidate : message.candidates) {
    if (candidate.deed == Deed::remove && outcome.ok()) outcome = remove(message, candidate);
  }
  if (message.late) CAUSEWAY_CHECK(store_.enqueue_posts(channel.id, {}, *message.late, clock_.now()));
  // What was made is written down even when something else failed: the peer's next try is then short.
  CAUSEWAY_CHECK(store_.ledger_finish(remote.id, message.done, clock_.now()));
  // Only now: the look is a comparison with the ledger.
  if (message.otherwise) CAUSEWAY_CHECK(store_.enqueue_posts(channel.id, {}, *message.otherwise, clock_.now()));
  return outcome.ok() ? loose : outcome;
}

base::Result<Reading> PostApplier::read_texts(const model::Remote& remote, const model::SharedChannel& channel,
                                              const std::vector<model::Post>& posts,
                                              const model::StringMap& mention_transforms) {
  CAUSEWAY_TRY(reading, read_names(store_, remote, posts, mention_transforms));
  if (!has_marked_links(posts)) return reading;
  reading.site_url = current_.get()->facts.site_url;
  reading.team = any_team;
  if (channel.team_id.empty()) return reading;
  CAUSEWAY_TRY(team, server_.get_team(channel.team_id));
  reading.team = team.name;
  return reading;
}

void PostApplier::refuse(Message& message, const model::Post& post, const char* why) {
  base::log::warn("post_refused", why, {{"post_id", post.id.str()}, {"remote_id", message.remote.id.str()}});
  message.response.post_errors.push_back(post.id.str());
}

base::Result<> PostApplier::check(Message& message, const std::vector<model::Post>& posts) {
  std::set<model::PostId> seen;
  for (const model::Post& post : posts) {
    if (!base::is_valid_id(post.id.str()) || post.channel_id != message.channel.id || post.id == post.root_id ||
        !seen.insert(post.id).second) {
      refuse(message, post, "invalid id, another channel or twice in one message");
      continue;
    }
    if (!peer::type_crosses(post.type)) {
      refuse(message, post, "a type that does not cross");
      continue;
    }
    if (!peer::check_text(post).ok()) {
      refuse(message, post, "a text that cannot be stored: too long, or with a NUL");
      continue;
    }
    if (const auto row = message.rows.find(post.id); row != message.rows.end()) {
      CAUSEWAY_CHECK(check_known(message, post, row->second));
    } else {
      CAUSEWAY_CHECK(check_new(message, post));
    }
  }
  return base::ok();
}

base::Result<> PostApplier::check_new(Message& message, const model::Post& post) {
  model::ReceivedItem item{
      model::LedgerKind::post, post.id.str(), peer::post_version(post), peer::post_stamp(post), {}};
  auto author = message.authors.find(post.user_id);
  if (author == message.authors.end()) {
    CAUSEWAY_TRY(standing, users_.standing(message.remote, post.user_id));
    author = message.authors.emplace(post.user_id, standing).first;
  }
  if (author->second == Standing::elsewhere) return base::ok();  // comes by another connection: done
  if (author->second == Standing::foreign) {
    refuse(message, post, "the author does not belong to this connection");
    return base::ok();
  }
  if (post.delete_at != base::Time()) {  // the deletion overtook its post, which must not come to life behind it
    message.candidates.push_back({Deed::remember, post, std::move(item)});
    return base::ok();
  }
  if (!post.root_id.empty() && message.made.count(post.root_id) == 0) {
    const auto* root = live_post(message.rows, post.root_id, message.channel.id);
    const auto dead = message.rows.find(post.root_id);
    if (root == nullptr && dead != message.rows.end() && dead->second.post.channel_id == message.channel.id) {
      return base::ok();  // the thread was deleted here: the reply went with it
    }
    if (root == nullptr || !root->post.root_id.empty()) {
      refuse(message, post, "its root is not in this channel");
      return base::ok();
    }
  }
  if (auto member = users_.ensure_member(message.channel, post.user_id); !member.ok()) {
    if (member.error().code != "not_a_member") return member;
    refuse(message, post, "its author is not one of the people of this direct channel");
    return base::ok();
  }
  model::Post here = from_wire(post, message.remote.id, clock_.now(), message.reading);
  item.local_version = peer::post_version(here);
  message.made.insert(post.id);
  message.candidates.push_back({Deed::create, std::move(here), std::move(item)});
  return base::ok();
}

base::Result<> PostApplier::check_known(Message& message, const model::Post& post,
                                        const store::Store::ChangedPost& row) {
  const model::Post& present = row.post;
  if (present.channel_id != message.channel.id || !present.original_id.empty()) {
    refuse(message, post, "a post of another channel, or a revision");
    return base::ok();
  }
  if (present.delete_at != base::Time()) return base::ok();  // a deletion holds
  if (post.delete_at != base::Time()) {
    if (!row.theirs && !current_.get()->settings.accept_peer_moderation) {
      base::log::warn("deletion_not_taken", "a peer may delete only its own people's posts here",
                      {{"post_id", post.id.str()}, {"remote_id", message.remote.id.str()}});
      return base::ok();
    }
    const std::string version = peer::post_version(post);
    message.candidates.push_back(
        {Deed::remove, present, {model::LedgerKind::post, post.id.str(), version, peer::post_stamp(post), version}});
    return base::ok();
  }
  CAUSEWAY_TRY(pinned, pin_before_word(message, post, row));
  Candidate candidate = change(message, post, row, pinned);
  if (!row.theirs && with_change(present, post, true, post.is_pinned, message.reading).message != present.message) {
    base::log::warn("edit_not_taken", "a peer may edit only its own people's posts here",
                    {{"post_id", post.id.str()}, {"remote_id", message.remote.id.str()}});
  }
  message.candidates.push_back(std::move(candidate));
  return base::ok();
}

// Whether the post was pinned before what the peer says of it now: a pin that differs from that is to be moved here.
base::Result<bool> PostApplier::pin_before_word(const Message& message, const model::Post& wire,
                                                const store::Store::ChangedPost& row) {
  const bool moved = message.moves_pin_of(wire);
  // A Causeway's last word again may have been on its way since before it heard of what was done here: it says nothing
  // of the pin. Native has no other way to say that it undoes ours.
  if ((moved || message.remote.causeway) && row.got_version == message.version_of(wire)) return wire.is_pinned;
  // It has moved it knowing ours, or beside it, whatever we know of what it has of ours. Only where we broke off at a
  // word and nothing of ours is on its way, the post itself has to tell.
  const bool told = row.applying.empty() || row.sent_version.starts_with(model::open_version);
  if (moved && told) return !wire.is_pinned;
  return pin_before(store_, row);
}

// The row as it is now, with what the peer has changed. Where it differs from what the peer has by its own word, the
// scan tells it: what was written here and is still on its way there too.
PostApplier::Candidate PostApplier::change(Message& message, const model::Post& wire,
                                           const store::Store::ChangedPost& row, bool pin_before) {
  const model::Post& present = row.post;
  model::Post next = with_change(present, wire, row.theirs, pin_before, message.reading);
  const Deed deed = next == present ? Deed::remember : Deed::update;
  model::Post there = with_change(present, wire, true, pin_before, message.reading);
  there.is_pinned = wire.is_pinned;
  const std::string version = peer::post_version(there);
  // What was being applied when we broke off, too.
  if (version != peer::post_version(next) || !row.applying.empty()) keep_earlier(message.otherwise, present.update_at);
  // The stamps of a post by somebody of ours are of two clocks there: its own and ours.
  const base::Time stamp = row.theirs ? peer::post_stamp(wire) : message.said_at;
  model::ReceivedItem item{model::LedgerKind::post, wire.id.str(), message.version_of(wire), stamp, version};
  // It is here, and a try that brought it was never written down to its end.
  const bool broke_off = row.theirs && row.got_version.empty() && !present.file_ids.empty();
  return {deed,    std::move(next), std::move(item),  wire,     std::move(there),
          present, pin_before,      row.sent_version, broke_off};
}

base::Result<> PostApplier::keep_fresh(Message& message) {
  std::vector<model::ReceivedItem> items;
  for (const Candidate& candidate : message.candidates) items.push_back(candidate.item);
  CAUSEWAY_TRY(verdicts, store_.ledger_begin(message.remote.id, items, clock_.now()));
  std::vector<Candidate> fresh;
  for (std::size_t i = 0; i < verdicts.size(); ++i) {
    // The same again may mean something new beside a change that was made here meanwhile; but nothing is made twice.
    const bool again = verdicts[i] == model::ReceivedVerdict::had && message.candidates[i].deed != Deed::create;
    if (verdicts[i] == model::ReceivedVerdict::fresh || again) fresh.push_back(std::move(message.candidates[i]));
  }
  message.candidates = std::move(fresh);
  return base::ok();
}

// A reply goes after its root and after the reply before it: the server makes the thread's row with the first reply,
// and two first replies at once fail each other.
base::Result<> PostApplier::create_in_waves(Message& message, std::vector<Candidate> fresh) {
  std::vector<std::vector<Candidate>> waves;
  std::map<model::PostId, std::size_t> thread_wave;  // the wave of the thread's latest post
  for (Candidate& candidate : fresh) {
    const model::PostId thread = candidate.post.root_id.empty() ? candidate.post.id : candidate.post.root_id;
    const auto before = thread_wave.find(thread);
    const std::size_t wave = before == thread_wave.end() ? 0 : before->second + 1;
    thread_wave[thread] = wave;
    if (waves.size() <= wave) waves.resize(wave + 1);
    waves[wave].push_back(std::move(candidate));
  }
  for (const std::vector<Candidate>& wave : waves) CAUSEWAY_CHECK(create(message, wave));
  return base::ok();
}

// Everything in a wave is independent. A failure of the server's stops nothing but itself: the others are made, and the
// peer hears of it.
base::Result<> PostApplier::create(Message& message, const std::vector<Candidate>& wave) {
  base::Result<> outcome = base::ok();
  std::vector<model::Post> posts;
  for (const Candidate& candidate : wave) {
    posts.push_back(candidate.post);
    const bool late = candidate.post.create_at < clock_.now() - model::limits::cursor_overlap / 2;
    if (late && !candidate.post.root_id.empty()) keep_earlier(message.late, candidate.post.create_at);
  }
  auto results = server_.create_posts(posts);
  for (std::size_t i = 0; i < wave.size(); ++i) {
    base::Result<model::Post>& made = results[i];
    if (!made.ok()) {
      made = create_again(wave[i].post, std::move(made).error());
      const auto attached = made.ok() ? files_.attach_loose(message.remote, *made) : base::ok();
      if (!attached.ok()) made = attached.error();
    }
    if (!made.ok()) {
      const auto judged = judge_failure(message, wave[i].post, made.error());
      if (!judged.ok()) outcome = judged;
      continue;
    }
    const model::Post whole = files_.attach_missing(message.remote, wave[i].post, *std::move(made));
    model::ReceivedItem item = wave[i].item;
    item.local_version = peer::post_version(whole);
    message.done.push_back(std::move(item));
  }
  return outcome;
}

base::Result<model::Post> PostApplier::create_again(model::Post post, base::Error error) {
  for (int attempt = 1; attempt <= tries_of_one; ++attempt) {
    // The server refuses a post that is there already; then it is as good as made.
    auto present = server_.get_post(post.id);
    if (present.ok() && present->channel_id == post.channel_id) return present;
    const bool persistent =
        post.metadata && post.metadata->priority && post.metadata->priority->persistent_notifications.value_or(false);
    if (error.next == base::Next::refused && !persistent) return error;
    // It wants somebody of ours to be mentioned; without that the post is still a post.
    if (error.next == base::Next::refused) post.metadata->priority->persistent_notifications = false;
    auto again = server_.create_post(post);  // two writers in one thread can fail each other: alone it works
    if (again.ok()) return again;
    error = std::move(again).error();
  }
  return error;
}

base::Result<> PostApplier::judge_failure(Message& message, const model::Post& post, const base::Error& error) {
  base::log::warn("post_not_written", error.text,
                  {{"post_id", post.id.str()}, {"remote_id", message.remote.id.str()}, {"error", error.code}});
  if (error.next != base::Next::refused) return error;
  message.response.post_errors.push_back(post.id.str());
  return base::ok();
}

// The server writes whole posts. What somebody here has changed since the message was read, while new posts were made,
// is not to be written over.
base::Result<std::vector<PostApplier::Candidate>> PostApplier::as_they_are_now(Message& message,
                                                                               const std::vector<Candidate>& changed) {
  std::vector<model::PostId> ids;
  for (const Candidate& candidate : changed) ids.push_back(candidate.post.id);
  CAUSEWAY_TRY(rows, read_posts(store_, message.remote.id, ids));
  std::vector<Candidate> now;
  for (const Candidate& candidate : changed) {
    const auto row = rows.find(candidate.post.id);
    if (row == rows.end() || row->second.post.delete_at != base::Time()) continue;  // a deletion holds
    // What we have marked ourselves since says nothing of what was before.
    bool pinned = candidate.pin_before;
    const std::string& sent = row->second.sent_version;
    if (!sent.empty() && sent != candidate.sent_before) pinned = peer::pinned_in(sent);
    Candidate fresh = change(message, candidate.wire, row->second, pinned);
    if (fresh.deed == Deed::update) {
      now.push_back(std::move(fresh));
    } else {
      message.done.push_back(std::move(fresh.item));
    }
  }
  return now;
}

base::Result<> PostApplier::update(Message& message, const std::vector<Candidate>& asked) {
  if (asked.empty()) return base::ok();
  CAUSEWAY_TRY(changed, as_they_are_now(message, asked));
  base::Result<> outcome = base::ok();
  std::vector<model::Post> posts;
  for (const Candidate& candidate : changed) {
    posts.push_back(candidate.post);
    overwrites_.begin({candidate.read, candidate.post});
  }
  // Who changes a row here between the write and the ledger's line is looked at against the older line.
  if (!posts.empty()) keep_earlier(message.otherwise, clock_.now());
  auto results = server_.update_posts(posts);
  for (std::size_t i = 0; i < changed.size(); ++i) {
    overwrites_.end(posts[i].id, results[i].ok() ? &*results[i] : nullptr);
    if (!results[i].ok()) {
      const auto judged = judge_failure(message, changed[i].post, results[i].error());
      if (!judged.ok()) outcome = judged;
      continue;
    }
    const model::Post whole = files_.attach_missing(message.remote, posts[i], *std::move(results[i]));
    model::ReceivedItem item = changed[i].item;
    item.local_version = peer::post_version(as_written(changed[i].there, posts[i], whole));
    message.done.push_back(std::move(item));
  }
  return outcome;
}

base::Result<> PostApplier::remove(Message& message, const Candidate& candidate) {
  const auto removed = server_.delete_post(candidate.post.id);
  // A reply that went with its root a moment ago is gone already.
  if (removed.ok() || removed.error().code == "not_found") {
    message.done.push_back(candidate.item);
    return base::ok();
  }
  return judge_failure(message, candidate.post, removed.error());
}

}  // namespace causeway::inbound
