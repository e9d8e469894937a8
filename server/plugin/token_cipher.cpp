#include "plugin/token_cipher.h"

#include "crypto/cipher.h"
#include "crypto/digest.h"

namespace causeway::plugin {
namespace {
constexpr const char* purpose = "causeway outgoing token v1";
}

TokenCipher::TokenCipher(const std::string& secret) {
  const crypto::Digest key = crypto::hmac_sha256(secret, purpose);
  key_.assign(key.begin(), key.end());
}

std::string TokenCipher::seal(const std::string& token) const {
  const std::string nonce = crypto::random_bytes(crypto::gcm_nonce_size);
  return crypto::base64_encode(nonce + crypto::aes_gcm_seal(key_, nonce, token, purpose), crypto::Alphabet::standard);
}

base::Result<std::string> TokenCipher::open(const std::string& sealed) const {
  const auto bytes = crypto::base64_decode(sealed, crypto::Alphabet::standard);
  if (!bytes || bytes->size() < crypto::gcm_nonce_size + crypto::gcm_tag_size) {
    return base::refused("token_not_readable", "a stored token is damaged");
  }
  auto token = crypto::aes_gcm_open(key_, bytes->substr(0, crypto::gcm_nonce_size),
                                    bytes->substr(crypto::gcm_nonce_size), purpose);
  if (!token.ok())
    return base::refused("token_not_readable", "a stored token was sealed with another secret: pair again");
  return std::string(token->view());
}

}  // namespace causeway::plugin
