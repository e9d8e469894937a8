#include "store/postgres/migrations.h"

#include <algorithm>

#include "base/log.h"

namespace causeway::store::postgres {

namespace {

// The number is ours alone: "causeway" in ASCII. Other nodes may take their time: wait for them.
constexpr const char* begin =
    "BEGIN; SET LOCAL lock_timeout = '60s'; SET LOCAL statement_timeout = '300s'; "
    "SELECT pg_advisory_xact_lock(7161110855219175801)";

constexpr Statement schema_exists{"schema_exists", "SELECT to_regnamespace('causeway') IS NOT NULL", Effect::none};
constexpr Statement last_migration{"last_migration", "SELECT COALESCE(max(number), 0) FROM causeway.migrations",
                                   Effect::none};
constexpr Statement record_migration{
    "record_migration", "INSERT INTO causeway.migrations (number, name) VALUES ($1::int, $2)", Effect::commits};

std::string identifier(const std::string& name) {
  std::string result = "\"";
  for (const char c : name) {
    if (c == '"') result += '"';
    result += c;
  }
  return result + "\"";
}

bool lacks_right(const base::Error& error) {
  return error.text.find("(SQLSTATE 42501)") != std::string::npos;
}

base::Error advice(Connection& connection, base::Error error, bool present) {
  if (!lacks_right(error)) return error;
  const std::string role = identifier(connection.user());
  if (present) {
    error.text +=
        ". The schema causeway belongs to another role. An administrator of the database must run: "
        "ALTER SCHEMA causeway OWNER TO " +
        role + ";";
  } else {
    error.text += ". An administrator of the database must run: CREATE SCHEMA causeway AUTHORIZATION " + role +
                  "; (or: GRANT CREATE ON DATABASE " + identifier(connection.database()) + " TO " + role + ";)";
  }
  return error;
}

// One transaction: the first migration that is not there yet. True when there was one.
base::Result<bool> step(Connection& connection, const std::vector<Migration>& migrations, bool& present) {
  CAUSEWAY_CHECK(connection.script(begin, Effect::none));
  CAUSEWAY_TRY(found, connection.run(schema_exists, {}));
  present = found.boolean(0, 0);
  if (!present) CAUSEWAY_CHECK(connection.script("CREATE SCHEMA causeway", Effect::none));
  CAUSEWAY_CHECK(
      connection.script("CREATE TABLE IF NOT EXISTS causeway.migrations (number integer PRIMARY KEY, "
                        "name text NOT NULL, at timestamptz NOT NULL DEFAULT now())",
                        Effect::none));
  CAUSEWAY_TRY(last, connection.run(last_migration, {}));
  const auto next = std::find_if(migrations.begin(), migrations.end(),
                                 [&](const Migration& migration) { return migration.number > last.integer(0, 0); });
  if (next != migrations.end()) {
    CAUSEWAY_CHECK(connection.script(next->sql, Effect::none));
    CAUSEWAY_CHECK(connection.run(record_migration, {std::to_string(next->number), next->name}));
  }
  CAUSEWAY_CHECK(connection.script("COMMIT", Effect::commits));
  if (next != migrations.end()) base::log::info("store_migrated", "schema migrated", {{"migration", next->name}});
  return next != migrations.end();
}

}  // namespace

base::Result<> run_migrations(Connection& connection, const std::vector<Migration>& migrations) {
  while (true) {
    bool present = false;
    auto stepped = step(connection, migrations, present);
    if (!stepped.ok()) {
      if (connection.in_transaction()) (void)connection.script("ROLLBACK", Effect::none);
      return advice(connection, std::move(stepped).error(), present);
    }
    if (!*stepped) return base::ok();
  }
}

}  // namespace causeway::store::postgres
