#pragma once
// UTF-8, as Go sees it. Pure functions.

#include <cstddef>
#include <string>
#include <string_view>

namespace causeway::base {

// The same text when it is valid; otherwise each byte that is not part of a valid sequence becomes U+FFFD
// (overlong forms, surrogates and values above U+10FFFF count as invalid).
std::string utf8_clean(std::string_view text);

bool utf8_valid(std::string_view text);

// Code points ("runes" in Mattermost's limits); an invalid byte counts as one.
std::size_t utf8_length(std::string_view text);

// The first `most` code points, counted in the same way.
std::string utf8_cut(std::string_view text, std::size_t most);

// The same of the text without control characters (NUL, which no database takes, line breaks, DEL): as one line.
std::string utf8_line(std::string_view text, std::size_t most);

}  // namespace causeway::base
