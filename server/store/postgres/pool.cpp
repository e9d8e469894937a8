#include "store/postgres/pool.h"

namespace causeway::store::postgres {

Pool::Pool(DataSource source, PoolLimits limits, const base::Clock& clock)
    : source_(std::move(source)), limits_(limits), clock_(clock) {}

base::Result<Pool::Lease> Pool::borrow() {
  std::unique_ptr<Connection> connection;
  {
    const auto deadline = clock_.steady() + limits_.wait;
    const base::MutexLock lock(mutex_);
    while (taken_ >= limits_.sessions) {
      if (!freed_.wait_until(mutex_, deadline) && taken_ >= limits_.sessions) {
        return base::retry_later(unavailable_code, "all sessions with the database are busy");
      }
    }
    ++taken_;
    if (!idle_.empty()) {
      connection = std::move(idle_.back());
      idle_.pop_back();
    }
  }
  if (connection && connection->alive()) return Lease(*this, std::move(connection));
  auto opened = Connection::open(source_);
  if (opened.ok()) return Lease(*this, std::move(*opened));
  const base::MutexLock lock(mutex_);
  --taken_;
  freed_.notify_one();
  return std::move(opened).error();
}

void Pool::give_back(std::unique_ptr<Connection> connection) {
  if (!connection->alive() || connection->in_transaction()) connection.reset();
  const base::MutexLock lock(mutex_);
  --taken_;
  if (connection) idle_.push_back(std::move(connection));
  freed_.notify_one();
}

}  // namespace causeway::store::postgres
