#pragma once
// The schema `causeway`: numbered SQL files, forward only, each in one transaction under an advisory lock, so that
// several nodes may start at once.

#include <string>
#include <vector>

#include "store/postgres/connection.h"

namespace causeway::store::postgres {

struct Migration {
  int number;
  std::string name;
  std::string sql;
};

std::vector<Migration> embedded_migrations();  // ascending

// Errors: as of store.h; refused names the SQL that an admin must run when a right is missing.
base::Result<> run_migrations(Connection& connection, const std::vector<Migration>& migrations);

}  // namespace causeway::store::postgres
