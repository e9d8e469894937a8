#include "base/utf8.h"

#include <algorithm>
#include <cstdint>
#include <iterator>

namespace causeway::base {
namespace {

// Length of the valid sequence at the start of `text`, 0 when there is none.
std::size_t sequence_length(std::string_view text) {
  const auto at = [&](std::size_t i) { return i < text.size() ? static_cast<std::uint8_t>(text[i]) : std::uint8_t{0}; };
  const auto tail = [&](std::size_t i) { return (at(i) & 0xc0U) == 0x80U; };
  const std::uint8_t first = at(0);
  if (first < 0x80) return 1;
  if (first < 0xc2) return 0;
  if (first < 0xe0) return tail(1) ? 2 : 0;
  if (first < 0xf0) {
    const bool overlong = first == 0xe0 && at(1) < 0xa0;
    const bool surrogate = first == 0xed && at(1) >= 0xa0;
    return tail(1) && tail(2) && !overlong && !surrogate ? 3 : 0;
  }
  if (first < 0xf5) {
    const bool overlong = first == 0xf0 && at(1) < 0x90;
    const bool beyond = first == 0xf4 && at(1) >= 0x90;
    return tail(1) && tail(2) && tail(3) && !overlong && !beyond ? 4 : 0;
  }
  return 0;
}

template <class OnSequence, class OnInvalid>
void walk(std::string_view text, OnSequence on_sequence, OnInvalid on_invalid) {
  while (!text.empty()) {
    const std::size_t length = sequence_length(text);
    if (length == 0) {
      on_invalid();
      text.remove_prefix(1);
    } else {
      on_sequence(text.substr(0, length));
      text.remove_prefix(length);
    }
  }
}

}  // namespace

std::string utf8_clean(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  walk(text, [&](std::string_view sequence) { out += sequence; }, [&] { out += "\xef\xbf\xbd"; });
  return out;
}

bool utf8_valid(std::string_view text) {
  bool valid = true;
  walk(text, [](std::string_view) {}, [&] { valid = false; });
  return valid;
}

std::size_t utf8_length(std::string_view text) {
  std::size_t count = 0;
  walk(text, [&](std::string_view) { ++count; }, [&] { ++count; });
  return count;
}

std::string utf8_cut(std::string_view text, std::size_t most) {
  std::size_t end = 0;
  for (; most > 0 && end < text.size(); --most) end += std::max<std::size_t>(sequence_length(text.substr(end)), 1);
  return std::string(text.substr(0, end));
}

std::string utf8_line(std::string_view text, std::size_t most) {
  std::string line;
  std::copy_if(text.begin(), text.end(), std::back_inserter(line),
               [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != 0x7f; });
  return utf8_cut(line, most);
}

}  // namespace causeway::base
