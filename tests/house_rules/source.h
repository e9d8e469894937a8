#pragma once
// One file of the checkout, as the rules look at it. Values.

#include <filesystem>
#include <string>
#include <vector>

namespace causeway::house_rules {

struct Source {
  std::string path;  // relative to the root of the checkout, with '/'
  std::string text;  // as it is on disk
  std::string code;  // the same length and lines, with comments, literals' contents and preprocessor lines blanked
};

struct Include {
  int line = 0;
  std::string name;
  bool angled = false;
};

Source make_source(std::string path, std::string text);

// The C++ files of server/ and tests/ (without what git ignores: no build folder lies inside them), sorted by path.
std::vector<Source> read_cpp_sources(const std::filesystem::path& root);

// Every text file that git would carry, whatever its kind; skips .git, out, dist and node_modules.
std::vector<Source> read_all_files(const std::filesystem::path& root);

std::vector<Include> includes_of(const Source& source);

int line_of(const std::string& text, std::size_t offset);

}  // namespace causeway::house_rules
