#pragma once
// RIVER 1: what is new for a remote in a channel. Reads the lake and Mattermost's tables, changes nothing. Any thread.

#include <cstddef>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
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
  Parcel<model::Reaction> reactions;
  Parcel<model::PostAcknowledgement> acknowledgements;
  std::vector<model::LedgerEntry> looked;  // every row of the page: need not be looked at again once all has crossed
  model::Cursor updated;                   // behind the last row of the page
  bool more = false;                       // there may be more behind it

  bool nothing_to_send() const { return posts.empty() && reactions.empty() && acknowledgements.empty(); }
};

class Collector {
 public:
  Collector(store::Store& store, const base::Clock& clock) : store_(store), clock_(clock) {}

  // Looks at no more than `max_posts` rows.
  base::Result<Batch> collect(const model::Task& task, const model::ChannelRemote& row, std::size_t max_posts);

 private:
  struct Page;

  base::Result<> take_posts(Page& page);
  base::Result<> add_missing_roots(Page& page);
  base::Result<> add_priorities(Page& page);
  base::Result<> take_reactions(Page& page);
  base::Result<> take_acknowledgements(Page& page);
  base::Result<> add_users(Page& page);

  store::Store& store_;
  const base::Clock& clock_;
};

}  // namespace causeway::outbound
