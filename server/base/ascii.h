#pragma once
// Letters of names and keys that are ASCII by definition. Pure functions, no locale.

#include <string>
#include <string_view>

namespace causeway::base {

// A to Z become a to z; every other byte stays.
inline std::string ascii_lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

}  // namespace causeway::base
