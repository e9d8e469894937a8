#include "store/postgres/mattermost/columns.h"

namespace causeway::store::postgres {

namespace {

constexpr Statement missing_columns{
    "missing_columns",
    "SELECT to_regclass($1) IS NULL, COALESCE(has_table_privilege(to_regclass($1), 'SELECT'), false), "
    "COALESCE((SELECT string_agg(wanted, ', ') FROM unnest($2::text[]) AS wanted WHERE NOT EXISTS ("
    "SELECT 1 FROM pg_attribute a WHERE a.attrelid = to_regclass($1) AND a.attname = wanted "
    "AND a.attnum > 0 AND NOT a.attisdropped)), '')",
    Effect::none};

}  // namespace

base::Result<> probe_columns(Connection& connection, const std::string& table,
                             const std::vector<std::string>& columns) {
  CAUSEWAY_TRY(rows, connection.run(missing_columns, {table, array_of(columns)}));
  if (rows.boolean(0, 0)) {
    return base::refused(refused_code,
                         "the database has no table " + table + ": is it Mattermost's, with its search_path?");
  }
  if (!rows.boolean(0, 1)) {
    return base::refused(refused_code, "the table " + table +
                                           " may not be read. An administrator of the database must "
                                           "run: GRANT SELECT ON " +
                                           table + " TO \"" + connection.user() + "\";");
  }
  if (const std::string missing = rows.text(0, 2); !missing.empty()) {
    return base::refused(refused_code, "Mattermost's table " + table + " lacks columns that are read: " + missing);
  }
  return base::ok();
}

}  // namespace causeway::store::postgres
