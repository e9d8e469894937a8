#include "outbound/delivery.h"

#include <algorithm>
#include <numeric>
#include <type_traits>
#include <utility>

#include "base/id.h"
#include "base/log.h"
#include "json/record.h"
#include "model/limits.h"
#include "outbound/collect/mentions.h"
#include "outbound/retry_policy.h"
#include "peer/answer.h"
#include "peer/frame.h"

namespace causeway::outbound {
namespace {

constexpr std::size_t envelope_bytes = 2'000;  // frame and message around the items
constexpr std::size_t reason_chars = 200;

// By what a peer names the item in its lists of errors.
const model::PostId& post_of(const model::Post& post) {
  return post.id;
}
const model::PostId& post_of(const model::Reaction& reaction) {
  return reaction.post_id;
}
const model::PostId& post_of(const model::PostAcknowledgement& one) {
  return one.post_id;
}

model::PostId root_of(const model::Post& post) {
  return post.root_id;
}
template <class Hung>
model::PostId root_of(const Hung&) {
  return {};
}

// What goes along with items in their message.
template <class Item>
model::StringMap transforms_of(const std::vector<Item>& items, const model::StringMap& transforms) {
  if constexpr (std::is_same_v<Item, model::Post>) return transforms_for(items, transforms);
  return {};
}

// How many items from `begin` on fit one message; at least one.
template <class Item>
std::size_t fitting(const std::vector<Item>& items, std::size_t begin, const model::StringMap& transforms) {
  constexpr std::size_t marks = 6;  // quotes, colon, comma
  std::size_t bytes = envelope_bytes;
  std::size_t end = begin;
  for (; end < items.size(); ++end) {
    bytes += json::dump(json::to_json(items[end])).size() + 1;
    for (const auto& [name, user] : transforms_of<Item>({items[end]}, transforms)) {
      bytes += name.size() + user.size() + marks;
    }
    if (end > begin && bytes > model::limits::outgoing_body_bytes) break;
  }
  return end;
}

template <class T>
std::pair<std::vector<T>, std::vector<T>> halves(const std::vector<T>& whole) {
  const auto middle = whole.begin() + static_cast<std::ptrdiff_t>(whole.size() / 2);
  return {{whole.begin(), middle}, {middle, whole.end()}};
}

}  // namespace

template <class Item>
struct Delivery::Load {
  const Parcel<Item>& parcel;
  std::vector<Item> model::SyncMsg::* list;
  std::vector<std::string> model::SyncResponse::* errors;
};

Delivery::Delivery(peer::Client& peers, const base::Clock& clock, About about, const Batch& batch, std::stop_token stop)
    : peers_(peers),
      clock_(clock),
      about_(std::move(about)),
      batch_(batch),
      stop_(std::move(stop)),
      next_message_id_(about_.task.message_id),
      absent_(batch.absent) {}

base::Result<> Delivery::carry_users(std::size_t most) {
  std::vector<const model::User*> users;
  for (const auto& [id, user] : batch_.users) {
    users.push_back(&user);
    if (users.size() < most) continue;
    CAUSEWAY_CHECK(carry_some_users(users));
    users.clear();
  }
  return users.empty() ? base::ok() : carry_some_users(users);
}

// Somebody whom the peer cannot take is not held: the posts are, which it will refuse.
base::Result<> Delivery::carry_some_users(const std::vector<const model::User*>& users) {
  model::SyncMsg message;
  for (const model::User* user : users) message.users.emplace(user->id.str(), *user);
  const auto response = say(std::move(message), {});
  if (response.ok()) {
    for (const std::string& id : response->users_syncd) {
      const auto sent = batch_.users.find(id);
      if (sent != batch_.users.end()) users_taken_.emplace(id, sent->second.update_at);
    }
    if (response->user_errors.empty()) return base::ok();
  } else {
    const Fault fault = fault_of(response.error());
    const bool again = fault == Fault::broken && about_.task.attempts < model::limits::broken_tries;
    if (fault == Fault::connection || again) return response.error();
    CAUSEWAY_CHECK(check_works(response.error()));
    if (users.size() > 1) {
      const auto [first, second] = halves(users);
      CAUSEWAY_CHECK(carry_some_users(first));
      return carry_some_users(second);
    }
  }
  base::log::warn("users_refused", "the peer refused some users; their posts will be refused too",
                  {{"remote_id", about_.to.remote_id.str()}, {"of", users.size()}});
  return base::ok();
}

base::Result<> Delivery::carry_posts(const Parcel<model::Post>& posts) {
  return carry(Load<model::Post>{posts, &model::SyncMsg::posts, &model::SyncResponse::post_errors});
}

base::Result<> Delivery::carry_reactions() {
  return carry(
      Load<model::Reaction>{batch_.reactions, &model::SyncMsg::reactions, &model::SyncResponse::reaction_errors});
}

base::Result<> Delivery::carry_acknowledgements() {
  return carry(Load<model::PostAcknowledgement>{batch_.acknowledgements, &model::SyncMsg::acknowledgements,
                                                &model::SyncResponse::acknowledgement_errors});
}

template <class Item>
base::Result<> Delivery::carry(const Load<Item>& load) {
  for (std::size_t begin = 0; begin < load.parcel.items.size();) {
    const std::size_t end = about_.alone ? begin + 1 : fitting(load.parcel.items, begin, batch_.mention_transforms);
    Places which(end - begin);
    std::iota(which.begin(), which.end(), begin);
    CAUSEWAY_CHECK(carry_some(load, std::move(which)));
    begin = end;
  }
  return base::ok();
}

template <class Item>
base::Result<> Delivery::carry_some(const Load<Item>& load, Places which) {
  const Parcel<Item>& parcel = load.parcel;
  std::erase_if(which, [&, this](std::size_t i) { return waits(parcel.items[i], parcel.ledger[i]); });
  if (which.empty()) return base::ok();
  model::SyncMsg message;
  for (const std::size_t i : which) (message.*load.list).push_back(parcel.items[i]);
  message.mention_transforms = transforms_of(message.*load.list, batch_.mention_transforms);
  const auto response = say(std::move(message), std::exchange(next_message_id_, std::string()));
  if (response.ok()) {
    note_answer(load, which, *response);
    return base::ok();
  }
  const base::Error& error = response.error();
  const Fault fault = fault_of(error);
  const bool again = fault == Fault::broken && !about_.alone && about_.task.attempts < model::limits::broken_tries;
  if (fault == Fault::connection || again) return error;
  CAUSEWAY_CHECK(check_works(error));
  if (which.size() == 1) return fail_alone(load, which.front(), fault, error);
  auto [first, second] = halves(which);
  CAUSEWAY_CHECK(carry_some(load, std::move(first)));
  return carry_some(load, std::move(second));
}

template <class Item>
void Delivery::note_answer(const Load<Item>& load, const Places& which, const model::SyncResponse& response) {
  const auto& [items, ledger] = load.parcel;
  const std::set<std::string> refused((response.*load.errors).begin(), (response.*load.errors).end());
  works_ = false;
  failed_alone_ = 0;
  for (const std::size_t i : which) {
    const model::PostId& post = post_of(items[i]);
    if (refused.count(post.str()) == 0) {
      taken_.push_back(ledger[i]);
      continue;
    }
    model::HeldItem item = item_of(ledger[i], post, root_of(items[i]));
    item.proven = true;  // it answered properly
    hold(after_try(std::move(item), Fault::message, clock_.now()), "the other server refused it");
  }
}

template <class Item>
base::Result<> Delivery::fail_alone(const Load<Item>& load, std::size_t which, Fault fault, const base::Error& error) {
  ++failed_alone_;
  if (!about_.alone && taken_.empty() && failed_alone_ >= model::limits::takes_nothing_items &&
      about_.task.attempts < model::limits::takes_nothing_tries) {
    held_.clear();
    return base::retry_later("peer_takes_nothing", "the peer is there and takes nothing: " + error.text);
  }
  const auto& [items, ledger] = load.parcel;
  model::HeldItem item = item_of(ledger[which], post_of(items[which]), root_of(items[which]));
  item.proven = item.proven || !taken_.empty();
  hold(after_try(std::move(item), fault, clock_.now()), error.text);
  return base::ok();
}

// A reply to a post that the peer lacks would be refused for that.
bool Delivery::waits(const model::Post& post, const model::LedgerEntry& entry) {
  const auto root = absent_.find(post.root_id);
  if (post.root_id.empty() || root == absent_.end()) return false;
  model::HeldItem item = after_waiting(item_of(entry, post.id, post.root_id), clock_.now());
  item.dead = root->second;
  hold(std::move(item), "the first post of its thread did not cross");
  return true;
}

// What hangs on a post goes when the post goes.
bool Delivery::waits(const model::Reaction& reaction, const model::LedgerEntry&) {
  return absent_.count(reaction.post_id) != 0;
}
bool Delivery::waits(const model::PostAcknowledgement& acknowledgement, const model::LedgerEntry&) {
  return absent_.count(acknowledgement.post_id) != 0;
}

void Delivery::hold_back(const model::Post& post, const model::LedgerEntry& entry, const std::string& why) {
  model::HeldItem item = item_of(entry, post.id, post.root_id);
  ++item.tries;
  item.since = item.since == base::Time() ? clock_.now() : item.since;
  item.not_before = clock_.now() + retry_wait(item.tries, std::nullopt, 0);
  hold(std::move(item), why);
}

template <class Item>
void Delivery::hold_untaken(const Parcel<Item>& parcel, const std::string& why) {
  for (std::size_t i = 0; i < parcel.items.size(); ++i) {
    const model::LedgerEntry& entry = parcel.ledger[i];
    const auto same = [&](const auto& other) { return other.kind == entry.kind && other.item_id == entry.item_id; };
    const bool done = std::any_of(taken_.begin(), taken_.end(), same) || std::any_of(held_.begin(), held_.end(), same);
    if (done || waits(parcel.items[i], entry)) continue;
    hold(after_waiting(item_of(entry, post_of(parcel.items[i]), {}), clock_.now()), why);
  }
}

void Delivery::hold_what_hangs(const std::string& why) {
  hold_untaken(batch_.reactions, why);
  hold_untaken(batch_.acknowledgements, why);
}

// As it stands if it was held before, unless it has changed since.
model::HeldItem Delivery::item_of(const model::LedgerEntry& entry, const model::PostId& post,
                                  const model::PostId& root) const {
  const auto known = batch_.known.find({entry.kind, entry.item_id});
  if (known != batch_.known.end() && !known->second.dead) {
    model::HeldItem item = known->second;
    item.version = entry.version;
    return item;
  }
  model::HeldItem item;
  item.remote_id = about_.to.remote_id;
  item.channel_id = about_.channel;
  item.kind = entry.kind;
  item.item_id = entry.item_id;
  item.version = entry.version;
  item.post_id = post;
  item.root_id = root;
  return item;
}

void Delivery::hold(model::HeldItem item, const std::string& why) {
  item.reason = why.substr(0, reason_chars);
  const bool is_new_post = item.kind == model::LedgerKind::post && batch_.fresh.count(item.post_id) != 0;
  if (is_new_post) absent_[item.post_id] = item.dead;
  base::log::warn(item.dead ? "dead_letter" : "item_held", item.reason,
                  {{"remote_id", item.remote_id.str()},
                   {"channel_id", item.channel_id.str()},
                   {"post_id", item.post_id.str()},
                   {"tries", item.tries}});
  held_.push_back(std::move(item));
}

// Whether the peer is able to take anything: it answers a message that holds nothing.
base::Result<> Delivery::check_works(const base::Error& error) {
  if (works_) return base::ok();
  const auto response = say({}, {});
  if (!response.ok()) return error;
  works_ = true;
  return base::ok();
}

base::Result<model::SyncResponse> Delivery::say(model::SyncMsg message, const std::string& id) {
  message.id = base::new_id();
  message.channel_id = about_.wire_id;
  for (model::Post& post : message.posts) {
    post.channel_id = about_.wire_id;
    if (batch_.pins_moved.count(post.id) == 0) continue;
    if (!message.causeway) message.causeway.emplace();
    message.causeway->pins_moved.push_back(post.id);
  }
  for (model::Reaction& reaction : message.reactions) reaction.channel_id = about_.wire_id;
  for (model::PostAcknowledgement& one : message.acknowledgements) one.channel_id = about_.wire_id;
  const auto frame =
      peer::make_frame(about_.to.remote_id, model::topic::sync, json::to_json(message), clock_.now(), id);
  CAUSEWAY_TRY(answer, peers_.send_message(about_.to, frame, stop_));
  if (answer.status != "OK") {
    return peer::says_unshared(answer) ? base::retry_later("peer_unshared", peer::unshared_text)
                                       : peer::said_no(answer);
  }
  if (answer.payload.is_null())
    return base::in_doubt("peer_no_payload", "the peer's answer says nothing of what it took");
  auto response = json::from_json<model::SyncResponse>(answer.payload);
  if (!response.ok()) return base::in_doubt("peer_bad_payload", response.error().text);
  return response;
}

}  // namespace causeway::outbound
