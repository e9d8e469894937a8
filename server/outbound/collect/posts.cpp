#include "outbound/collect/posts.h"

#include <chrono>
#include <string>

#include "base/utf8.h"
#include "model/limits.h"
#include "peer/content_policy.h"
#include "peer/version.h"

namespace causeway::outbound {
namespace {

// What does not cross: the reader on the other side must at least know that there was something.
std::string with_note(const std::string& message, std::size_t count, const std::string& thing) {
  if (count == 0) return message;
  const std::string note = "*(" + std::to_string(count) + " " + thing + (count == 1 ? "" : "s") + " not carried over)*";
  const std::string whole = message.empty() ? note : message + "\n" + note;
  return base::utf8_length(whole) <= model::limits::message_runes ? whole : message;
}

// Of a write that was broken off we hear no more when the peer has given it up: then people's changes count again.
constexpr auto longest_write = std::chrono::minutes(15);

// The pin that the peer has sent may not be here yet: as it stands the post says what it said before. Behind the write
// it is looked at again.
bool under_way(const store::Store::ChangedPost& changed, base::Time now) {
  if (changed.applying.empty() || now - changed.applying_since > longest_write) return false;
  if (changed.sent_version.empty()) return changed.post.update_at < changed.applying_since;
  return changed.post.is_pinned == peer::pinned_in(changed.sent_version);
}

// LedgerEntry::version of what both sides had last, as far as we know; where ours shall be told anew, of theirs.
const std::string& had_by_both(const store::Store::ChangedPost& changed) {
  if (!changed.applying.empty()) return changed.applying;
  return changed.sent_version.empty() ? changed.got_version : changed.sent_version;
}

}  // namespace

bool pin_moved(const store::Store::ChangedPost& changed, base::Time now) {
  return !under_way(changed, now) && changed.post.is_pinned != peer::pinned_in(had_by_both(changed));
}

bool concerns_peers(const model::Post& post) {
  return post.original_id.empty() && peer::type_crosses(post.type);
}

Crossing crossing(const store::Store::ChangedPost& changed, const std::string& version, const model::ChannelRemote& row,
                  base::Time now, bool history_is_told) {
  const model::Post& post = changed.post;
  if (version == changed.sent_version || version == changed.applying) return Crossing::stays;
  const bool deleted = post.delete_at != base::Time();
  const bool since_share = post.create_at >= (row.history_from == base::Time() ? row.create_at : row.history_from);
  const bool known = changed.received || !changed.sent_version.empty() || !changed.applying.empty();
  const bool forgotten = since_share && !history_is_told && post.create_at < now - model::limits::ledger_retention;
  if (changed.theirs) {
    // What it says is not ours to say; where ours reads otherwise (a file that was not taken) they need not hear of it.
    const bool in_doubt = had_by_both(changed).starts_with(model::open_version) && !under_way(changed, now);
    const bool pinned = in_doubt || pin_moved(changed, now);
    return (known || forgotten) && (deleted || pinned) ? Crossing::change : Crossing::stays;
  }
  if (known || forgotten) return Crossing::change;
  return deleted || !since_share ? Crossing::stays : Crossing::fresh;
}

bool perhaps_crossed(const store::Store::ChangedPost& changed, const model::ChannelRemote& row) {
  const bool known = changed.received || !changed.sent_version.empty() || !changed.applying.empty();
  return changed.post.delete_at != base::Time() && changed.post.create_at >= row.create_at && !known && !changed.theirs;
}

model::Post for_wire(const model::Post& post) {
  model::Post wire;
  wire.id = post.id;
  wire.create_at = post.create_at;
  wire.update_at = post.update_at;
  wire.edit_at = post.edit_at;
  wire.delete_at = post.delete_at;
  wire.user_id = post.user_id;
  wire.channel_id = post.channel_id;
  wire.root_id = post.root_id;
  wire.type = post.type;
  if (post.delete_at != base::Time()) return wire;
  wire.is_pinned = post.is_pinned;
  wire.message = with_note(post.message, peer::cards_left_out(post.props), "card");
  wire.props = peer::crossing_props(post.props);
  wire.hashtags = post.hashtags;
  wire.file_ids = post.file_ids;
  return wire;
}

model::Post root_for_wire(const model::Post& root) {
  model::Post wire = for_wire(root);
  if (peer::type_crosses(root.type)) return wire;
  wire.type.clear();
  wire.message = "*(a message that is not carried over)*";
  wire.props = {};
  wire.hashtags.clear();
  wire.file_ids.clear();
  return wire;
}

}  // namespace causeway::outbound
