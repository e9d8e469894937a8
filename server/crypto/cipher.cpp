#include "crypto/cipher.h"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <limits>
#include <memory>
#include <stdexcept>

namespace causeway::crypto {
namespace {

struct FreeCipher {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using Cipher = std::unique_ptr<EVP_CIPHER_CTX, FreeCipher>;

void expect(bool done, const char* what) {
  if (!done) throw std::runtime_error(std::string("OpenSSL could not ") + what);
}

const unsigned char* in(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data() == nullptr ? "" : bytes.data());
}
unsigned char* out(char* bytes) {
  return reinterpret_cast<unsigned char*>(bytes);
}

int int_size(std::size_t size) {
  expect(size <= static_cast<std::size_t>(std::numeric_limits<int>::max()), "take more than 2 GiB at once");
  return static_cast<int>(size);
}

void check_key(std::string_view key, std::string_view nonce) {
  if (key.size() != aes_key_size || nonce.size() != gcm_nonce_size) {
    throw std::logic_error("AES-256-GCM wants a 32-byte key and a 12-byte nonce");
  }
}

}  // namespace

Secret pbkdf2_sha256(std::string_view password, std::string_view salt, int iterations, std::size_t size) {
  Secret key(size);
  const char* text = password.data() == nullptr ? "" : password.data();
  expect(PKCS5_PBKDF2_HMAC(text, int_size(password.size()), in(salt), int_size(salt.size()), iterations, EVP_sha256(),
                           int_size(size), out(key.data())) == 1,
         "derive a key (PBKDF2)");
  return key;
}

Secret scrypt(std::string_view password, std::string_view salt, std::uint64_t n, std::uint64_t r, std::uint64_t p,
              std::size_t size) {
  Secret key(size);
  const char* text = password.data() == nullptr ? "" : password.data();
  const std::uint64_t memory = 128 * r * (n + p + 2) + (1U << 20U);  // what it needs, and room to spare
  expect(EVP_PBE_scrypt(text, password.size(), in(salt), salt.size(), n, r, p, memory, out(key.data()), size) == 1,
         "derive a key (scrypt)");
  return key;
}

std::string aes_gcm_seal(std::string_view key, std::string_view nonce, std::string_view plain, std::string_view bound) {
  check_key(key, nonce);
  const Cipher cipher(EVP_CIPHER_CTX_new());
  std::string sealed(plain.size() + gcm_tag_size, '\0');
  int length = 0;
  const bool done =
      cipher && EVP_EncryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, in(key), in(nonce)) == 1 &&
      EVP_EncryptUpdate(cipher.get(), nullptr, &length, in(bound), int_size(bound.size())) == 1 &&
      EVP_EncryptUpdate(cipher.get(), out(sealed.data()), &length, in(plain), int_size(plain.size())) == 1 &&
      EVP_EncryptFinal_ex(cipher.get(), out(sealed.data()) + plain.size(), &length) == 1 &&
      EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, static_cast<int>(gcm_tag_size),
                          sealed.data() + plain.size()) == 1;
  expect(done, "seal (AES-GCM)");
  return sealed;
}

base::Result<Secret> aes_gcm_open(std::string_view key, std::string_view nonce, std::string_view sealed,
                                  std::string_view bound) {
  check_key(key, nonce);
  if (sealed.size() < gcm_tag_size) return base::refused("crypto_open_failed", "too short to hold a tag");
  const Cipher cipher(EVP_CIPHER_CTX_new());
  const std::string_view text = sealed.substr(0, sealed.size() - gcm_tag_size);
  std::string tag(sealed.substr(text.size()));
  Secret plain(text.size());
  int length = 0;
  expect(cipher && EVP_DecryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, in(key), in(nonce)) == 1 &&
             EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, static_cast<int>(gcm_tag_size), tag.data()) == 1 &&
             EVP_DecryptUpdate(cipher.get(), nullptr, &length, in(bound), int_size(bound.size())) == 1 &&
             EVP_DecryptUpdate(cipher.get(), out(plain.data()), &length, in(text), int_size(text.size())) == 1,
         "open (AES-GCM)");
  unsigned char rest[gcm_tag_size];  // GCM writes nothing at the end, but the call wants a place
  if (EVP_DecryptFinal_ex(cipher.get(), rest, &length) != 1) {
    return base::refused("crypto_open_failed", "wrong key, or changed on the way");
  }
  return plain;
}

std::string random_bytes(std::size_t size) {
  std::string bytes(size, '\0');
  expect(RAND_bytes(out(bytes.data()), int_size(size)) == 1, "make random bytes");
  return bytes;
}

}  // namespace causeway::crypto
