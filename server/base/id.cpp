#include "base/id.h"

#include <sys/random.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "base/conductor.h"

namespace causeway::base {
namespace {

void fill_random(std::array<std::uint8_t, 16>& bytes) {
  if (conductor != nullptr) {
    for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(conductor->random());
    return;
  }
  std::size_t filled = 0;
  while (filled < bytes.size()) {
    const ssize_t got = ::getrandom(bytes.data() + filled, bytes.size() - filled, 0);
    if (got > 0) {
      filled += static_cast<std::size_t>(got);
    } else if (errno != EINTR) {
      std::abort();  // ids double as tokens: a guessable one is worse than no process
    }
  }
}

}  // namespace

std::string new_id() {
  static constexpr std::string_view alphabet = "ybndrfg8ejkmcpqxot1uwisza345h769";
  std::array<std::uint8_t, 16> bytes{};
  fill_random(bytes);
  std::string id;
  id.reserve(26);
  unsigned buffer = 0;
  int bits = 0;
  for (const std::uint8_t byte : bytes) {
    buffer = (buffer << 8U) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      id.push_back(alphabet[(buffer >> bits) & 31U]);
    }
    buffer &= (1U << bits) - 1U;
  }
  id.push_back(alphabet[(buffer << (5 - bits)) & 31U]);
  return id;
}

std::uint64_t random_seed() {
  std::array<std::uint8_t, 16> bytes{};
  fill_random(bytes);
  std::uint64_t seed = 0;
  for (const std::uint8_t byte : bytes) seed = (seed << 4U) ^ byte;
  return seed;
}

bool is_valid_id(std::string_view text) {
  return text.size() == 26 &&
         std::all_of(text.begin(), text.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); });
}

}  // namespace causeway::base
