#pragma once
// Mattermost's data source, as Mattermost's driver (Go's lib/pq) understands it, for libpq. Both forms: a URI
// (postgres://, postgresql://) and key=value pairs with quoting. What only lib/pq knows is dropped, keys that libpq
// does not know are run-time settings and travel in `options`, and lib/pq's defaults are spelled out: TLS is required
// unless said otherwise, the host is localhost, verify-ca and verify-full use the system's certificates. Pure.

#include <string>
#include <string_view>

#include "base/result.h"

namespace causeway::store::postgres {

struct DataSource {
  std::string conninfo;  // key='value' pairs, every value quoted; holds the password
  std::string password;  // empty when there is none; kept out of every error
};

struct DataSourceDefaults {
  std::string host = "localhost";   // empty: leave it to libpq's environment (PGHOST)
  std::string system_certificates;  // a bundle's path; empty: libpq's own default
};

// Errors: refused (code store_refused); the text names the key or the form, never a value.
base::Result<DataSource> translate_data_source(std::string_view text, const DataSourceDefaults& defaults);

}  // namespace causeway::store::postgres
