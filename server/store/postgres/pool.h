#pragma once
// A few sessions for all threads of the process. Thread-safe; outlives every Lease.

#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/mutex.h"
#include "store/postgres/connection.h"

namespace causeway::store::postgres {

struct PoolLimits {
  std::size_t sessions = 8;  // of the server's max_connections, which Mattermost and other nodes share
  base::Millis wait{2000};   // for a free session, when all are busy
};

class Pool {
 public:
  Pool(DataSource source, PoolLimits limits, const base::Clock& clock);

  // A borrowed session; goes back when destroyed, unless it is broken or left inside a transaction.
  class Lease {
   public:
    Lease(Pool& pool, std::unique_ptr<Connection> connection) : pool_(&pool), connection_(std::move(connection)) {}
    Lease(Lease&&) noexcept = default;
    Lease& operator=(Lease&&) = delete;
    ~Lease() {
      if (connection_) pool_->give_back(std::move(connection_));
    }
    Connection& operator*() { return *connection_; }
    Connection* operator->() { return connection_.get(); }

   private:
    Pool* pool_;
    std::unique_ptr<Connection> connection_;
  };

  // Errors: retry_later when all sessions stay busy; what a connect says otherwise.
  base::Result<Lease> borrow();

 private:
  void give_back(std::unique_ptr<Connection> connection);

  const DataSource source_;
  const PoolLimits limits_;
  const base::Clock& clock_;
  base::Mutex mutex_;
  base::CondVar freed_;
  std::vector<std::unique_ptr<Connection>> idle_
      CAUSEWAY_GUARDED_BY(mutex_);  // last in, first out: cold ones stay cold
  std::size_t taken_ CAUSEWAY_GUARDED_BY(mutex_) = 0;
};

}  // namespace causeway::store::postgres
