// Written here and not by the library because Go's form of numbers is asked for, and because the library would want a
// copy of the whole tree first.

#include <array>
#include <charconv>
#include <cmath>

#include "base/utf8.h"
#include "json/value.h"

namespace causeway::json {
namespace {

void write_string(std::string_view text, std::string& out) {
  constexpr std::string_view hex = "0123456789abcdef";
  std::string cleaned;
  if (!base::utf8_valid(text)) text = cleaned = base::utf8_clean(text);
  out.push_back('"');
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out.push_back('\\');
      out.push_back(c);
    } else if (c == '\n') {
      out += "\\n";
    } else if (byte < 0x20 || byte == 0x7f) {
      out += "\\u00";
      out.push_back(hex[byte >> 4U]);
      out.push_back(hex[byte & 15U]);
    } else {
      out.push_back(c);
    }
  }
  out.push_back('"');
}

// Go's form: the shortest digits, without exponent from 1e-6 up to 1e21.
void write_double(double number, std::string& out) {
  if (!std::isfinite(number)) {
    out += "null";  // JSON has no such number, and a text that no peer can read helps nobody
    return;
  }
  const double size = std::abs(number);
  const bool plain = size == 0 || (size >= 1e-6 && size < 1e21);
  std::array<char, 64> buffer{};
  const auto form = plain ? std::chars_format::fixed : std::chars_format::scientific;
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number, form).ptr;
  out.append(buffer.data(), end);
}

// Recursive: our own values are as deep as the code that made them, foreign ones as Limits::depth.
void write(const Value& value, std::string& out) {
  if (const bool* b = value.boolean()) {
    out += *b ? "true" : "false";
  } else if (const std::int64_t* n = value.integer()) {
    out += std::to_string(*n);
  } else if (const double* d = value.number()) {
    write_double(*d, out);
  } else if (const std::string* s = value.string()) {
    write_string(*s, out);
  } else if (const Array* items = value.array()) {
    char before = '[';
    for (const Value& item : *items) {
      out.push_back(before);
      write(item, out);
      before = ',';
    }
    out += items->empty() ? "[]" : "]";
  } else if (const Object* members = value.object()) {
    char before = '{';
    for (const auto& [name, member] : *members) {
      out.push_back(before);
      write_string(name, out);
      out.push_back(':');
      write(member, out);
      before = ',';
    }
    out += members->empty() ? "{}" : "}";
  } else {
    out += "null";
  }
}

}  // namespace

std::string dump(const Value& value) {
  std::string out;
  write(value, out);
  return out;
}

}  // namespace causeway::json
