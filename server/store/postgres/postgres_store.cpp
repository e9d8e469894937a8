#include "store/postgres/postgres_store.h"

#include <unistd.h>

#include <array>
#include <cstdlib>

#include "store/postgres/mattermost/columns.h"
#include "store/postgres/migrations.h"

namespace causeway::store::postgres {

namespace {

// Debian and Ubuntu (also distroless), RHEL and Fedora, older RHEL, SUSE.
constexpr std::array<const char*, 4> certificate_bundles = {
    "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
    "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem"};

DataSourceDefaults surroundings() {
  DataSourceDefaults defaults;
  if (std::getenv("PGHOST") != nullptr) defaults.host.clear();
  for (const char* bundle : certificate_bundles) {
    if (defaults.system_certificates.empty() && ::access(bundle, R_OK) == 0) defaults.system_certificates = bundle;
  }
  return defaults;
}

}  // namespace

base::Result<std::unique_ptr<Store>> open_store(Options options, const base::Clock& clock) {
  CAUSEWAY_TRY(source, translate_data_source(options.data_source, surroundings()));
  return std::unique_ptr<Store>(std::make_unique<PostgresStore>(source, std::move(options), clock));
}

PostgresStore::PostgresStore(DataSource source, Options options, const base::Clock& clock)
    : cipher_(std::move(options.cipher)),
      clock_(clock),
      pool_(std::move(source), PoolLimits{options.sessions, base::Millis(2000)}, clock) {}

base::Result<Rows> PostgresStore::run(const Statement& statement, const Params& params) {
  if (purged_) return base::refused("store_purged", "Causeway's tables were removed; disable the plugin");
  CAUSEWAY_TRY(session, pool_.borrow());
  return session->run(statement, params);
}

base::Result<> PostgresStore::probe(std::atomic<bool>& done, const std::string& table,
                                    const std::vector<std::string>& columns) {
  if (done) return base::ok();
  CAUSEWAY_TRY(session, pool_.borrow());
  CAUSEWAY_CHECK(probe_columns(*session, table, columns));
  done = true;
  return base::ok();
}

base::Result<> PostgresStore::purge() {
  // Whoever asks for something meanwhile would hold a lock for it, or take the missing tables for a fault.
  if (purged_.exchange(true)) return base::ok();
  const auto done = [this]() -> base::Result<> {
    CAUSEWAY_TRY(session, pool_.borrow());
    CAUSEWAY_CHECK(session->script("DROP SCHEMA IF EXISTS causeway CASCADE", Effect::commits));
    return base::ok();
  }();
  if (!done.ok()) purged_ = false;
  return done;
}

base::Result<> PostgresStore::migrate() {
  CAUSEWAY_TRY(session, pool_.borrow());
  return run_migrations(*session, embedded_migrations());
}

}  // namespace causeway::store::postgres
