#include "house_rules/source.h"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <string_view>

namespace causeway::house_rules {
namespace {

namespace fs = std::filesystem;

// Walks over C++ text and blanks what is not code. Newlines stay, so offsets and line numbers hold.
class Blanker {
 public:
  explicit Blanker(std::string text) : text_(std::move(text)) {}

  std::string run() {
    bool line_is_empty = true;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '#' && line_is_empty) {
        directive();
      } else if (starts("//")) {
        blank_until(text_.find('\n', at_));
      } else if (starts("/*")) {
        blank_until(after(text_.find("*/", at_ + 2), 2));
      } else if (c == 'R' && starts("R\"") && !is_word(before())) {
        raw_string();
      } else if (c == '"' || (c == '\'' && !is_word(before()))) {
        quoted(c);
      } else {
        ++at_;
      }
      if (c == '\n') {
        line_is_empty = true;
      } else if (!std::isspace(static_cast<unsigned char>(c))) {
        line_is_empty = false;
      }
    }
    return std::move(text_);
  }

 private:
  static bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }
  bool starts(std::string_view what) const { return text_.compare(at_, what.size(), what) == 0; }
  char before() const { return at_ == 0 ? ' ' : text_[at_ - 1]; }
  static std::size_t after(std::size_t found, std::size_t size) {
    return found == std::string::npos ? found : found + size;
  }

  void blank_until(std::size_t end) {
    for (; at_ < std::min(end, text_.size()); ++at_) {
      if (text_[at_] != '\n') text_[at_] = ' ';
    }
  }
  void directive() {
    std::size_t end = text_.find('\n', at_);
    while (end != std::string::npos && end > 0 && text_[end - 1] == '\\') end = text_.find('\n', end + 1);
    blank_until(end);
  }
  void raw_string() {
    const std::size_t open = text_.find('(', at_);
    if (open == std::string::npos) return blank_until(open);
    const std::string close = ")" + text_.substr(at_ + 2, open - at_ - 2) + "\"";
    blank_until(after(text_.find(close, open), close.size()));
  }
  void quoted(char quote) {
    ++at_;  // the quotes themselves stay: an argument remains an argument
    std::size_t end = at_;
    while (end < text_.size() && text_[end] != quote && text_[end] != '\n') end += text_[end] == '\\' ? 2 : 1;
    blank_until(end);
    ++at_;
  }

  std::string text_;
  std::size_t at_ = 0;
};

std::string read(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

std::vector<Source> walk(const fs::path& root, const fs::path& start, bool (*wanted)(const fs::path&)) {
  static const std::set<std::string> skipped = {".git", "out", "dist", "node_modules"};
  std::vector<Source> sources;
  fs::recursive_directory_iterator it(start);
  for (const auto end = fs::recursive_directory_iterator(); it != end; ++it) {
    if (skipped.count(it->path().filename().string()) > 0) {  // .git is a file in a work tree beside the first
      if (it->is_directory()) it.disable_recursion_pending();
      continue;
    }
    if (!it->is_regular_file() || !wanted(it->path())) continue;
    sources.push_back(make_source(fs::relative(it->path(), root).generic_string(), read(it->path())));
  }
  std::sort(sources.begin(), sources.end(), [](const Source& a, const Source& b) { return a.path < b.path; });
  return sources;
}

bool is_cpp(const fs::path& path) {
  return path.extension() == ".cpp" || path.extension() == ".h";
}
bool is_small(const fs::path& path) {
  return fs::file_size(path) < 1'000'000;
}

}  // namespace

Source make_source(std::string path, std::string text) {
  std::string code = is_cpp(path) ? Blanker(text).run() : std::string();
  return {std::move(path), std::move(text), std::move(code)};
}

std::vector<Source> read_cpp_sources(const fs::path& root) {
  std::vector<Source> sources = walk(root, root / "server", is_cpp);
  for (Source& source : walk(root, root / "tests", is_cpp)) sources.push_back(std::move(source));
  return sources;
}

std::vector<Source> read_all_files(const fs::path& root) {
  return walk(root, root, is_small);
}

std::vector<Include> includes_of(const Source& source) {
  static const std::regex pattern(R"re(^\s*#\s*include\s*([<"])([^>"]+)[>"])re");
  std::vector<Include> includes;
  std::istringstream lines(source.text);
  std::string line;
  for (int number = 1; std::getline(lines, line); ++number) {
    std::smatch match;
    if (std::regex_search(line, match, pattern)) includes.push_back({number, match[2].str(), match[1].str() == "<"});
  }
  return includes;
}

int line_of(const std::string& text, std::size_t offset) {
  return 1 + static_cast<int>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(offset), '\n'));
}

}  // namespace causeway::house_rules
