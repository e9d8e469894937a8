// Finds the bodies of functions by their braces: enough of C++ to tell a function from a namespace, a class and an
// initialiser, which is all that a length needs.
#include <regex>
#include <string_view>

#include "house_rules/rules.h"

namespace causeway::house_rules {
namespace {

enum class Brace { scope, function, initialiser };

bool is_space(char c) {
  return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

// The last ')' that is followed by at most a function's trailing words: "f(int a) const noexcept".
bool ends_like_a_signature(const std::string& head) {
  static const std::regex ending(
      R"(\)\s*((const|noexcept|override|final|mutable|volatile|&|&&|try|[A-Z][A-Z_]+(\([^()]*(\([^()]*\))?[^()]*\))?|requires\b.*|->[\s\w:<>,*&.()]+)\s*)*$)");
  return std::regex_search(head, ending);
}

// `head` is the text between the last ';', '{' or '}' of the enclosing scope and this brace.
Brace kind_of(const std::string& head) {
  static const std::regex scope(
      R"(^((public|private|protected)\s*:\s*)*(template\s*<[\s\S]*>\s*)?(requires[\s\S]*)?(inline\s+)?(namespace|class|struct|union|enum|extern)\b)");
  if (head.empty()) return Brace::scope;
  // A constructor's list may initialise with braces: "A(int b) : b_{b}"; the body comes after it.
  static const std::regex in_list(R"(\)\s*(noexcept\s*)?:[^:][\s\S]*[\w>]$)");
  if (head.find('(') != std::string::npos && std::regex_search(head, in_list)) return Brace::initialiser;
  if (std::regex_search(head, scope)) return Brace::scope;
  if (ends_like_a_signature(head)) return Brace::function;
  static const std::regex list_before_body(R"(\)\s*(noexcept\s*)?:[^:][\s\S]*[)}]$)");
  if (std::regex_search(head, list_before_body)) return Brace::function;
  return Brace::initialiser;
}

std::size_t matching(const std::string& code, std::size_t open) {
  int depth = 0;
  for (std::size_t at = open; at < code.size(); ++at) {
    if (code[at] == '{') ++depth;
    if (code[at] == '}' && --depth == 0) return at;
  }
  return code.size() - 1;
}

}  // namespace

std::vector<std::string> functions_are_short(const Source& source) {
  const std::string& code = source.code;
  std::vector<std::string> findings;
  std::size_t head_start = 0;
  for (std::size_t at = 0; at < code.size(); ++at) {
    if (code[at] == ';' || code[at] == '}') head_start = at + 1;
    if (code[at] != '{') continue;
    const std::string head(trimmed(std::string_view(code).substr(head_start, at - head_start)));
    const Brace kind = kind_of(head);
    if (kind == Brace::scope) {
      head_start = at + 1;
      continue;
    }
    const std::size_t close = matching(code, at);
    if (kind == Brace::function) {
      const std::size_t first = code.find(head.substr(0, 1), head_start);
      const int lines = line_of(code, close) - line_of(code, first) + 1;
      if (lines >= max_function_lines) {
        findings.push_back(source.path + ":" + std::to_string(line_of(code, first)) + ": a function of " +
                           std::to_string(lines) + " lines; fewer than " + std::to_string(max_function_lines));
      }
      head_start = close + 1;
    }
    at = close;
  }
  return findings;
}

}  // namespace causeway::house_rules
