#pragma once
// Keys from passwords, AES-256-GCM, random bytes and base64. Pure functions, any thread; pbkdf2_sha256 and scrypt are
// slow by design (0.1 s to 0.5 s with the wire's parameters): never on a thread that answers the server.
// OpenSSL failing at what cannot fail throws std::runtime_error.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "crypto/secret.h"

namespace causeway::crypto {

constexpr std::size_t aes_key_size = 32;
constexpr std::size_t gcm_nonce_size = 12;
constexpr std::size_t gcm_tag_size = 16;

// RFC 8018 with HMAC-SHA256. `size` in bytes.
Secret pbkdf2_sha256(std::string_view password, std::string_view salt, int iterations, std::size_t size);

// RFC 7914. Takes 128 * n * r bytes of memory.
Secret scrypt(std::string_view password, std::string_view salt, std::uint64_t n, std::uint64_t r, std::uint64_t p,
              std::size_t size);

// Ciphertext with the 16-byte tag behind it. The key has 32 bytes, the nonce 12 and is used once with a key. `bound` is
// authenticated with it but not contained (GCM's additional data).
std::string aes_gcm_seal(std::string_view key, std::string_view nonce, std::string_view plain,
                         std::string_view bound = {});

// Refused (crypto_open_failed) when the key, the nonce or the bound data differ or a bit was changed.
base::Result<Secret> aes_gcm_open(std::string_view key, std::string_view nonce, std::string_view sealed,
                                  std::string_view bound = {});

std::string random_bytes(std::size_t size);

enum class Alphabet { standard, url };  // RFC 4648 sections 4 and 5, both with padding

std::string base64_encode(std::string_view bytes, Alphabet alphabet);

// Null when a character is foreign or the padding is not exactly right. Skips no white space.
std::optional<std::string> base64_decode(std::string_view text, Alphabet alphabet);

}  // namespace causeway::crypto
