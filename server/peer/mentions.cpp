#include "peer/mentions.h"

#include <algorithm>

#include "base/ascii.h"
#include "model/limits.h"
#include "peer/text_spans.h"

namespace causeway::peer {
namespace {

constexpr std::string_view mark = "@";
constexpr std::string_view inner_marks = ":.-_";  // may be part of a name
constexpr std::string_view word_ends = ":.-";     // may end a sentence, so a word is split there

constexpr std::size_t keyword_chars = 256;  // longer words are nobody's keyword

struct Rune {
  char32_t value = 0xfffd;
  std::size_t length = 1;
};

Rune rune_at(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(at);
  if (first < 0x80) return {first, 1};
  const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 1;
  if (length == 1 || at + length > text.size()) return {};
  char32_t value = first & (0xffU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(at + i) & 0xc0U) != 0x80U) return {};
    value = (value << 6U) | (byte(at + i) & 0x3fU);
  }
  return {value, length};
}

bool is_name(std::string_view name) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); };
  return !name.empty() && letter(name[0]) && std::all_of(name.begin(), name.end(), [&](char c) {
    return letter(c) || inner_marks.find(c) != std::string_view::npos;
  });
}

// The word, then without the punctuation at its end, one character less each time; those of at most `most` characters.
std::vector<std::string> shortened(std::string_view word, std::size_t most) {
  std::vector<std::string> result;
  for (; !word.empty(); word.remove_suffix(1)) {
    if (word.size() <= most) result.emplace_back(word);
    if (inner_marks.find(word.back()) == std::string_view::npos) break;
  }
  return result;
}

// Calls found(word, at, in_label) for every word of the running text. An '@' begins a word's name only where the word
// begins.
template <class Found>
void each_word(std::string_view text, Found found) {
  const auto whole = [&](std::string_view word, std::size_t at, bool in_label) {
    if (word.front() == ':' && word.back() == ':') return;  // an emoji
    const std::size_t start = word.find_first_not_of(inner_marks);
    if (start != std::string_view::npos) found(word.substr(start), at + start, in_label);
  };
  for (const Span& span : text_spans(text)) {
    if (span.kind != Span::Kind::text && span.kind != Span::Kind::label) continue;
    const bool in_label = span.kind == Span::Kind::label;
    const std::string_view piece = text.substr(0, span.end);
    std::size_t word = span.begin;
    for (std::size_t at = span.begin; at < span.end;) {
      const Rune rune = rune_at(piece, at);
      const bool inside = rune.value == U'@' || is_word_rune(rune.value) ||
                          (rune.value < 0x80 && inner_marks.find(text[at]) != std::string_view::npos);
      if (!inside && word < at) whole(text.substr(word, at - word), word, in_label);
      at += rune.length;
      if (!inside) word = at;
    }
    if (word < span.end) whole(text.substr(word, span.end - word), word, in_label);
  }
}

// The parts of a word that does not begin with an '@', split where a sentence may end.
template <class Part>
void each_part(std::string_view word, std::size_t at, Part part) {
  for (std::size_t begin = 0; begin < word.size();) {
    const std::size_t end = std::min(word.find_first_of(word_ends, begin), word.size());
    if (end > begin) part(word.substr(begin, end - begin), at + begin);
    begin = end + 1;
  }
}

}  // namespace

std::vector<Mention> find_mentions(std::string_view text) {
  std::vector<Mention> mentions;
  if (text.find(mark) == std::string_view::npos) return mentions;
  const auto take = [&](std::string_view word, std::size_t at, bool in_label) {
    if (word.front() != '@') return;
    const std::string_view name = word.substr(mark.size());
    if (is_name(name)) mentions.push_back({at, std::string(name), in_label});
  };
  each_word(text, [&](std::string_view word, std::size_t at, bool in_label) {
    if (word.front() == '@') {
      take(word, at, in_label);
    } else {
      each_part(word, at, [&](std::string_view part, std::size_t place) { take(part, place, in_label); });
    }
  });
  return mentions;
}

std::set<std::string> words_of(std::string_view text) {
  std::set<std::string> words;
  each_word(text, [&](std::string_view word, std::size_t at, bool) {
    for (std::string& spelling : shortened(word, keyword_chars)) words.insert(std::move(spelling));
    if (word.front() == '@') return;
    each_part(word, at, [&](std::string_view part, std::size_t) { words.emplace(part); });
  });
  return words;
}

std::vector<std::string> spellings(const std::string& name) {
  return shortened(name, model::limits::username_chars);
}

bool is_channel_wide(std::string_view name) {
  const std::string lower = base::ascii_lower(name);
  return lower == "channel" || lower == "here" || lower == "all";
}

std::string rename_mentions(const std::string& text, const Rename& rename) {
  std::string out;
  std::size_t copied = 0;
  for (const Mention& mention : find_mentions(text)) {
    const auto names = spellings(mention.name);
    const auto next = names.empty() ? std::nullopt : rename(names);
    if (!next) continue;
    const bool cut = mention.in_label && next->name.find(':') != std::string::npos;
    out.append(text, copied, mention.at - copied);
    out += cut ? silent_at : mark;
    out += next->name;
    copied = mention.at + mark.size() + names.at(next->spelling).size();
  }
  out.append(text, copied, std::string::npos);
  return out;
}

}  // namespace causeway::peer
