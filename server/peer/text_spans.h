#pragma once
// What of a message is running text, and what is code or a link, as Mattermost's Markdown has it: names are mentioned
// in running text only. Pure functions over bytes; invalid UTF-8 is text.

#include <cstddef>
#include <string_view>
#include <vector>

namespace causeway::peer {

struct Span {
  enum class Kind {
    text,
    label,  // of a link or image, by target or reference: running text too, but cut at every ':' (see mentions.h)
    code,   // inline code, fenced and indented blocks, with their marks
    link,   // an address, bare or as the target of a label
  };
  Kind kind = Kind::text;
  std::size_t begin = 0;
  std::size_t end = 0;  // behind the last byte
  bool operator==(const Span&) const = default;
};

// The whole text in order, without gaps; neighbours differ in kind. Linear in the text's length.
std::vector<Span> text_spans(std::string_view text);

// Whether a code point can be part of a word: a letter or a number. Follows Unicode for everything that people write
// between words (white space, punctuation, symbols, emoji, combining marks); what is not in its short table is a
// letter.
bool is_word_rune(char32_t rune);

}  // namespace causeway::peer
