#include "outbound/reconciler.h"

#include <algorithm>
#include <set>

#include "base/log.h"
#include "json/record.h"
#include "model/limits.h"
#include "outbound/collect/permalinks.h"
#include "outbound/collect/posts.h"
#include "peer/answer.h"
#include "peer/content_policy.h"
#include "peer/frame.h"
#include "peer/version.h"

namespace causeway::outbound {

namespace {

// Somebody may ask for a new comparison while a page of the one before is under way: a place says whose it is.
std::string mark_of(const model::Reconciliation& one) {
  return std::to_string(base::to_millis(one.asked_at)) + ":";
}

model::Cursor resume_behind(const model::Reconciliation& one, const model::Post& post) {
  return {post.create_at, mark_of(one) + post.id.str()};
}

// The beginning, if the place is of another comparison.
model::Cursor place_in(const model::Reconciliation& one, const model::Cursor& resume) {
  const std::string mark = mark_of(one);
  if (!resume.id.starts_with(mark)) return {};
  return {resume.at, resume.id.substr(mark.size())};
}

}  // namespace

struct Reconciler::Page {
  const model::Task& task;
  const model::Remote& remote;
  const model::ChannelRemote& row;
  std::vector<store::Store::ChangedPost> posts;  // those to be compared: ours to tell, and at rest
  bool first = false;
  bool last = false;
  bool back = false;
};

base::Result<store::Settlement> Reconciler::send(const model::Task& task, std::stop_token stop) {
  store::Settlement settlement;
  CAUSEWAY_TRY(row, store_.channel_remote(task.channel_id, task.remote_id));
  CAUSEWAY_TRY(remote, store_.remote(task.remote_id));
  CAUSEWAY_TRY(asked, store_.reconciliation(task.channel_id, task.remote_id));
  if (!row || !remote || !asked || remote->state == model::RemoteState::removed) return settlement;
  const model::Cursor behind = place_in(*asked, task.resume);
  CAUSEWAY_TRY(posts, store_.inventory(*row, behind, peer::crossing_types(), model::limits::inventory_page));
  Page page{task, *remote, *row, {}, false, false, false};
  page.first = behind == model::Cursor{};
  page.last = posts.size() < model::limits::inventory_page;
  page.back = !asked->asked_by.empty();
  if (!posts.empty()) settlement.resume = resume_behind(*asked, posts.back().post);
  const base::Time calm = clock_.now() - model::limits::inventory_calm;
  std::erase_if(posts, [&](const auto& one) { return one.theirs || one.post.update_at > calm; });
  page.posts = std::move(posts);

  model::Reconciliation::Side counts = by_ledger(page);
  if (remote->causeway) {
    CAUSEWAY_TRY(compared, compare(page, std::move(stop)));
    counts = compared;
  }
  if (page.last) counts.done_at = clock_.now();
  CAUSEWAY_CHECK(store_.add_reconciled(row->channel_id, remote->id, true, page.first, counts));
  if (!page.last) settlement.kind = store::Settlement::Kind::more;
  return settlement;
}

base::Result<std::vector<model::InventoryItem>> Reconciler::items_of(const Page& page) {
  const std::string& site_url = current_.get()->facts.site_url;
  std::vector<model::Post> wires;
  for (const store::Store::ChangedPost& one : page.posts) wires.push_back(for_wire(one.post));
  CAUSEWAY_TRY(linked, linked_from(store_, wires, site_url));
  std::vector<model::InventoryItem> items;
  for (model::Post& wire : wires) {
    mark_links(wire, linked, site_url);
    items.push_back({wire.id, peer::post_version(wire)});
  }
  return items;
}

base::Result<model::Reconciliation::Side> Reconciler::compare(const Page& page, std::stop_token stop) {
  model::Inventory inventory;
  inventory.channel_id = page.row.wire_id();
  inventory.first = page.first;
  inventory.last = page.last;
  inventory.back = page.back;
  CAUSEWAY_TRY(items, items_of(page));
  inventory.posts = std::move(items);
  const auto frame = peer::make_frame(page.remote.id, model::topic::inventory, json::to_json(inventory), clock_.now(),
                                      page.task.message_id);
  CAUSEWAY_TRY(answer, peers_.send_message(peer::address_of(page.remote), frame, std::move(stop)));
  if (answer.status != "OK") return peer::said_no(answer);
  const auto differences = json::from_json<model::InventoryAnswer>(answer.payload);
  if (!differences.ok()) {
    base::log::info("peer_compares_nothing", "the peer's Causeway is too old to compare channels",
                    {{"remote_id", page.remote.id.str()}});
    return by_ledger(page);
  }
  CAUSEWAY_CHECK(send_again(page, *differences));
  model::Reconciliation::Side counts;
  counts.posts = static_cast<std::int64_t>(page.posts.size());
  counts.missing = static_cast<std::int64_t>(differences->missing.size());
  counts.differing = static_cast<std::int64_t>(differences->differing.size());
  return counts;
}

// Only what was asked about: the answer is a stranger's.
base::Result<> Reconciler::send_again(const Page& page, const model::InventoryAnswer& answer) {
  std::set<model::PostId> wanted(answer.missing.begin(), answer.missing.end());
  wanted.insert(answer.differing.begin(), answer.differing.end());
  std::vector<model::PostId> posts;
  base::Time oldest = base::Time::max();
  for (const store::Store::ChangedPost& one : page.posts) {
    if (wanted.count(one.post.id) == 0) continue;
    posts.push_back(one.post.id);
    oldest = std::min(oldest, one.post.update_at);
  }
  if (posts.empty()) return base::ok();
  CAUSEWAY_CHECK(store_.forget_sent(page.remote.id, posts));
  return store_.enqueue({{page.remote.id, page.row.channel_id, model::TaskKind::posts, oldest}}, clock_.now());
}

model::Reconciliation::Side Reconciler::by_ledger(const Page& page) {
  model::Reconciliation::Side counts;
  counts.posts = static_cast<std::int64_t>(page.posts.size());
  for (const store::Store::ChangedPost& one : page.posts) {
    const bool deleted = one.post.delete_at != base::Time();
    if (one.sent_version.empty()) {
      counts.missing += one.received || deleted ? 0 : 1;
    } else if (one.sent_version != peer::post_version(one.post)) {
      ++counts.differing;
    }
  }
  return counts;
}

}  // namespace causeway::outbound
