#pragma once
// Whether Mattermost's tables have the columns that we read. Its schema is not ours: a missing column disables what
// needs it, and says so.

#include <string>
#include <vector>

#include "store/postgres/connection.h"

namespace causeway::store::postgres {

// Errors: refused when the table or a column is missing or may not be read; the text names it, and the SQL that an
// admin must run when a right is missing.
base::Result<> probe_columns(Connection& connection, const std::string& table, const std::vector<std::string>& columns);

}  // namespace causeway::store::postgres
