#include "peer/token.h"

#include <algorithm>

#include "crypto/digest.h"

namespace causeway::peer {

std::string digest_token(std::string_view token) {
  const crypto::Digest digest = crypto::sha256(token);
  return {digest.begin(), digest.end()};
}

bool token_matches(std::string_view token, const std::string& digest) {
  crypto::Digest wanted{};
  const bool usable = digest.size() == wanted.size();
  if (usable) std::copy(digest.begin(), digest.end(), wanted.begin());
  return crypto::equal(crypto::sha256(token), wanted) && usable;
}

}  // namespace causeway::peer
