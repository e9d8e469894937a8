#include "crypto/secret.h"

#include <openssl/crypto.h>

#include <utility>

namespace causeway::crypto {

void wipe(std::string& text) {
  OPENSSL_cleanse(text.data(), text.size());
  text.clear();
}

Secret::Secret(std::string&& bytes) : bytes_(bytes) {
  wipe(bytes);
}

Secret::~Secret() {
  wipe(bytes_);
}

// Moving a short std::string copies its bytes, so the source has to be wiped here too.
Secret::Secret(Secret&& other) noexcept : bytes_(std::move(other.bytes_)) {
  wipe(other.bytes_);
}

Secret& Secret::operator=(Secret&& other) noexcept {
  if (this != &other) {
    wipe(bytes_);
    bytes_ = std::move(other.bytes_);
    wipe(other.bytes_);
  }
  return *this;
}

}  // namespace causeway::crypto
