#pragma once
// One session with PostgreSQL. Poco opens and closes it; statements go through its libpq handle, because Poco's
// Statement costs four round trips (prepare, describe, execute, deallocate) where one is enough, and keeps no SQLSTATE.
// Belongs to one thread while borrowed from the pool.

#include <libpq-fe.h>

#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "store/postgres/data_source.h"
#include "store/postgres/errors.h"

namespace Poco::Data::PostgreSQL {
class SessionHandle;
}

namespace causeway::store::postgres {

// The name must be unique in this target: sessions keep the statement prepared under it.
struct Statement {
  const char* name;
  const char* sql;
  Effect effect;
};

// Everything travels as text. NUL, which PostgreSQL cannot store, is dropped; invalid UTF-8 becomes U+FFFD.
using Params = std::vector<std::string>;

std::string text_of(bool value);
std::string text_of(std::int64_t value);
std::string text_of(base::Time value);
std::string bytea_of(std::string_view bytes);
std::string array_of(const std::vector<std::string>& items);  // a text[] literal
template <class Id>
std::string array_of(const std::vector<Id>& ids) {
  std::vector<std::string> items;
  items.reserve(ids.size());
  for (const Id& id : ids) items.push_back(id.str());
  return array_of(items);
}

class Rows {
 public:
  explicit Rows(PGresult* result) : result_(result, &PQclear) {}

  int size() const { return PQntuples(result_.get()); }
  std::int64_t affected() const;
  // NULL reads as the empty string, 0, false, never.
  std::string text(int row, int column) const;
  std::int64_t integer(int row, int column) const;
  bool boolean(int row, int column) const;
  base::Time time(int row, int column) const;
  std::string bytes(int row, int column) const;
  bool null(int row, int column) const { return PQgetisnull(result_.get(), row, column) != 0; }

 private:
  std::unique_ptr<PGresult, decltype(&PQclear)> result_;
};

class Connection {
 public:
  static base::Result<std::unique_ptr<Connection>> open(const DataSource& source);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  base::Result<Rows> run(const Statement& statement, const Params& params);
  // One or more commands without parameters.
  base::Result<Rows> script(const std::string& sql, Effect effect);

  // Whether the next statement has a live session: notices an end of the server that happened while nobody looked.
  bool alive();
  bool in_transaction() const;
  std::string user() const;
  std::string database() const;

 private:
  Connection();
  base::Result<Rows> judge(PGresult* result, Effect effect);
  base::Error failure(const PGresult* result, Effect effect, std::string text = {}) const;

  std::unique_ptr<Poco::Data::PostgreSQL::SessionHandle> handle_;
  PGconn* connection_ = nullptr;  // handle_'s own
  std::string password_;          // kept to keep it out of errors
  std::set<std::string_view> prepared_;
};

}  // namespace causeway::store::postgres
