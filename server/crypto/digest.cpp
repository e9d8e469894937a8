#include "crypto/digest.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <limits>
#include <stdexcept>

namespace causeway::crypto {
namespace {

void expect(bool done) {
  if (!done) throw std::runtime_error("OpenSSL could not compute a digest");
}

struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

}  // namespace

struct Sha256::State {
  std::unique_ptr<EVP_MD_CTX, FreeContext> context{EVP_MD_CTX_new()};
};

Sha256::Sha256() : state_(std::make_unique<State>()) {
  expect(state_->context && EVP_DigestInit_ex(state_->context.get(), EVP_sha256(), nullptr) == 1);
}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::add(std::string_view bytes) {
  expect(EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size()) == 1);
}

Digest Sha256::finish() {
  Digest out{};
  unsigned length = 0;
  expect(EVP_DigestFinal_ex(state_->context.get(), out.data(), &length) == 1 && length == out.size());
  expect(EVP_DigestInit_ex(state_->context.get(), EVP_sha256(), nullptr) == 1);
  return out;
}

Digest sha256(std::string_view bytes) {
  Digest out{};
  unsigned length = 0;
  expect(EVP_Digest(bytes.data(), bytes.size(), out.data(), &length, EVP_sha256(), nullptr) == 1);
  return out;
}

Digest hmac_sha256(std::string_view key, std::string_view bytes) {
  Digest out{};
  unsigned length = 0;
  const auto* text = reinterpret_cast<const unsigned char*>(bytes.data());
  expect(key.size() <= static_cast<std::size_t>(std::numeric_limits<int>::max()));
  // A null key would mean "the key of before" to OpenSSL.
  const char* key_bytes = key.data() == nullptr ? "" : key.data();
  expect(HMAC(EVP_sha256(), key_bytes, static_cast<int>(key.size()), text, bytes.size(), out.data(), &length) !=
         nullptr);
  return out;
}

std::string sha1_hex(std::string_view bytes) {
  std::array<unsigned char, 20> out{};
  unsigned length = 0;
  expect(EVP_Digest(bytes.data(), bytes.size(), out.data(), &length, EVP_sha1(), nullptr) == 1 && length == out.size());
  constexpr std::string_view digits = "0123456789abcdef";
  std::string hex;
  for (const unsigned char byte : out) {
    hex.push_back(digits[byte >> 4U]);
    hex.push_back(digits[byte & 15U]);
  }
  return hex;
}

bool equal(const Digest& a, const Digest& b) {
  return CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace causeway::crypto
