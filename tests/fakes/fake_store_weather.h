#pragma once
// The two templates of FakeStore that every call goes through.

#include "fakes/fake_store.h"
#include "fakes/simulation.h"

namespace causeway::fakes {

template <class T, class Body>
base::Result<T> FakeStore::read(Body body) {
  breathe();
  const base::MutexLock lock(mutex_);
  if (away_) return base::retry_later("store_unavailable", "the fake database is away");
  if (purged_) return base::refused("store_purged", "the fake tables were removed");
  return body();
}

template <class T, class Body>
base::Result<T> FakeStore::write(Body body) {
  breathe();
  const base::MutexLock lock(mutex_);
  if (away_) return base::retry_later("store_unavailable", "the fake database is away");
  if (purged_) return base::refused("store_purged", "the fake tables were removed");
  const bool doubt = doubts_ > 0;
  if (doubt) --doubts_;
  if (doubt && random_() % 2 == 0) return base::in_doubt("store_in_doubt", "the connection died during commit");
  base::Result<T> result = body();
  ++signals_;
  work_.notify_all();
  if (doubt) return base::in_doubt("store_in_doubt", "the connection died during commit");
  return result;
}

}  // namespace causeway::fakes
