#pragma once
// RIVER 2: a peer says what its posts of a shared channel look like; we answer which of them we have not, or not so.
// Nothing is changed by it but the counts of the comparison; what differs comes as posts. Any thread.

#include "base/clock.h"
#include "model/state.h"
#include "model/wire.h"
#include "store/store.h"

namespace causeway::inbound {

class Comparer {
 public:
  Comparer(store::Store& store, const base::Clock& clock) : store_(store), clock_(clock) {}

  // The topic handler of causeway_inventory: the answer is an InventoryAnswer. Refused: inventory_invalid,
  // inventory_too_large, channel_not_shared.
  base::Result<json::Value> apply(const model::Remote& remote, const model::RemoteClusterMsg& message);

 private:
  store::Store& store_;
  const base::Clock& clock_;
};

// How our post of the channel is beside what its sender says of it; `row` null: we have none. Pure.
enum class Likeness { same, missing, differing };
Likeness likeness(const model::InventoryItem& item, const store::Store::ChangedPost* row,
                  const model::ChannelId& channel);

}  // namespace causeway::inbound
