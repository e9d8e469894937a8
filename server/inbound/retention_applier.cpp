#include "inbound/retention_applier.h"

#include "base/log.h"
#include "json/record.h"
#include "model/limits.h"
#include "peer/version.h"

namespace causeway::inbound {

namespace {

constexpr const char* emptied_text = "*(removed)*";  // where a root was in whose thread others have written

}  // namespace

base::Result<json::Value> RetentionApplier::apply(const model::Remote& remote, const model::RemoteClusterMsg& message) {
  const auto asked = json::from_json<model::Retention>(message.payload);
  if (!asked.ok()) return base::refused("retention_invalid", "cannot read the message: " + asked.error().text);
  if (asked->before == base::Time() || asked->kept.size() > model::limits::retention_kept) {
    return base::refused("retention_invalid", "no time, or too many posts that are kept");
  }
  CAUSEWAY_TRY(row, store_.channel_by_wire_id(remote.id, asked->channel_id));
  if (!row) return base::refused("channel_not_shared", "channel is no longer shared: " + asked->channel_id.str());
  CAUSEWAY_TRY(old, store_.older_posts_of(*row, asked->before, asked->kept, model::limits::retention_page));
  std::vector<store::Erasures::Written> posts;
  for (const model::PostId& post : old) posts.push_back({post, false});
  CAUSEWAY_TRY(count, take_away(remote, posts));
  if (count > 0) {
    base::log::info("retention_followed", "posts that a peer's data retention took away were deleted",
                    {{"remote_id", remote.id.str()}, {"channel_id", row->channel_id.str()}, {"count", count}});
  }
  return json::to_json(model::RetentionReceipt{count == model::limits::retention_page});
}

// As if the peer had told us of each deletion by itself: then nobody tells it of ours. What was deleted before one
// failed is written down.
base::Result<std::size_t> RetentionApplier::take_away(const model::Remote& remote,
                                                      const std::vector<store::Erasures::Written>& posts) {
  const base::Time now = clock_.now();
  std::vector<model::ReceivedItem> items;
  for (const store::Erasures::Written& post : posts) {
    items.push_back({model::LedgerKind::post, post.id.str(), peer::deleted_version, now, peer::deleted_version});
  }
  CAUSEWAY_CHECK(store_.ledger_begin(remote.id, items, now));
  std::optional<base::Error> failed;
  std::size_t done = 0;
  while (done < posts.size() && !failed) {
    const auto removed = posts[done].answered ? empty(posts[done].id) : server_.delete_post(posts[done].id);
    // A reply goes with its root.
    if (removed.ok() || removed.error().code == "not_found") {
      ++done;
    } else {
      failed = removed.error();
    }
  }
  items.resize(done);
  CAUSEWAY_CHECK(store_.ledger_finish(remote.id, items, now));
  if (failed) return base::retry_later(failed->code, failed->text);
  return done;
}

base::Result<json::Value> RetentionApplier::apply_people(const model::Remote& remote,
                                                         const model::RemoteClusterMsg& message) {
  const auto asked = json::from_json<model::ErasedPeople>(message.payload);
  if (!asked.ok()) return base::refused("erased_people_invalid", "cannot read the message: " + asked.error().text);
  if (asked->users.size() > model::limits::erased_people) {
    return base::refused("erased_people_invalid", "too many people in one message");
  }
  std::size_t left = model::limits::retention_page;
  for (const model::UserId& person : asked->users) {
    CAUSEWAY_TRY(owner, store_.owner_of(person));
    if (owner != remote.id) continue;
    CAUSEWAY_TRY(deleted, delete_of(remote, person, left));
    left -= deleted;
    if (left == 0) return json::to_json(model::RetentionReceipt{true});
    const auto gone = server_.set_user_active(person, false);
    if (!gone.ok() && gone.error().code != "not_found") return gone.error();
  }
  return json::to_json(model::RetentionReceipt{false});
}

base::Result<std::size_t> RetentionApplier::delete_of(const model::Remote& remote, const model::UserId& person,
                                                      std::size_t most) {
  CAUSEWAY_TRY(posts, store_.posts_by(remote.id, person, emptied_text, most));
  CAUSEWAY_TRY(count, take_away(remote, posts));
  if (count > 0) {
    base::log::info("person_erased", "what somebody wrote who was deleted for good at a peer was deleted",
                    {{"remote_id", remote.id.str()}, {"user_id", person.str()}, {"count", count}});
  }
  return count;
}

base::Result<> RetentionApplier::empty(const model::PostId& id) {
  CAUSEWAY_TRY(post, server_.get_post(id));
  post.message = emptied_text;
  post.props = {};
  post.file_ids.clear();
  const auto done = server_.update_posts({post});
  return done.at(0).ok() ? base::ok() : base::Result<>(done.at(0).error());
}

}  // namespace causeway::inbound
