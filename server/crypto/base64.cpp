#include <openssl/evp.h>

#include <algorithm>
#include <limits>
#include <stdexcept>

#include "crypto/cipher.h"

namespace causeway::crypto {
namespace {

int block_size(std::size_t size) {
  if (size > static_cast<std::size_t>(std::numeric_limits<int>::max()) / 2) {
    throw std::length_error("base64 of more than 1 GiB");
  }
  return static_cast<int>(size);
}

bool in_standard_alphabet(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
}

}  // namespace

std::string base64_encode(std::string_view bytes, Alphabet alphabet) {
  if (bytes.empty()) return {};
  std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');  // OpenSSL ends it with a zero byte
  const int length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                                     reinterpret_cast<const unsigned char*>(bytes.data()), block_size(bytes.size()));
  text.resize(static_cast<std::size_t>(length));
  if (alphabet == Alphabet::url) {
    std::replace(text.begin(), text.end(), '+', '-');
    std::replace(text.begin(), text.end(), '/', '_');
  }
  return text;
}

std::optional<std::string> base64_decode(std::string_view text, Alphabet alphabet) {
  if (text.empty()) return std::string();
  if (text.size() % 4 != 0) return std::nullopt;
  std::string standard(text);
  std::size_t padding = 0;
  while (padding < 2 && standard[standard.size() - 1 - padding] == '=') ++padding;
  const auto end = standard.end() - static_cast<std::ptrdiff_t>(padding);
  if (alphabet == Alphabet::url) {
    // The other alphabet's two letters must not pass as these.
    if (std::any_of(standard.begin(), end, [](char c) { return c == '+' || c == '/'; })) return std::nullopt;
    std::replace(standard.begin(), end, '-', '+');
    std::replace(standard.begin(), end, '_', '/');
  }
  // OpenSSL would skip white space and take padding anywhere, so the letters are checked here.
  if (!std::all_of(standard.begin(), end, in_standard_alphabet)) return std::nullopt;
  std::string bytes(text.size() / 4 * 3, '\0');
  const int length =
      EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                      reinterpret_cast<const unsigned char*>(standard.data()), block_size(standard.size()));
  if (length < 0) return std::nullopt;
  bytes.resize(bytes.size() - padding);
  return bytes;
}

}  // namespace causeway::crypto
