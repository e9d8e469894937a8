#pragma once
// The tokens of a connection. Ours (incoming) is remembered only as its SHA-256, and compared in constant time over
// digests of equal length. Pure functions, any thread.

#include <string>
#include <string_view>

namespace causeway::peer {

// 32 bytes.
std::string digest_token(std::string_view token);

// False for an empty digest (nobody may), after the same work.
bool token_matches(std::string_view token, const std::string& digest);

// Whether a token that a peer hands us can be used: limits::token_chars at least, printable, fits in a header.
bool is_good_token(std::string_view token);

}  // namespace causeway::peer
