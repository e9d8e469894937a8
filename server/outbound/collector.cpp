#include "outbound/collector.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <tuple>

#include "model/ledger_items.h"
#include "model/limits.h"
#include "outbound/collect/mentions.h"
#include "outbound/collect/permalinks.h"
#include "outbound/collect/posts.h"
#include "outbound/collect/users.h"
#include "peer/content_policy.h"
#include "peer/version.h"

namespace causeway::outbound {

using model::LedgerKind;

namespace {

// Oldest first, but a root before its replies whatever their clocks say.
void sort_fresh(Parcel<model::Post>& posts) {
  std::map<model::PostId, base::Time> created;
  for (const model::Post& post : posts.items) created.emplace(post.id, post.create_at);
  const auto place = [&](const model::Post& post) {
    const auto root = created.find(post.root_id);
    const base::Time at = root == created.end() ? post.create_at : std::max(post.create_at, root->second);
    return std::tuple(at, !post.root_id.empty(), post.create_at, post.id);
  };
  std::vector<std::size_t> order(posts.items.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return place(posts.items[a]) < place(posts.items[b]); });
  Parcel<model::Post> sorted;
  for (const std::size_t i : order) sorted.add(std::move(posts.items[i]), std::move(posts.ledger[i]));
  posts = std::move(sorted);
}

}  // namespace

struct Collector::Page {
  const model::ChannelRemote& row;
  bool held = false;     // a page of held items
  bool history = false;  // of what is older than the share
  base::Time now;
  std::vector<store::Store::ChangedPost> rows;
  Batch batch;
  std::vector<model::PostId> live;  // those of the rows that the remote has or gets
  std::vector<model::PostId> acknowledgeable;
  std::vector<model::UserId> mentioned;
  std::optional<bool> causeway{};  // see to_causeway

  void note_author(const model::Post& post) {
    if (!post.remote_id || post.remote_id->empty()) batch.own.insert(post.id);
  }
  void add_fresh(Parcel<model::Post>& posts, model::Post wire, model::LedgerEntry entry) {
    batch.fresh.insert(wire.id);
    posts.add(std::move(wire), std::move(entry));
  }
  const model::HeldItem* known(LedgerKind kind, const std::string& item) const {
    const auto found = batch.known.find({kind, item});
    return found == batch.known.end() ? nullptr : &found->second;
  }
  // Whether its turn has come, here and now.
  bool goes(LedgerKind kind, const std::string& item, const std::string& version) const {
    const model::HeldItem* one = known(kind, item);
    if (one == nullptr) return true;
    return one->dead ? one->version != version : held && one->not_before <= now;
  }
  template <class Item>
  void add(Parcel<Item>& items, Item wire, bool replaces, model::LedgerEntry entry) {
    if (replaces) batch.replaced.push_back(entry);
    items.add(std::move(wire), std::move(entry));
  }
  // The post is deleted: nothing that hangs on it has to cross any more, nor it itself where it never did.
  void forget_held(const model::PostId& post, bool itself) {
    for (const auto& [key, one] : batch.known) {
      const bool hangs = one.kind != LedgerKind::post && one.post_id == post;
      if (hangs || (itself && one.kind == LedgerKind::post && one.item_id == post.str())) {
        batch.vanished.push_back(one.number);
      }
    }
  }
  // One of its files is tried again.
  bool again_for_a_file(const model::PostId& post) const {
    return held && std::any_of(batch.known.begin(), batch.known.end(), [&](const auto& entry) {
             const model::HeldItem& one = entry.second;
             return one.kind == LedgerKind::file && one.post_id == post && !one.dead && one.not_before <= now;
           });
  }
};

base::Result<Batch> Collector::collect(const model::Task& task, const model::ChannelRemote& row,
                                       std::size_t max_posts) {
  CAUSEWAY_TRY(changed,
               store_.changed_posts(row, task, model::limits::cursor_overlap, peer::crossing_types(), max_posts));
  Page page{row, false, task.kind == model::TaskKind::history, clock_.now(), std::move(changed.posts), {}, {}, {}, {}};
  page.batch.more = changed.more;
  page.batch.updated = changed.end;
  if (page.rows.empty()) return std::move(page.batch);
  CAUSEWAY_CHECK(read_page(page));
  return std::move(page.batch);
}

base::Result<Batch> Collector::collect_held(const model::ChannelRemote& row,
                                            const std::vector<model::HeldItem>& items) {
  std::set<model::PostId> posts;
  for (const model::HeldItem& item : items) posts.insert(item.post_id);
  CAUSEWAY_TRY(rows, store_.posts_by_id(row.remote_id, {posts.begin(), posts.end()}));
  Page page{row, true, false, clock_.now(), std::move(rows), {}, {}, {}, {}};
  CAUSEWAY_CHECK(read_page(page));
  page.batch.looked.clear();  // that is the scan's
  return std::move(page.batch);
}

base::Result<> Collector::read_page(Page& page) {
  std::vector<model::PostId> ids;
  for (const store::Store::ChangedPost& candidate : page.rows) ids.push_back(candidate.post.id);
  CAUSEWAY_CHECK(add_known(page, ids));
  CAUSEWAY_CHECK(take_posts(page));
  CAUSEWAY_CHECK(read_texts(page));
  if (!page.live.empty()) {
    CAUSEWAY_CHECK(add_priorities(page));
    CAUSEWAY_CHECK(take_reactions(page));
    CAUSEWAY_CHECK(take_acknowledgements(page));
  }
  if (!page.batch.nothing_to_send()) CAUSEWAY_CHECK(add_users(page));
  return base::ok();
}

base::Result<> Collector::add_known(Page& page, const std::vector<model::PostId>& posts) {
  CAUSEWAY_TRY(items, store_.held_of(page.row.remote_id, posts));
  for (model::HeldItem& item : items) page.batch.known.insert_or_assign({item.kind, item.item_id}, std::move(item));
  return base::ok();
}

// Asked where it matters only: most pages need not know.
base::Result<bool> Collector::to_causeway(Page& page) {
  if (!page.causeway) {
    CAUSEWAY_TRY(remote, store_.remote(page.row.remote_id));
    page.causeway = remote && remote->causeway;
  }
  return *page.causeway;
}

base::Result<> Collector::take_posts(Page& page) {
  Parcel<model::Post> fresh, changed;
  for (const store::Store::ChangedPost& candidate : page.rows) {
    const model::Post& post = candidate.post;
    const std::string version = peer::post_version(post);
    page.batch.looked.push_back({LedgerKind::post, post.id.str(), {}, candidate.row_version, candidate.heard});
    const bool had = candidate.received || candidate.theirs || !candidate.sent_version.empty();
    Crossing crosses = crossing(candidate, version, page.row, page.now, page.history);
    const model::HeldItem* known = page.known(LedgerKind::post, post.id.str());
    if (crosses == Crossing::stays) {
      const bool dated = known != nullptr && !had && page.held;  // the first post of a thread, older than the share
      if (dated && page.goes(LedgerKind::post, post.id.str(), version)) crosses = Crossing::fresh;
      if (had && !candidate.theirs && page.again_for_a_file(post.id)) crosses = Crossing::change;
      if (post.delete_at != base::Time()) crosses = Crossing::stays;
      if (perhaps_crossed(candidate, page.row)) {
        CAUSEWAY_TRY(causeway, to_causeway(page));
        if (causeway) crosses = Crossing::change;
      }
    } else if (!page.goes(LedgerKind::post, post.id.str(), version)) {
      if (!had) page.batch.absent.emplace(post.id, known->dead);
      crosses = Crossing::stays;
    }
    if (post.delete_at != base::Time()) page.forget_held(post.id, crosses == Crossing::stays && !had);
    model::LedgerEntry entry{LedgerKind::post, post.id.str(), version, 0, candidate.heard};
    if (crosses == Crossing::fresh)
      page.add_fresh(fresh, root_for_wire(post), std::move(entry));
    else if (crosses == Crossing::change) {
      if (pin_moved(candidate, page.now)) page.batch.pins_moved.insert(post.id);
      page.add(changed, for_wire(post), true, std::move(entry));
    }
    if (crosses != Crossing::stays) page.note_author(post);
    if (post.delete_at == base::Time() && (had || crosses != Crossing::stays)) page.live.push_back(post.id);
  }
  page.batch.posts = std::move(fresh);
  CAUSEWAY_CHECK(add_missing_roots(page));
  Parcel<model::Post>& posts = page.batch.posts;
  std::move(changed.items.begin(), changed.items.end(), std::back_inserter(posts.items));
  std::move(changed.ledger.begin(), changed.ledger.end(), std::back_inserter(posts.ledger));
  return base::ok();
}

// The page is in the order of changes: a root that was touched after its reply comes behind it, or on a later page, and
// one that is older than the share on none.
base::Result<> Collector::add_missing_roots(Page& page) {
  Parcel<model::Post>& posts = page.batch.posts;
  std::set<model::PostId> here, missing;
  for (const model::Post& post : posts.items) here.insert(post.id);
  for (const model::Post& post : posts.items) {
    if (!post.root_id.empty() && here.count(post.root_id) == 0) missing.insert(post.root_id);
  }
  CAUSEWAY_TRY(roots, store_.posts_by_id(page.row.remote_id, {missing.begin(), missing.end()}));
  if (!missing.empty()) CAUSEWAY_CHECK(add_known(page, {missing.begin(), missing.end()}));
  for (const store::Store::ChangedPost& root : roots) {
    if (root.theirs || root.received || !root.sent_version.empty() || root.post.delete_at != base::Time()) continue;
    const std::string version = peer::post_version(root.post);
    const std::string& id = root.post.id.str();
    if (!page.goes(LedgerKind::post, id, version)) {
      page.batch.absent.emplace(root.post.id, page.known(LedgerKind::post, id)->dead);
      continue;
    }
    page.add_fresh(posts, root_for_wire(root.post), {LedgerKind::post, id, version, 0, root.heard});
    page.note_author(root.post);
  }
  sort_fresh(posts);
  return base::ok();
}

// Names and links in what goes out.
base::Result<> Collector::read_texts(Page& page) {
  Batch& batch = page.batch;
  std::vector<model::Post>& posts = batch.posts.items;
  const std::string& site_url = current_.get()->facts.site_url;
  CAUSEWAY_TRY(linked, linked_from(store_, posts, site_url));
  for (model::Post& post : posts) {
    if (mark_links(post, linked, site_url)) batch.link_elsewhere.insert(post.id);
  }
  CAUSEWAY_TRY(mentioned, mentioned_in(store_, page.row.channel_id, posts));
  batch.mention_transforms = std::move(mentioned.transforms);
  page.mentioned = std::move(mentioned.users);
  return base::ok();
}

base::Result<> Collector::add_priorities(Page& page) {
  CAUSEWAY_TRY(priorities, store_.priorities(page.live));
  for (const auto& [post, priority] : priorities) {
    if (priority.requested_ack.value_or(false)) page.acknowledgeable.push_back(post);
  }
  for (model::Post& post : page.batch.posts.items) {
    const auto found = priorities.find(post.id);
    if (found == priorities.end() || post.delete_at != base::Time()) continue;
    post.metadata.emplace().priority = found->second;
  }
  return base::ok();
}

base::Result<> Collector::take_reactions(Page& page) {
  // Behind what the ledger remembers an old reaction would look like a new one.
  const base::Time remembered = clock_.now() - model::limits::ledger_retention;
  const bool history = page.history;
  const base::Time since =
      history ? base::Time() : std::max(page.row.create_at, std::min(remembered, page.row.last_post_update.at));
  CAUSEWAY_TRY(reactions, store_.reactions(page.row.remote_id, page.live, since));
  for (const store::Store::Reacted& reacted : reactions) {
    const std::string version = peer::reaction_version(reacted.reaction);
    if (version == reacted.sent_version) continue;
    const bool never_there = reacted.sent_version.empty() && reacted.reaction.delete_at != base::Time() &&
                             (history || reacted.reaction.create_at >= remembered);
    if (never_there) {
      if (history) continue;
      // Its coming may have crossed while the answer was lost. To native a removal too many is a reaction.
      CAUSEWAY_TRY(causeway, to_causeway(page));
      if (!causeway) continue;
    }
    if (!page.goes(LedgerKind::reaction, model::ledger_item(reacted.reaction), version)) continue;
    model::Reaction wire = reacted.reaction;
    wire.remote_id = std::nullopt;
    wire.channel_id = page.row.channel_id;
    page.add(page.batch.reactions, std::move(wire), !reacted.sent_version.empty(),
             {LedgerKind::reaction, model::ledger_item(reacted.reaction), version, 0, 0});
  }
  return base::ok();
}

base::Result<> Collector::take_acknowledgements(Page& page) {
  CAUSEWAY_TRY(acknowledgements, store_.acknowledgements(page.row.remote_id, page.acknowledgeable));
  for (const store::Store::Acknowledged& one : acknowledgements) {
    const std::string version = peer::acknowledgement_version(one.acknowledgement);
    if (version == one.sent_version) continue;
    if (!page.goes(LedgerKind::acknowledgement, model::ledger_item(one.acknowledgement), version)) continue;
    model::PostAcknowledgement wire = one.acknowledgement;
    wire.remote_id = std::nullopt;
    wire.channel_id = page.row.channel_id;
    page.add(page.batch.acknowledgements, std::move(wire), !one.sent_version.empty(),
             {LedgerKind::acknowledgement, model::ledger_item(one.acknowledgement), version, 0, 0});
  }
  return base::ok();
}

base::Result<> Collector::add_users(Page& page) {
  Batch& batch = page.batch;
  std::set<model::UserId> involved(page.mentioned.begin(), page.mentioned.end());
  for (const model::Post& post : batch.posts.items) involved.insert(post.user_id);
  for (const model::Reaction& reaction : batch.reactions.items) involved.insert(reaction.user_id);
  for (const model::PostAcknowledgement& one : batch.acknowledgements.items) involved.insert(one.user_id);
  const model::RemoteId& remote = page.row.remote_id;
  CAUSEWAY_TRY(wanted, store_.users_to_send(remote, {involved.begin(), involved.end()}));
  if (wanted.empty()) return base::ok();
  CAUSEWAY_TRY(users, store_.users(wanted));
  CAUSEWAY_TRY(connection, store_.remote(remote));
  const model::RemotePolicy policy = connection ? connection->policy : model::RemotePolicy();
  for (const model::User& user : users) {
    if (user.remote_id.value_or(model::RemoteId()) == remote) continue;
    batch.users.emplace(user.id.str(), for_wire(user, current_.get()->settings, policy));
  }
  return base::ok();
}

}  // namespace causeway::outbound
