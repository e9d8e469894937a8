#pragma once
// Names behind an '@' in a message, found as Mattermost's notifications find them: in running text only (not in code,
// addresses or e-mail addresses), the whole word behind the '@', without the punctuation that ends it if need be. Pure
// functions; replacing is by position, so a name inside a longer name is never touched.

#include <cstddef>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace causeway::peer {

// In the label of a link Mattermost cuts words at every ':', so that @bob:a there notifies a bob.
struct Mention {
  std::size_t at = 0;  // of the '@'
  std::string name;    // as typed: letters, digits and ".-_:", possibly with punctuation at the end
  bool in_label = false;
  bool operator==(const Mention&) const = default;
};

// In order. @channel, @here and @all are among them.
std::vector<Mention> find_mentions(std::string_view text);

// The names that a mention may stand for, the likeliest first: as typed, then without the punctuation at its end, one
// character less each time ("bob:." → "bob:.", "bob:", "bob").
std::vector<std::string> spellings(const std::string& name);

// Every word of the running text in every spelling by which it may be somebody's keyword, as typed; with the '@' where
// there is one. Parts of words that are split where a sentence may end are words too.
std::set<std::string> words_of(std::string_view text);

// Whether the name, in any case, is channel, here or all.
bool is_channel_wide(std::string_view name);

// The text in which every mention that `rename` knows has a new name. It is asked once a mention, with the spellings;
// the name it answers takes the place of that spelling, behind the '@'. In a label the '@' before a name with a ':'
// becomes a silent_at.
inline constexpr const char* silent_at = "\xef\xbc\xa0";  // '＠', U+FF20: reads like an '@', and nobody is notified
struct NewName {
  std::size_t spelling = 0;  // index
  std::string name;
};
using Rename = std::function<std::optional<NewName>(const std::vector<std::string>& spellings)>;
std::string rename_mentions(const std::string& text, const Rename& rename);

}  // namespace causeway::peer
