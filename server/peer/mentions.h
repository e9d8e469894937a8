#pragma once
// Names behind an '@' in a message, found as Mattermost's notifications find them: in running text only (not in code,
// addresses or e-mail addresses), the whole word behind the '@', without the punctuation that ends it if need be. Pure
// functions; replacing is by position, so a name inside a longer name is never touched.

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace causeway::peer {

struct Mention {
  std::size_t at = 0;  // of the '@'
  std::string name;    // as typed: letters, digits and ".-_:", possibly with punctuation at the end
  bool operator==(const Mention&) const = default;
};

// In order. @channel, @here and @all are among them.
std::vector<Mention> find_mentions(std::string_view text);

// The names that a mention may stand for, the likeliest first: as typed, then without the punctuation at its end, one
// character less each time ("bob:." → "bob:.", "bob:", "bob").
std::vector<std::string> spellings(const std::string& name);

// Whether the name, in any case, is channel, here or all.
bool is_channel_wide(std::string_view name);

// The text in which every mention that `rename` knows has the new name: it is asked for the spellings in their order,
// its first answer counts. What it answers is put behind the '@'.
using Rename = std::function<std::optional<std::string>(const std::string& spelling)>;
std::string rename_mentions(const std::string& text, const Rename& rename);

}  // namespace causeway::peer
