#include "inbound/apply/overwrites.h"

#include <algorithm>
#include <utility>

#include "base/log.h"
#include "model/limits.h"
#include "peer/content_policy.h"

namespace causeway::inbound {
namespace {

// Props that do not cross are not ours to look after; the hook and the tables spell them differently.
bool same_props(const model::Post& a, const model::Post& b) {
  return peer::crossing_props(a.props) == peer::crossing_props(b.props);
}

bool same_files(const model::Post& a, const model::Post& b) {
  return a.file_ids.size() == b.file_ids.size() &&
         std::is_permutation(a.file_ids.begin(), a.file_ids.end(), b.file_ids.begin());
}

// Both say the same, whether they are of the post or of a revision.
bool same(const model::Post& a, const model::Post& b) {
  return a.message == b.message && a.is_pinned == b.is_pinned && same_props(a, b) && same_files(a, b);
}

}  // namespace

model::Post with_write(const model::Post& post, const Overwrites::Write& write) {
  const auto& [before, now, undone] = write;
  model::Post next = post;
  if (now.message != before.message && post.message == before.message) next.message = now.message;
  if (now.is_pinned != before.is_pinned && post.is_pinned == before.is_pinned) next.is_pinned = now.is_pinned;
  if (!same_props(now, before) && same_props(post, before)) next.props = now.props;
  if (!same_files(now, before) && same_files(post, before)) next.file_ids = now.file_ids;
  return next;
}

void Overwrites::begin(const Write& write) {
  const base::MutexLock lock(mutex_);
  const base::Steady now = clock_.steady();
  if (watched_.size() >= model::limits::overwrites_watched) {
    std::erase_if(watched_, [&](const auto& entry) { return entry.second.under_way == 0 && entry.second.until < now; });
  }
  Watched& watched = watched_[write.now.id];
  watched.ours = write;
  ++watched.under_way;
  watched.until = now + model::limits::overwrite_watch;
}

void Overwrites::end(const model::PostId& post, const model::Post* written) {
  look_after(finish(post, written));
}

std::vector<Overwrites::Write> Overwrites::finish(const model::PostId& post, const model::Post* written) {
  std::vector<Write> doubts;
  const base::MutexLock lock(mutex_);
  const auto found = watched_.find(post);
  if (found == watched_.end()) return doubts;
  Watched& watched = found->second;
  if (written != nullptr) watched.ours.now = *written;
  if (--watched.under_way > 0) return doubts;
  if (written == nullptr) {
    watched_.erase(found);
    return doubts;
  }
  watched.until = clock_.steady() + model::limits::overwrite_watch;
  for (const Write& heard : std::exchange(watched.heard, {})) {
    for (Write& doubt : doubtful(watched.ours, heard)) doubts.push_back(std::move(doubt));
  }
  return doubts;
}

void Overwrites::changed(const model::Post& now, const model::Post& before) {
  std::vector<Write> doubts;
  {
    const base::MutexLock lock(mutex_);
    const auto found = watched_.find(now.id);
    if (found == watched_.end()) return;
    Watched& watched = found->second;
    if (watched.under_way > 0) {
      if (watched.heard.size() >= model::limits::overwrites_heard) watched.heard.erase(watched.heard.begin());
      watched.heard.push_back({before, now});
      return;
    }
    if (watched.until < clock_.steady()) {
      watched_.erase(found);
      return;
    }
    doubts = doubtful(watched.ours, {before, now});
  }
  look_after(doubts);
}

std::vector<Overwrites::Write> Overwrites::doubtful(const Write& ours, const Write& heard) {
  if (!same(heard.now, ours.now)) return {ours, heard};
  if (same(heard.before, ours.before)) return {};
  // Our own, made from an older post than the server found: what was written between the two is undone, though read.
  model::Post undone = heard.before;
  undone.id = ours.now.id;  // the hook has it as the row that it has become: a revision
  return {{ours.before, std::move(undone), true}};
}

void Overwrites::look_after(std::vector<Write> writes) {
  if (writes.empty()) return;
  const base::MutexLock lock(mending_);
  for (std::size_t i = 0; i < writes.size() && i < model::limits::overwrites_heard; ++i) {
    auto heard = mend(writes[i]);
    if (heard.ok()) {
      writes.insert(writes.end(), heard->begin(), heard->end());
    } else {
      base::log::warn("overwrite_not_mended", heard.error().text,
                      {{"post_id", writes[i].now.id.str()}, {"error", heard.error().code}});
    }
  }
}

base::Result<std::vector<Overwrites::Write>> Overwrites::mend(const Write& write) {
  std::vector<Write> nothing;
  auto post = server_.get_post(write.now.id);
  if (!post.ok() && post.error().code == "not_found") return nothing;
  if (!post.ok()) return std::move(post).error();
  if (post->delete_at != base::Time()) return nothing;  // a deletion holds
  if (!write.undone) {
    CAUSEWAY_TRY(standing, stands(*post, write.now));
    if (standing) return nothing;
  }
  const model::Post next = with_write(*post, write);
  if (same(next, *post)) return nothing;
  base::log::info("overwrite_mended", "of two changes at once the server had undone one; both are in force again",
                  {{"post_id", post->id.str()}});
  begin({*post, next});
  auto written = std::move(server_.update_posts({next}).front());
  auto heard = finish(next.id, written.ok() ? &*written : nullptr);
  if (!written.ok()) return std::move(written).error();
  return heard;
}

// The post says it, or did so when somebody wrote it next.
base::Result<bool> Overwrites::stands(const model::Post& post, const model::Post& written) {
  if (same(post, written)) return true;
  CAUSEWAY_TRY(revisions, store_.revisions(post.id, model::limits::revisions_read));
  return std::any_of(revisions.begin(), revisions.end(),
                     [&](const model::Post& revision) { return same(revision, written); });
}

}  // namespace causeway::inbound
