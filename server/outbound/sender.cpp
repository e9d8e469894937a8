#include "outbound/sender.h"

#include <algorithm>
#include <map>
#include <utility>

#include "base/id.h"
#include "base/log.h"
#include "model/limits.h"
#include "outbound/collect/permalinks.h"

namespace causeway::outbound {
namespace {

constexpr const char* given_up_text =
    "Something of this message could not be delivered to a connected server, which does not take it. Its "
    "administrators can say why.";
constexpr std::int32_t failures_of_an_outage = 3;  // after some seconds; a restart is none

// One entry an item.
void join(store::Settlement& page, const store::Settlement& live) {
  if (live.ledger.empty()) return;
  std::map<std::pair<model::LedgerKind, std::string>, model::LedgerEntry> entries;
  for (const store::Settlement* part : {&live, static_cast<const store::Settlement*>(&page)}) {
    for (const model::LedgerEntry& entry : part->ledger) {
      const auto [place, fresh] = entries.try_emplace({entry.kind, entry.item_id}, entry);
      if (!entry.version.empty()) place->second.version = entry.version;
      if (entry.looked_at != 0) place->second.looked_at = entry.looked_at;
    }
  }
  page.ledger.clear();
  for (auto& [key, entry] : entries) page.ledger.push_back(std::move(entry));
  page.synced_users.insert(live.synced_users.begin(), live.synced_users.end());
}

}  // namespace

struct Sender::Exchange {
  model::Task task;  // with the id of its first message of items
  model::ChannelRemote row;
  FileSender::To to;
  bool causeway = false;             // the peer is one
  std::vector<model::HeldItem> due;  // of a `held` task
  Batch batch;
  std::vector<FileSender::Refused> refused_files;
  std::vector<model::HeldItem> held;  // by this conversation
  std::vector<model::LedgerEntry> emojis;
  store::Settlement settlement;
};

// Nothing when there is nobody to send to any more.
base::Result<std::optional<Sender::Exchange>> Sender::open(const model::Task& task) {
  CAUSEWAY_TRY(row, store_.channel_remote(task.channel_id, task.remote_id));
  CAUSEWAY_TRY(remote, store_.remote(task.remote_id));
  if (!row || !remote || remote->state == model::RemoteState::removed) return std::optional<Exchange>();
  Exchange exchange{task, *row, {}, remote->causeway, {}, {}, {}, {}, {}, {}};
  exchange.to.address = peer::address_of(*remote);
  exchange.to.name = remote->display_name.empty() ? remote->name : remote->display_name;
  exchange.to.channel = row->wire_id();
  exchange.to.policy = remote->policy;
  if (exchange.task.message_id.empty()) exchange.task.message_id = base::new_id();
  exchange.settlement.message_id = exchange.task.message_id;
  return std::optional(std::move(exchange));
}

base::Result<store::Settlement> Sender::send(const model::Task& task, std::stop_token stop) {
  CAUSEWAY_TRY(exchange, open(task));
  if (!exchange) return store::Settlement{};
  store::Settlement live;
  if (task.resume != model::Cursor{}) {
    CAUSEWAY_TRY(sent, send_live(*exchange, stop));
    live = std::move(sent);
    if (live.broke_off) return live;
  }
  CAUSEWAY_TRY(batch, collector_.collect(task, exchange->row, current_.get()->settings.max_posts_per_sync));
  exchange->batch = std::move(batch);
  auto page = hold_conversation(*exchange, false, std::move(stop));
  if (page.ok()) {
    join(*page, live);
  } else if (!live.ledger.empty()) {
    live.broke_off = std::move(page).error();
    return live;
  }
  return page;
}

// Between two pages of a backlog goes what is being written now: its readers should not wait for the whole. The backlog
// itself goes oldest first, and finds these in the ledger when it comes to them.
base::Result<store::Settlement> Sender::send_live(Exchange exchange, std::stop_token stop) {
  exchange.task.kind = model::TaskKind::posts;
  exchange.task.resume = {clock_.now() - model::limits::cursor_overlap, {}};
  exchange.task.scan_from = {};
  CAUSEWAY_TRY(batch, collector_.collect(exchange.task, exchange.row, current_.get()->settings.max_posts_per_sync));
  if (batch.nothing_to_send()) return store::Settlement{};
  exchange.task.message_id = base::new_id();
  exchange.batch = std::move(batch);
  CAUSEWAY_TRY(sent, hold_conversation(exchange, false, std::move(stop)));
  store::Settlement live;  // the cursor stays where the backlog is
  live.ledger = std::move(sent.ledger);
  live.synced_users = std::move(sent.synced_users);
  live.broke_off = std::move(sent.broke_off);
  return live;
}

base::Result<store::Settlement> Sender::send_held(const model::Task& task, std::stop_token stop) {
  CAUSEWAY_TRY(exchange, open(task));
  if (!exchange) return store::Settlement{};
  CAUSEWAY_TRY(waiting, store_.held({task.remote_id, task.channel_id, false, model::limits::held_page}));
  const base::Time now = clock_.now();
  std::erase_if(waiting, [now](const model::HeldItem& item) { return item.not_before > now; });
  exchange->due = std::move(waiting);
  if (exchange->due.empty()) {
    CAUSEWAY_CHECK(finish_held(*exchange));
    return std::move(exchange->settlement);
  }
  CAUSEWAY_TRY(batch, collector_.collect_held(exchange->row, exchange->due));
  exchange->batch = std::move(batch);
  return hold_conversation(*exchange, true, std::move(stop));
}

// From here to the answer nobody knows which of the two the peer has. Native is told of reactions once and for all: a
// second removal would be a reaction.
base::Result<> Sender::open_replaced(Exchange& exchange) {
  std::vector<model::LedgerEntry>& replaced = exchange.batch.replaced;
  if (!exchange.causeway) {
    std::erase_if(replaced, [](const model::LedgerEntry& entry) { return entry.kind != model::LedgerKind::post; });
  }
  return store_.ledger_open(exchange.row.remote_id, replaced);
}

base::Result<store::Settlement> Sender::hold_conversation(Exchange& exchange, bool alone, std::stop_token stop) {
  if (!exchange.batch.replaced.empty()) CAUSEWAY_CHECK(open_replaced(exchange));
  store::Settlement& settlement = exchange.settlement;
  Delivery delivery(peers_, clock_,
                    {exchange.task, exchange.row.channel_id, exchange.row.wire_id(), exchange.to.address, alone},
                    exchange.batch, stop);
  auto carried = carry(exchange, delivery, std::move(stop));
  settlement.ledger = delivery.taken();
  settlement.ledger.insert(settlement.ledger.end(), exchange.emojis.begin(), exchange.emojis.end());
  settlement.synced_users = delivery.users_taken();
  if (!settlement.ledger.empty()) notices_.outage_ends(exchange.row.remote_id, exchange.row.channel_id);
  if (!carried.ok() && carried.error().code == "peer_unshared") carried = unshared(exchange);
  if (!carried.ok()) tell_of_outage(exchange, carried.error());
  if (!carried.ok() && alone) delivery.hold_what_hangs(carried.error().text);
  if (auto down = put_down(exchange, delivery); carried.ok() && !down.ok()) carried = std::move(down);
  if (carried.ok() && alone) carried = finish_held(exchange);
  if (carried.ok() && !alone) finish(exchange);
  if (carried.ok()) return settlement;
  if (settlement.ledger.empty() && settlement.synced_users.empty()) return std::move(carried).error();
  settlement.broke_off = std::move(carried).error();
  return settlement;
}

base::Result<> Sender::carry(Exchange& exchange, Delivery& delivery, std::stop_token stop) {
  CAUSEWAY_CHECK(delivery.carry_users(current_.get()->settings.max_users_per_sync));
  if (exchange.causeway) CAUSEWAY_CHECK(carry_emojis(exchange, stop));
  CAUSEWAY_CHECK(carry_posts(exchange, delivery, std::move(stop)));
  tell_authors(exchange, exchange.batch.link_elsewhere, links_elsewhere_text);
  CAUSEWAY_CHECK(delivery.carry_reactions());
  return delivery.carry_acknowledgements();
}

base::Result<> Sender::carry_emojis(Exchange& exchange, std::stop_token stop) {
  auto [ledger, error] = emojis_.send({exchange.to.address, exchange.row.wire_id(), exchange.task.attempts},
                                      exchange.batch, std::move(stop));
  exchange.emojis = std::move(ledger);
  return error ? base::Result<>(*std::move(error)) : base::ok();
}

// Each post's files first. A post whose file failed waits for the next try; where the connection failed, what stands
// before it goes.
base::Result<> Sender::carry_posts(Exchange& exchange, Delivery& delivery, std::stop_token stop) {
  Parcel<model::Post>& posts = exchange.batch.posts;
  auto [ready, error, waiting, refused] = files_.send(exchange.to, posts.items, std::move(stop));
  exchange.refused_files = std::move(refused);
  if (error && error->code == "peer_unshared") return *std::move(error);
  Parcel<model::Post> going;
  for (std::size_t i = 0; i < ready; ++i) {
    if (const auto why = waiting.find(i); why != waiting.end()) {
      delivery.hold_back(posts.items[i], posts.ledger[i], why->second);
    } else {
      going.add(posts.items[i], posts.ledger[i]);
    }
  }
  CAUSEWAY_CHECK(delivery.carry_posts(going));
  return error ? base::Result<>(*std::move(error)) : base::ok();
}

// What is held is written down before the task is settled: a crash in between repeats what is idempotent.
base::Result<> Sender::put_down(Exchange& exchange, const Delivery& delivery) {
  exchange.held = delivery.held();
  for (const FileSender::Refused& file : exchange.refused_files) {
    model::HeldItem item;
    item.remote_id = exchange.row.remote_id;
    item.channel_id = exchange.row.channel_id;
    item.kind = model::LedgerKind::file;
    item.item_id = file.file.str();
    item.post_id = file.post;
    item.dead = true;
    item.since = clock_.now();
    item.reason = file.why;
    exchange.held.push_back(std::move(item));
  }
  CAUSEWAY_CHECK(store_.release(exchange.row.remote_id, released(exchange), clock_.now()));
  if (exchange.held.empty()) return base::ok();
  CAUSEWAY_TRY(count, store_.count_held(exchange.row.remote_id, false));
  if (count >= model::limits::held_items) {
    return base::retry_later("too_much_held", "the other server does not take too many things; see its dead letters");
  }
  CAUSEWAY_CHECK(store_.hold(exchange.held, clock_.now()));
  std::set<model::PostId> lost;
  for (const model::HeldItem& item : exchange.held) {
    if (item.dead && item.kind != model::LedgerKind::file) lost.insert(item.post_id);
  }
  tell_authors(exchange, lost, given_up_text);
  return base::ok();
}

// Of what was known to be held: what the peer has taken now, and what there is no longer.
std::vector<std::int64_t> Sender::released(const Exchange& exchange) const {
  const Batch& batch = exchange.batch;
  using Key = std::pair<model::LedgerKind, std::string>;
  std::set<Key> taken, still;
  for (const model::LedgerEntry& entry : exchange.settlement.ledger) taken.emplace(entry.kind, entry.item_id);
  for (const model::HeldItem& item : exchange.held) still.emplace(item.kind, item.item_id);
  std::vector<std::int64_t> numbers = batch.vanished;
  for (const auto& [key, item] : batch.known) {
    if (taken.count(key) != 0) numbers.push_back(item.number);
  }
  std::set<Key> built = taken;
  for (const model::LedgerEntry& entry : batch.posts.ledger) built.emplace(entry.kind, entry.item_id);
  for (const model::LedgerEntry& entry : batch.reactions.ledger) built.emplace(entry.kind, entry.item_id);
  for (const model::LedgerEntry& entry : batch.acknowledgements.ledger) built.emplace(entry.kind, entry.item_id);
  for (const model::HeldItem& item : exchange.due) {
    const Key key{item.kind, item.item_id}, post{model::LedgerKind::post, item.post_id.str()};
    const bool file = item.kind == model::LedgerKind::file;
    const bool through = file ? taken.count(post) != 0 || built.count(post) == 0 : built.count(key) == 0;
    const bool absent = batch.absent.count(item.post_id) != 0;  // then it waits for its post
    if (through && !absent && still.count(key) == 0) numbers.push_back(item.number);
  }
  return numbers;
}

base::Error Sender::unshared(const Exchange& exchange) {
  const auto ended = unshared_(exchange.row);
  return ended.ok() ? base::retry_later("peer_failed", "the peer no longer shares this channel") : ended.error();
}

void Sender::tell_authors(const Exchange& exchange, const std::set<model::PostId>& posts, const char* text) {
  for (const model::Post& post : exchange.batch.posts.items) {
    if (posts.count(post.id) != 0 && exchange.batch.own.count(post.id) != 0) notices_.tell(post, text);
  }
}

void Sender::tell_of_outage(const Exchange& exchange, const base::Error& error) {
  if (!peer_silent(error) || exchange.task.attempts + 1 < failures_of_an_outage) return;
  for (const model::Post& post : exchange.batch.posts.items) {
    const bool waits = exchange.batch.fresh.count(post.id) != 0 && exchange.batch.own.count(post.id) != 0;
    if (waits) notices_.tell_outage(post, exchange.row.remote_id, exchange.to.name);
  }
}

// Everything has been said.
void Sender::finish(Exchange& exchange) {
  store::Settlement& settlement = exchange.settlement;
  Batch& batch = exchange.batch;
  if (!batch.nothing_to_send()) {
    base::log::debug("changes_sent", "changes crossed",
                     {{"remote_id", exchange.row.remote_id.str()},
                      {"channel_id", exchange.row.channel_id.str()},
                      {"posts", batch.posts.items.size()},
                      {"reactions", batch.reactions.items.size()},
                      {"acknowledgements", batch.acknowledgements.items.size()}});
  }
  settlement.kind = batch.more ? store::Settlement::Kind::more : store::Settlement::Kind::done;
  settlement.resume = batch.updated;
  const bool history = exchange.task.kind == model::TaskKind::history;
  if (batch.updated != model::Cursor{} && !history) settlement.last_post_update = batch.updated;
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

// Until nothing is held but dead letters.
base::Result<> Sender::finish_held(Exchange& exchange) {
  store::Settlement& settlement = exchange.settlement;
  CAUSEWAY_TRY(next, store_.held({exchange.row.remote_id, exchange.row.channel_id, false, 1}));
  if (next.empty()) return base::ok();
  settlement.kind = store::Settlement::Kind::retry;
  settlement.not_before = std::max(next.front().not_before, clock_.now());
  settlement.error = next.front().reason;
  settlement.message_id.clear();
  return base::ok();
}

}  // namespace causeway::outbound
