#pragma once
// RIVER 1: compares a channel's posts with a remote's, for an administrator who asked. A Causeway is told page by page
// what we would send it now, says what it has not or otherwise, and gets that again; then it does the same with its
// own. A native server has no word for it: there the ledger alone is counted. Any thread.

#include <stop_token>
#include <string>
#include <vector>

#include "base/clock.h"
#include "config/current.h"
#include "model/wire.h"
#include "peer/client.h"
#include "store/store.h"

namespace causeway::outbound {

class Reconciler {
 public:
  Reconciler(store::Store& store, peer::Client& peers, const config::Current& current, const base::Clock& clock)
      : store_(store), peers_(peers), current_(current), clock_(clock) {}

  // Handles a `reconcile` task: one page of it.
  base::Result<store::Settlement> send(const model::Task& task, std::stop_token stop);

 private:
  struct Page;

  base::Result<std::vector<model::InventoryItem>> items_of(const Page& page);
  base::Result<model::Reconciliation::Side> compare(const Page& page, std::stop_token stop);
  base::Result<> send_again(const Page& page, const model::InventoryAnswer& answer);
  static model::Reconciliation::Side by_ledger(const Page& page);

  store::Store& store_;
  peer::Client& peers_;
  const config::Current& current_;
  const base::Clock& clock_;
};

}  // namespace causeway::outbound
