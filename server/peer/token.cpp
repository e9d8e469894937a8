#include "peer/token.h"

#include <algorithm>

#include "crypto/digest.h"
#include "model/limits.h"

namespace causeway::peer {

namespace {
constexpr std::size_t longest_token = 128;  // native's are 26
}

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

bool is_good_token(std::string_view token) {
  return token.size() >= model::limits::token_chars && token.size() <= longest_token &&
         std::all_of(token.begin(), token.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

}  // namespace causeway::peer
