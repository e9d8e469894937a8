#pragma once
// How outgoing tokens are kept at rest: AES-256-GCM under a key derived from the plugin's own secret. A value; any
// thread.

#include <string>

#include "base/result.h"

namespace causeway::plugin {

class TokenCipher {
 public:
  explicit TokenCipher(const std::string& secret);

  std::string seal(const std::string& token) const;
  // Refused (token_not_readable) when the secret is another one: the connection must be paired again.
  base::Result<std::string> open(const std::string& sealed) const;

 private:
  std::string key_;
};

}  // namespace causeway::plugin
