#pragma once
// SHA-256, HMAC and the comparison of digests. Tokens are never compared as text: both sides are digested first, so the
// lengths are equal and the time says nothing. Pure functions; a Sha256 belongs to one thread.

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace causeway::crypto {

using Digest = std::array<std::uint8_t, 32>;

Digest sha256(std::string_view bytes);
Digest hmac_sha256(std::string_view key, std::string_view bytes);

// Only for names that Mattermost forms so: lower-case hex. It proves nothing.
std::string sha1_hex(std::string_view bytes);

// In constant time.
bool equal(const Digest& a, const Digest& b);

// For what does not fit in memory at once.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;

  void add(std::string_view bytes);
  // The digest of all bytes added; starts anew afterwards.
  Digest finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace causeway::crypto
