#pragma once
// RIVER 1: what is new for a remote in a channel. Reads the lake and Mattermost's tables, changes nothing. Any thread.

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "config/current.h"
#include "model/state.h"
#include "model/wire.h"
#include "store/store.h"

namespace causeway::outbound {

// Items of one kind, and what the ledger says of each once the remote has taken it.
template <class Item>
struct Parcel {
  std::vector<Item> items;
  std::vector<model::LedgerEntry> ledger;

  bool empty() const { return items.empty(); }
  void add(Item item, model::LedgerEntry entry) {
    items.push_back(std::move(item));
    ledger.push_back(std::move(entry));
  }
};

// One page of the scan, ready to be sent in this order.
struct Batch {
  model::Users users;         // profiles that the remote lacks, by id
  Parcel<model::Post> posts;  // new ones first (root before reply, oldest first), then changed and deleted ones
  model::StringMap mention_transforms;     // of the names in the posts
  std::set<model::PostId> own;             // posts by this server's people, who can be told things
  std::set<model::PostId> link_elsewhere;  // posts with links to posts of other channels
  Parcel<model::Reaction> reactions;
  Parcel<model::PostAcknowledgement> acknowledgements;
  std::set<model::PostId> pins_moved;        // SyncWord
  std::set<model::PostId> fresh;             // posts that the remote has never had
  std::vector<model::LedgerEntry> replaced;  // items that it has otherwise
  // What is known to be held, of the page's posts and what belongs to them; and the posts that the remote lacks
  // because they are (true: as dead letters).
  std::map<std::pair<model::LedgerKind, std::string>, model::HeldItem> known;
  std::map<model::PostId, bool> absent;
  std::vector<std::int64_t> vanished;      // numbers of held items of which nothing is left to send
  std::vector<model::LedgerEntry> looked;  // every row of the page: need not be looked at again once all has crossed
  model::Cursor updated;                   // behind the last row of the page; of a history by create_at
  bool more = false;                       // there may be more behind it

  bool nothing_to_send() const { return posts.empty() && reactions.empty() && acknowledgements.empty(); }
};

class Collector {
 public:
  Collector(store::Store& store, const config::Current& current, const base::Clock& clock)
      : store_(store), current_(current), clock_(clock) {}

  // Looks at no more than `max_posts` rows.
  // Leaves out what is held, and dead letters that have not changed since.
  base::Result<Batch> collect(const model::Task& task, const model::ChannelRemote& row, std::size_t max_posts);
  // What is to be tried again of these held items of the channel, and what belongs to their posts.
  base::Result<Batch> collect_held(const model::ChannelRemote& row, const std::vector<model::HeldItem>& items);

 private:
  struct Page;

  base::Result<> read_page(Page& page);
  base::Result<> add_known(Page& page, const std::vector<model::PostId>& posts);
  base::Result<bool> to_causeway(Page& page);
  base::Result<> take_posts(Page& page);
  base::Result<> add_missing_roots(Page& page);
  base::Result<> add_priorities(Page& page);
  base::Result<> read_texts(Page& page);
  base::Result<> take_reactions(Page& page);
  base::Result<> take_acknowledgements(Page& page);
  base::Result<> add_users(Page& page);

  store::Store& store_;
  const config::Current& current_;
  const base::Clock& clock_;
};

}  // namespace causeway::outbound
