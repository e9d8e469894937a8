#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>

#include "base/utf8.h"
#include "json/value.h"

namespace causeway::json {
namespace {

using Library = nlohmann::json;

constexpr std::string_view replacement_escape = "\\ufffd";

// The code unit of a \uXXXX escape at the start of `text`.
std::optional<unsigned> escaped_unit(std::string_view text) {
  if (text.size() < 6 || text[0] != '\\' || text[1] != 'u') return std::nullopt;
  unsigned unit = 0;
  for (const char c : text.substr(2, 4)) {
    unsigned digit = 0;
    if (c >= '0' && c <= '9') {
      digit = static_cast<unsigned>(c - '0');
    } else if (c >= 'a' && c <= 'f') {
      digit = static_cast<unsigned>(c - 'a') + 10;
    } else if (c >= 'A' && c <= 'F') {
      digit = static_cast<unsigned>(c - 'A') + 10;
    } else {
      return std::nullopt;
    }
    unit = unit * 16 + digit;
  }
  return unit;
}

bool is_high(unsigned unit) {
  return unit >= 0xd800 && unit < 0xdc00;
}
bool is_low(unsigned unit) {
  return unit >= 0xdc00 && unit < 0xe000;
}

// The library refuses a surrogate escape without its other half; Go reads U+FFFD. A backslash is legal inside strings
// only, so escapes can be found without telling strings from the rest.
std::string mend_escapes(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const std::size_t plain = std::min(text.find('\\'), text.size());
    out += text.substr(0, plain);
    text.remove_prefix(plain);
    const auto unit = escaped_unit(text);
    std::size_t used = std::min<std::size_t>(2, text.size());
    if (unit && is_high(*unit) && is_low(escaped_unit(text.substr(6)).value_or(0))) {
      used = 12;
    } else if (unit) {
      used = 6;
    }
    const bool lone = unit && used == 6 && (is_high(*unit) || is_low(*unit));
    out += lone ? replacement_escape : text.substr(0, used);
    text.remove_prefix(used);
  }
  return out;
}

// Builds the tree from the library's events. The open containers are a list, not the call stack, so the depth of
// foreign text costs no stack; the limit keeps the tree's destructor shallow too.
class Builder {
 public:
  explicit Builder(const Limits& limits) : limits_(limits) {}

  bool null() { return add(Value()); }
  bool boolean(bool b) { return add(Value(b)); }
  bool number_integer(std::int64_t n) { return add(Value(n)); }
  bool number_unsigned(std::uint64_t n) {
    constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    return n <= most ? add(Value(static_cast<std::int64_t>(n))) : add(Value(static_cast<double>(n)));
  }
  bool number_float(double n, const std::string&) {
    constexpr double two_to_63 = 9223372036854775808.0;
    const bool integral = n >= -two_to_63 && n < two_to_63 && std::trunc(n) == n;
    return integral ? add(Value(static_cast<std::int64_t>(n))) : add(Value(n));
  }
  bool string(std::string& s) { return add(Value(std::move(s))); }
  bool binary(Library::binary_t&) { return false; }  // no such thing in text

  bool start_object(std::size_t) { return open(Value(Object())); }
  bool start_array(std::size_t) { return open(Value(Array())); }
  bool key(std::string& name) {
    open_.back().key = std::move(name);
    return true;
  }
  bool end_object() { return close(); }
  bool end_array() { return close(); }

  bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception&) {
    // The library's own message quotes the text: content, which must not reach a log.
    if (!error_) error_ = base::refused("json_invalid", "not JSON near byte " + std::to_string(position));
    return false;
  }

  std::optional<base::Error> error_;
  Value root_;

 private:
  struct Open {
    Value container;
    std::string key;  // of an object's member whose value comes next
  };

  bool count() {
    if (++values_ <= limits_.values) return true;
    error_ = base::refused("json_too_large", "more than " + std::to_string(limits_.values) + " values");
    return false;
  }

  bool add(Value value) {
    if (!count()) return false;
    place(std::move(value));
    return true;
  }

  bool open(Value container) {
    if (!count()) return false;
    if (open_.size() >= limits_.depth) {
      error_ = base::refused("json_too_deep", "nested deeper than " + std::to_string(limits_.depth));
      return false;
    }
    open_.push_back({std::move(container), {}});
    return true;
  }

  bool close() {
    Value done = std::move(open_.back().container);
    open_.pop_back();
    place(std::move(done));
    return true;
  }

  void place(Value value) {
    if (open_.empty()) {
      root_ = std::move(value);
    } else if (Array* items = open_.back().container.array()) {
      items->push_back(std::move(value));
    } else {
      open_.back().container.object()->insert_or_assign(std::move(open_.back().key), std::move(value));
    }
  }

  const Limits& limits_;
  std::vector<Open> open_;
  std::size_t values_ = 0;
};

bool may_hold_surrogate_escape(std::string_view text) {
  return text.find("\\ud") != std::string_view::npos || text.find("\\uD") != std::string_view::npos;
}

}  // namespace

base::Result<Value> parse(std::string_view text, const Limits& limits) {
  if (text.size() > limits.bytes) {
    return base::refused("json_too_large", "longer than " + std::to_string(limits.bytes) + " bytes");
  }
  // The library takes a zero byte for the end of the text and skips a byte order mark; JSON knows neither.
  if (text.find('\0') != std::string_view::npos || text.substr(0, 3) == "\xef\xbb\xbf") {
    return base::refused("json_invalid", "zero byte or byte order mark");
  }
  std::string mended;
  if (!base::utf8_valid(text)) text = mended = base::utf8_clean(text);
  if (may_hold_surrogate_escape(text)) text = mended = mend_escapes(text);

  Builder builder(limits);
  const bool whole = Library::sax_parse(text.begin(), text.end(), &builder);
  if (builder.error_) return std::move(*builder.error_);
  if (!whole) return base::refused("json_invalid", "not JSON");
  return std::move(builder.root_);
}

}  // namespace causeway::json
