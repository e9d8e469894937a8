#include "outbound/sender.h"

#include <algorithm>
#include <set>
#include <type_traits>
#include <utility>

#include "base/log.h"
#include "json/record.h"
#include "model/limits.h"
#include "outbound/collect/permalinks.h"
#include "peer/frame.h"

namespace causeway::outbound {
namespace {

constexpr std::int32_t tries_before_giving_up = 3;  // for an item that the peer refuses while it takes others
constexpr const char* given_up_text =
    "Something of this message could not be delivered to a connected server, which refuses it. Its administrators can "
    "say why.";
constexpr const char* unshared_text = "channel is no longer shared";  // native's words, and ours
constexpr std::size_t envelope_bytes = 2'000;                         // frame and message around the items

// By what a peer names the item in its lists of errors.
const std::string& name_of(const model::Post& post) {
  return post.id.str();
}
const std::string& name_of(const model::Reaction& reaction) {
  return reaction.post_id.str();
}
const std::string& name_of(const model::PostAcknowledgement& one) {
  return one.post_id.str();
}

// How many items from `begin` on fit one message; at least one.
template <class Item>
std::size_t fitting(const std::vector<Item>& items, std::size_t begin) {
  std::size_t bytes = envelope_bytes;
  std::size_t end = begin;
  for (; end < items.size(); ++end) {
    bytes += json::dump(json::to_json(items[end])).size() + 1;
    if (end > begin && bytes > model::limits::outgoing_body_bytes) break;
  }
  return end;
}

}  // namespace

struct Sender::Exchange {
  const model::Task& task;
  const model::ChannelRemote& row;
  FileSender::To to;
  Batch batch;
  store::Settlement settlement;
  std::stop_token stop;
  std::string next_message_id;       // of a retry: the first message of items is the same one again
  std::vector<std::string> refused;  // items, by the peer's word
};

base::Result<store::Settlement> Sender::send(const model::Task& task, std::stop_token stop) {
  CAUSEWAY_TRY(row, store_.channel_remote(task.channel_id, task.remote_id));
  CAUSEWAY_TRY(remote, store_.remote(task.remote_id));
  if (!row || !remote || remote->state == model::RemoteState::removed) return store::Settlement{};

  CAUSEWAY_TRY(batch, collector_.collect(task, *row, current_.get()->settings.max_posts_per_sync));
  Exchange exchange{task, *row, {}, std::move(batch), {}, stop, {}, {}};
  exchange.to.address = peer::address_of(*remote);
  exchange.to.name = remote->display_name.empty() ? remote->name : remote->display_name;
  exchange.to.channel = row->channel_id;
  store::Settlement& settlement = exchange.settlement;
  settlement.synced_at = clock_.now();
  settlement.message_id = exchange.next_message_id = task.message_id.empty() ? base::new_id() : task.message_id;
  auto carried = carry(exchange);
  if (carried.ok()) {
    finish(exchange);
  } else if (settlement.ledger.empty() && settlement.synced_users.empty()) {
    return std::move(carried).error();
  } else {
    settlement.broke_off = std::move(carried).error();
  }
  return settlement;
}

base::Result<> Sender::carry(Exchange& exchange) {
  Batch& batch = exchange.batch;
  CAUSEWAY_CHECK(send_users(exchange));
  CAUSEWAY_CHECK(send_posts(exchange));
  tell_authors(exchange, batch.link_elsewhere, links_elsewhere_text);
  CAUSEWAY_CHECK(
      send_parcel(exchange, batch.reactions, &model::SyncMsg::reactions, &model::SyncResponse::reaction_errors));
  return send_parcel(exchange, batch.acknowledgements, &model::SyncMsg::acknowledgements,
                     &model::SyncResponse::acknowledgement_errors);
}

base::Result<> Sender::send_users(Exchange& exchange) {
  const std::size_t most = current_.get()->settings.max_users_per_sync;
  for (auto next = exchange.batch.users.begin(); next != exchange.batch.users.end();) {
    model::SyncMsg message;
    for (; next != exchange.batch.users.end() && message.users.size() < most; ++next) message.users.insert(*next);
    const std::size_t asked = message.users.size();
    CAUSEWAY_TRY(response, exchange_message(exchange, std::move(message)));
    for (const std::string& id : response.users_syncd) {
      if (exchange.batch.users.count(id) != 0) exchange.settlement.synced_users.emplace_back(id);
    }
    if (!response.user_errors.empty()) {
      base::log::warn(
          "users_refused", "the peer refused some users; their posts will be refused too",
          {{"remote_id", exchange.row.remote_id.str()}, {"count", response.user_errors.size()}, {"of", asked}});
    }
  }
  return base::ok();
}

// Each post's files first. A post whose file failed waits for the next try, and so does what comes behind it; what
// stands before it goes.
base::Result<> Sender::send_posts(Exchange& exchange) {
  Parcel<model::Post>& posts = exchange.batch.posts;
  auto [ready, error] = files_.send(exchange.to, posts.items, exchange.stop);
  if (error && error->code == "peer_unshared") return unshared(exchange);
  posts.items.resize(ready);
  posts.ledger.resize(ready);
  CAUSEWAY_CHECK(send_parcel(exchange, posts, &model::SyncMsg::posts, &model::SyncResponse::post_errors));
  return error ? base::Result<>(*std::move(error)) : base::ok();
}

// What the peer has taken is remembered message by message, so that a conversation that breaks off goes on from there.
template <class Item>
base::Result<> Sender::send_parcel(Exchange& exchange, Parcel<Item>& parcel, std::vector<Item> model::SyncMsg::* field,
                                   std::vector<std::string> model::SyncResponse::* errors) {
  for (std::size_t begin = 0; begin < parcel.items.size();) {
    const std::size_t end = fitting(parcel.items, begin);
    model::SyncMsg message;
    const auto first = parcel.items.begin();
    (message.*field).assign(first + static_cast<std::ptrdiff_t>(begin), first + static_cast<std::ptrdiff_t>(end));
    if constexpr (std::is_same_v<Item, model::Post>) message.mention_transforms = exchange.batch.mention_transforms;
    CAUSEWAY_TRY(response, exchange_message(exchange, std::move(message)));
    const std::set<std::string> refused((response.*errors).begin(), (response.*errors).end());
    for (std::size_t i = begin; i < end; ++i) {
      const std::string& name = name_of(parcel.items[i]);
      if (refused.count(name) == 0) {
        exchange.settlement.ledger.push_back(parcel.ledger[i]);
      } else {
        exchange.refused.push_back(name);
      }
    }
    begin = end;
  }
  return base::ok();
}

void Sender::tell_authors(const Exchange& exchange, const std::set<model::PostId>& posts, const char* text) {
  for (const model::Post& post : exchange.batch.posts.items) {
    if (posts.count(post.id) != 0 && exchange.batch.own.count(post.id) != 0) notices_.tell(post, text);
  }
}

// Everything has been said. Refused items are said again, alone, with the next try: their rows are not ticked off, and
// the cursor stays. After some tries the channel goes on without them, which the status says.
void Sender::finish(Exchange& exchange) {
  store::Settlement& settlement = exchange.settlement;
  Batch& batch = exchange.batch;
  if (!batch.posts.empty() || !batch.reactions.empty() || !batch.acknowledgements.empty()) {
    base::log::debug("changes_sent", "changes crossed",
                     {{"remote_id", exchange.row.remote_id.str()},
                      {"channel_id", exchange.row.channel_id.str()},
                      {"posts", batch.posts.items.size()},
                      {"reactions", batch.reactions.items.size()},
                      {"acknowledgements", batch.acknowledgements.items.size()}});
  }
  if (!exchange.refused.empty()) {
    finish_refused(exchange);
    if (settlement.kind == store::Settlement::Kind::retry) return;
  }
  settlement.kind = batch.more ? store::Settlement::Kind::more : store::Settlement::Kind::done;
  settlement.resume = batch.updated;
  if (batch.updated != model::Cursor{}) settlement.last_post_update = batch.updated;
  for (const model::Post& post : batch.posts.items) {
    const model::Cursor place{post.create_at, post.id.str()};
    settlement.last_post_create = std::max(settlement.last_post_create.value_or(model::Cursor{}), place);
  }
  // One row an item in one statement: the looked-at version joins the entry of a post that crossed.
  std::map<std::string, std::size_t> entries;
  for (std::size_t i = 0; i < settlement.ledger.size(); ++i) {
    if (settlement.ledger[i].kind == model::LedgerKind::post) entries.emplace(settlement.ledger[i].item_id, i);
  }
  for (model::LedgerEntry& looked : batch.looked) {
    if (const auto entry = entries.find(looked.item_id); entry != entries.end()) {
      settlement.ledger[entry->second].looked_at = looked.looked_at;
    } else {
      settlement.ledger.push_back(std::move(looked));
    }
  }
}

void Sender::finish_refused(Exchange& exchange) {
  const std::string what = "the peer refused " + std::to_string(exchange.refused.size()) +
                           " item(s), the first belongs to post " + exchange.refused.front();
  const bool give_up = exchange.task.attempts + 1 >= tries_before_giving_up;
  base::log::warn(give_up ? "items_given_up" : "items_refused", what,
                  {{"remote_id", exchange.row.remote_id.str()}, {"channel_id", exchange.row.channel_id.str()}});
  if (give_up) {
    const auto noted = store_.set_invite_state(exchange.row.channel_id, exchange.row.remote_id, exchange.row.invite,
                                               what + "; given up");
    if (!noted.ok()) base::log::warn("status_not_written", noted.error().text);
    tell_authors(exchange, {exchange.refused.begin(), exchange.refused.end()}, given_up_text);
    return;
  }
  exchange.settlement.kind = store::Settlement::Kind::retry;
  exchange.settlement.error = what;
  exchange.settlement.message_id.clear();  // the next message is another one
}

base::Error Sender::unshared(Exchange& exchange) {
  constexpr const char* why = "the peer no longer shares this channel";
  const auto noted =
      store_.set_invite_state(exchange.row.channel_id, exchange.row.remote_id, model::InviteState::refused, why);
  return noted.ok() ? base::retry_later("peer_failed", why) : noted.error();
}

base::Result<model::SyncResponse> Sender::exchange_message(Exchange& exchange, model::SyncMsg message) {
  message.id = base::new_id();
  message.channel_id = exchange.row.channel_id;
  const std::string id = message.users.empty() ? std::exchange(exchange.next_message_id, std::string()) : std::string();
  const auto frame =
      peer::make_frame(exchange.row.remote_id, model::topic::sync, json::to_json(message), clock_.now(), id);
  CAUSEWAY_TRY(answer, peers_.send_message(exchange.to.address, frame, exchange.stop));
  if (answer.status != "OK") {
    if (answer.err.find(unshared_text) != std::string::npos) return unshared(exchange);
    return base::retry_later("peer_failed", "the peer answered: " + answer.err.substr(0, 200));
  }
  if (answer.payload.is_null())
    return base::in_doubt("peer_no_payload", "the peer's answer says nothing of what it took");
  auto response = json::from_json<model::SyncResponse>(answer.payload);
  if (!response.ok()) return base::in_doubt("peer_bad_payload", response.error().text);
  return response;
}

}  // namespace causeway::outbound
