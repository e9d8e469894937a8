#include "remotes/command_line.h"

#include <algorithm>
#include <cctype>
#include <ctime>
#include <vector>

#include "base/ascii.h"

namespace causeway::remotes {
namespace {

bool is_space(char c) {
  return std::isspace(static_cast<unsigned char>(c)) != 0;
}

struct Word {
  std::string text;
  bool quoted = false;
};

// Not what is quoted, nor what no name looks like: an invitation may begin with two dashes, a certificate with more.
bool is_name(const Word& word) {
  constexpr std::size_t longest = 32;
  const std::string& text = word.text;
  return !word.quoted && text.rfind("--", 0) == 0 && text.size() <= longest &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return c == '-' || std::isalpha(static_cast<unsigned char>(c)) != 0; });
}

std::vector<Word> words(const std::string& text) {
  std::vector<Word> out;
  std::size_t i = 0;
  while (i < text.size()) {
    if (is_space(text[i])) {
      ++i;
      continue;
    }
    std::size_t end = i;
    if (text[i] == '"' && text.find('"', i + 1) != std::string::npos) {
      end = text.find('"', i + 1);
      out.push_back({text.substr(i + 1, end - i - 1), true});
      i = end + 1;
      continue;
    }
    while (end < text.size() && !is_space(text[end])) ++end;
    std::string word = text.substr(i, end - i);
    word.erase(0, word.find_first_not_of('"') == std::string::npos ? word.size() : word.find_first_not_of('"'));
    while (!word.empty() && word.back() == '"') word.pop_back();
    out.push_back({std::move(word), false});
    i = end;
  }
  return out;
}

}  // namespace

std::string CommandLine::get(std::string_view name) const {
  const auto found = arguments.find(name);
  return found == arguments.end() ? std::string() : found->second;
}

base::Result<CommandLine> parse_command(const std::string& text) {
  const std::vector<Word> all = words(text);
  CommandLine line;
  if (all.empty() || all[0].text.empty() || all[0].text[0] != '/') {
    return base::refused("command_syntax", "not a command");
  }
  line.trigger = base::ascii_lower(all[0].text.substr(1));
  if (all.size() > 1) line.action = base::ascii_lower(all[1].text);
  for (std::size_t i = 2; i < all.size();) {
    const std::string& word = all[i].text;
    if (word.size() > 1 && word.front() == '@') {
      line.people.push_back(base::ascii_lower(word.substr(1)));
      ++i;
      continue;
    }
    const auto name_at = word.find_first_not_of('-');
    if (word.rfind("--", 0) != 0 || name_at == std::string::npos) {
      return base::refused("command_syntax", "expected `--name value` but found `" + plain(word) + "`");
    }
    const std::string name = base::ascii_lower(word.substr(name_at));
    const bool has_value = i + 1 < all.size() && !is_name(all[i + 1]);
    if (!line.arguments.emplace(name, has_value ? all[i + 1].text : "").second) {
      return base::refused("command_syntax", "`--" + plain(name) + "` is given twice");
    }
    i += has_value ? 2 : 1;
  }
  return line;
}

std::optional<bool> parse_yes_no(const std::string& text) {
  static const std::vector<std::string> yes{"1", "t", "true", "yes", "y"};
  static const std::vector<std::string> no{"0", "f", "false", "no", "n"};
  const std::string word = base::ascii_lower(text);
  if (std::find(yes.begin(), yes.end(), word) != yes.end()) return true;
  if (std::find(no.begin(), no.end(), word) != no.end()) return false;
  return std::nullopt;
}

std::string plain(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f || c == '`' || c == '|') {
      out.push_back(' ');
    } else if (c == '@') {
      out += "&#64;";
    } else {
      out.push_back(c);
    }
  }
  return out;
}

std::string in_utc(base::Time time) {
  if (time == base::Time()) return "never";
  const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char text[32];
  const std::size_t length = std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S UTC", &parts);
  return {text, length};
}

}  // namespace causeway::remotes
