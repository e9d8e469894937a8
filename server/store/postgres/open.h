#pragma once
// The real lake. Needs nothing of its caller but a data source; opens no session before the first call.

#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "store/store.h"

namespace causeway::store::postgres {

// Outgoing tokens at rest. Called from any thread. Any text goes in; open() fails when the text was sealed with another
// secret: the remote is then read without its token, and says in last_error that it must be paired again.
struct TokenCipher {
  std::function<std::string(const std::string& clear)> seal;
  std::function<base::Result<std::string>(const std::string& sealed)> open;
};

struct Options {
  std::string data_source;  // in any form that Mattermost takes
  TokenCipher cipher;
  std::size_t sessions = 8;  // at most, of this process
};

// `clock` must outlive the store. Errors: refused when the data source cannot be read (the text never holds the
// password).
base::Result<std::unique_ptr<Store>> open_store(Options options, const base::Clock& clock);

}  // namespace causeway::store::postgres
