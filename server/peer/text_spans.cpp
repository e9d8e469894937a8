#include "peer/text_spans.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <utility>

#include "base/ascii.h"

namespace causeway::peer {
namespace {

constexpr std::size_t code_indent = 4;  // columns that make an indented line code
constexpr std::size_t fence_length = 3;
constexpr std::size_t scheme_chars = 32;     // longer words before :// are no scheme
constexpr std::size_t target_bytes = 1'024;  // of a link behind its label; bounds the search for its end

using Kind = Span::Kind;

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v' || c == '\f';
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_alnum(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

std::size_t run_of(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && text[end] == text[at]) ++end;
  return end - at;
}

// Collects spans; what nobody names is text.
class Spans {
 public:
  void add(Kind kind, std::size_t begin, std::size_t end) {
    if (begin >= end) return;
    if (!spans_.empty() && spans_.back().kind == kind && spans_.back().end == begin) {
      spans_.back().end = end;
    } else {
      spans_.push_back({kind, begin, end});
    }
  }
  std::vector<Span> take() { return std::move(spans_); }

 private:
  std::vector<Span> spans_;
};

struct Line {
  std::size_t begin = 0;
  std::size_t end = 0;     // behind the line feed
  std::size_t indent = 0;  // columns
  std::size_t first = 0;   // the first byte that is no blank
  bool blank = false;
};

Line line_at(std::string_view text, std::size_t begin) {
  Line line;
  line.begin = begin;
  const std::size_t feed = text.find('\n', begin);
  line.end = feed == std::string_view::npos ? text.size() : feed + 1;
  line.first = begin;
  while (line.first < line.end && (text[line.first] == ' ' || text[line.first] == '\t')) {
    line.indent += text[line.first] == '\t' ? code_indent - line.indent % code_indent : 1;
    ++line.first;
  }
  line.blank = line.first == line.end || text[line.first] == '\n' || text[line.first] == '\r';
  return line;
}

// The fence that a line opens: its character and length. A fence of backticks has none in its first line's rest.
std::optional<std::pair<char, std::size_t>> fence_of(std::string_view text, const Line& line) {
  if (line.blank || line.indent >= code_indent) return std::nullopt;
  const char mark = text[line.first];
  if (mark != '`' && mark != '~') return std::nullopt;
  const std::size_t length = run_of(text, line.first);
  if (length < fence_length) return std::nullopt;
  const std::size_t rest = line.first + length;
  if (mark == '`' && text.substr(rest, line.end - rest).find('`') != std::string_view::npos) return std::nullopt;
  return std::make_pair(mark, length);
}

bool closes(std::string_view text, const Line& line, const std::pair<char, std::size_t>& fence) {
  if (line.blank || line.indent >= code_indent || text[line.first] != fence.first) return false;
  const std::size_t length = run_of(text, line.first);
  const std::string_view rest = text.substr(line.first + length, line.end - line.first - length);
  return length >= fence.second && std::all_of(rest.begin(), rest.end(), is_space);
}

bool starts_list_item(std::string_view text, const Line& line) {
  std::size_t at = line.first;
  if (at < line.end && (text[at] == '-' || text[at] == '*' || text[at] == '+')) {
    ++at;
  } else {
    while (at < line.end && is_digit(text[at])) ++at;
    if (at == line.first || at >= line.end || (text[at] != '.' && text[at] != ')')) return false;
    ++at;
  }
  return at >= line.end || is_space(text[at]);
}

// Length of the address that begins at `at`, 0 when none does: scheme://… or www.…, up to white space or '<'.
std::size_t address_length(std::string_view text, std::size_t at, std::size_t end) {
  const bool inside_word = at > 0 && (is_alnum(text[at - 1]) || static_cast<unsigned char>(text[at - 1]) >= 0x80);
  if (inside_word || !is_alnum(text[at])) return 0;
  std::size_t scheme = at;
  while (scheme < end && scheme - at < scheme_chars &&
         (is_alnum(text[scheme]) || text[scheme] == '+' || text[scheme] == '-' || text[scheme] == '.')) {
    ++scheme;
  }
  const bool with_scheme = text.substr(scheme, std::min<std::size_t>(3, end - scheme)) == "://";
  const bool www = base::ascii_lower(text.substr(at, std::min<std::size_t>(4, end - at))) == "www.";
  if (!with_scheme && !www) return 0;
  std::size_t stop = at;
  std::size_t open = 0;
  while (stop < end && !is_space(text[stop]) && text[stop] != '<') {
    if (text[stop] == '(') ++open;
    if (text[stop] == ')' && open-- == 0) break;  // the bracket around the address, not one of its own
    ++stop;
  }
  return stop - at;
}

// Behind `](target "title")` whose ']' is at `at`; `at` when that is no target.
std::size_t behind_target(std::string_view text, std::size_t at, std::size_t end) {
  if (at + 1 >= end || text[at + 1] != '(') return at;
  std::size_t open = 0;
  for (std::size_t i = at + 2; i < std::min(end, at + target_bytes); ++i) {
    if (text[i] == '\n') break;
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == '(') {
      ++open;
    } else if (text[i] == ')') {
      if (open == 0) return i + 1;
      --open;
    }
  }
  return at;
}

// One paragraph's worth of running text: inline code, addresses, targets.
class Inline {
 public:
  Inline(std::string_view text, Spans& spans) : text_(text), spans_(spans) {}

  void scan(std::size_t begin, std::size_t end) {
    index_backticks(begin, end);
    std::size_t plain = begin;
    for (std::size_t at = begin; at < end;) {
      const auto [kind, length] = piece(at, end);
      if (kind != Kind::text) {
        spans_.add(Kind::text, plain, at);
        spans_.add(kind, at, at + length);
        plain = at + length;
      }
      at += length;
    }
    spans_.add(Kind::text, plain, end);
  }

 private:
  std::pair<Kind, std::size_t> piece(std::size_t at, std::size_t end) {
    const char c = text_[at];
    if (c == '\\') return {Kind::text, std::min<std::size_t>(2, end - at)};
    if (c == '`') {
      const std::size_t run = std::min(run_of(text_, at), end - at);
      const std::size_t stop = closing(at, run);
      if (stop == 0) return {Kind::text, run};
      return {Kind::code, stop - at};
    }
    if (c == ']') {
      const std::size_t behind = behind_target(text_, at, end);
      if (behind == at) return {Kind::text, 1};
      return {Kind::link, behind - at};
    }
    const std::size_t length = address_length(text_, at, end);
    if (length > 0) return {Kind::link, length};
    std::size_t stop = at + 1;
    if (is_alnum(c)) {  // the rest of a word begins no address
      while (stop < end && is_alnum(text_[stop])) ++stop;
    }
    return {Kind::text, stop - at};
  }

  // Where runs of backticks are, by their length: a scan for each opening one would be quadratic.
  void index_backticks(std::size_t begin, std::size_t end) {
    runs_.clear();
    for (std::size_t at = begin; at < end;) {
      if (text_[at] != '`') {
        ++at;
        continue;
      }
      const std::size_t run = std::min(run_of(text_, at), end - at);
      runs_[run].push_back(at);
      at += run;
    }
  }

  // Behind the run of the same length that closes the one at `at`; 0 when there is none.
  std::size_t closing(std::size_t at, std::size_t run) const {
    const auto found = runs_.find(run);
    if (found == runs_.end()) return 0;
    const auto next = std::upper_bound(found->second.begin(), found->second.end(), at);
    return next == found->second.end() ? 0 : *next + run;
  }

  std::string_view text_;
  Spans& spans_;
  std::map<std::size_t, std::vector<std::size_t>> runs_;
};

// Where labels are: what stands in square brackets before a target or a reference, or anywhere in brackets when the
// text defines references. In order, not overlapping; brackets inside brackets belong to the outer ones.
std::vector<Span> labels_in(std::string_view text, const std::vector<Span>& spans) {
  std::vector<std::size_t> open;
  std::vector<Span> labels;
  const bool references = text.find("]:") != std::string_view::npos;
  const auto close = [&](std::size_t at, bool has_target) {
    if (open.empty()) return;
    const std::size_t begin = open.back() + 1;
    open.pop_back();
    const bool has_reference = at + 1 < text.size() && text[at + 1] == '[';
    if (!has_target && !has_reference && !references) return;
    while (!labels.empty() && labels.back().begin >= begin) labels.pop_back();
    labels.push_back({Kind::label, begin, at});
  };
  for (const Span& span : spans) {
    if (span.kind == Kind::link) {  // targets that follow each other are one span
      for (std::size_t at = text.find("](", span.begin); at < span.end; at = text.find("](", at + 1)) close(at, true);
    }
    if (span.kind != Kind::text) continue;
    for (std::size_t at = span.begin; at < span.end; ++at) {
      if (text[at] == '\\') {
        ++at;
      } else if (text[at] == '[') {
        open.push_back(at);
      } else if (text[at] == ']') {
        close(at, false);
      }
    }
  }
  return labels;
}

// The text spans that lie in labels, or the parts of them that do, become labels.
std::vector<Span> with_labels(std::string_view text, std::vector<Span> spans) {
  const std::vector<Span> labels = labels_in(text, spans);
  if (labels.empty()) return spans;
  Spans result;
  auto label = labels.begin();
  for (const Span& span : spans) {
    if (span.kind != Kind::text) {
      result.add(span.kind, span.begin, span.end);
      continue;
    }
    for (std::size_t at = span.begin; at < span.end;) {
      while (label != labels.end() && label->end <= at) ++label;
      const bool inside = label != labels.end() && label->begin <= at;
      const std::size_t next = label == labels.end() ? span.end : inside ? label->end : label->begin;
      const std::size_t end = std::min(span.end, std::max(next, at + 1));
      result.add(inside ? Kind::label : Kind::text, at, end);
      at = end;
    }
  }
  return result.take();
}

}  // namespace

std::vector<Span> text_spans(std::string_view text) {
  Spans spans;
  Inline inline_scan(text, spans);
  std::size_t paragraph = 0;  // where running text began that has not been scanned yet
  bool after_blank = true;
  bool after_code = false;
  bool in_list = false;
  const auto flush = [&](std::size_t upto) { inline_scan.scan(paragraph, upto); };
  for (std::size_t at = 0; at < text.size();) {
    const Line line = line_at(text, at);
    at = line.end;
    if (const auto fence = fence_of(text, line)) {
      flush(line.begin);
      while (at < text.size()) {
        const Line inside = line_at(text, at);
        at = inside.end;
        if (closes(text, inside, *fence)) break;
      }
      spans.add(Kind::code, line.begin, at);
      paragraph = at;
      after_blank = true;
      after_code = false;
      continue;
    }
    const bool code = !line.blank && line.indent >= code_indent && (after_blank || after_code) && !in_list;
    if (code || line.blank) {
      flush(line.begin);
      spans.add(code ? Kind::code : Kind::text, line.begin, line.end);
      paragraph = line.end;
    }
    if (!line.blank) {
      const bool item = !code && starts_list_item(text, line);
      in_list = item || (in_list && line.indent > 0);
    }
    after_blank = line.blank;
    after_code = code || (after_code && line.blank);
  }
  flush(text.size());
  return with_labels(text, spans.take());
}

bool is_word_rune(char32_t rune) {
  if (rune < 0x80) return is_alnum(static_cast<char>(rune));
  struct Range {
    char32_t first, last;
  };
  // White space, punctuation, symbols and marks of the blocks that people type (Unicode 15).
  static constexpr std::array separators{
      Range{0x80, 0xa9},       Range{0xab, 0xb1},     Range{0xb4, 0xb4},       Range{0xb6, 0xb8},
      Range{0xbb, 0xbb},       Range{0xbf, 0xbf},     Range{0xd7, 0xd7},       Range{0xf7, 0xf7},
      Range{0x2c2, 0x2c5},     Range{0x2d2, 0x2df},   Range{0x300, 0x36f},     Range{0x37e, 0x37e},
      Range{0x387, 0x387},     Range{0x483, 0x489},   Range{0x55a, 0x55f},     Range{0x589, 0x58a},
      Range{0x591, 0x5c7},     Range{0x5f3, 0x5f4},   Range{0x600, 0x61f},     Range{0x64b, 0x65f},
      Range{0x66a, 0x66d},     Range{0x6d4, 0x6d4},   Range{0x964, 0x965},     Range{0xe3f, 0xe3f},
      Range{0x2000, 0x206f},   Range{0x207a, 0x207e}, Range{0x20a0, 0x20ff},   Range{0x2190, 0x245f},
      Range{0x249c, 0x24e9},   Range{0x2500, 0x2775}, Range{0x2794, 0x2bff},   Range{0x2e00, 0x2e7f},
      Range{0x3000, 0x3004},   Range{0x3008, 0x3020}, Range{0x302a, 0x3030},   Range{0x303d, 0x303f},
      Range{0x309b, 0x309c},   Range{0x30a0, 0x30a0}, Range{0x30fb, 0x30fb},   Range{0xfe00, 0xfe6f},
      Range{0xfeff, 0xfeff},   Range{0xff01, 0xff0f}, Range{0xff1a, 0xff20},   Range{0xff3b, 0xff40},
      Range{0xff5b, 0xff65},   Range{0xffe0, 0xffff}, Range{0x1f000, 0x1f0ff}, Range{0x1f10d, 0x1faff},
      Range{0xe0000, 0xe01ef},
  };
  const auto after = std::upper_bound(separators.begin(), separators.end(), rune,
                                      [](char32_t wanted, const Range& range) { return wanted < range.first; });
  return after == separators.begin() || rune > std::prev(after)->last;
}

}  // namespace causeway::peer
