#include "house_rules/rules.h"

#include <algorithm>
#include <regex>
#include <string_view>

namespace causeway::house_rules {
namespace {

bool starts_with(const std::string& text, std::string_view start) {
  return text.compare(0, start.size(), start) == 0;
}

std::string at(const Source& source, std::size_t offset) {
  return source.path + ":" + std::to_string(line_of(source.text, offset)) + ": ";
}

void find_all(const Source& source, const std::string& text, const std::regex& pattern, const std::string& complaint,
              std::vector<std::string>& findings) {
  for (std::sregex_iterator it(text.begin(), text.end(), pattern), end; it != end; ++it) {
    findings.push_back(at(source, static_cast<std::size_t>(it->position())) + it->str() + ": " + complaint);
  }
}

struct Forbidden {
  std::regex pattern;
  std::string complaint;
  bool base_may;
};

const std::vector<Forbidden>& forbidden() {
  static const std::vector<Forbidden> words = {
      {std::regex(
           R"(\bstd::(mutex|timed_mutex|recursive_mutex|shared_mutex|condition_variable\w*|lock_guard|unique_lock|scoped_lock)\b)"),
       "use base/mutex.h, whose locks clang checks", true},
      {std::regex(R"(\bthis_thread::sleep_\w+|\b(usleep|nanosleep)\s*\()"), "a wait ends when a stop is asked", true},
      {std::regex(R"(\b(system_clock|steady_clock|high_resolution_clock)::now\b)"), "ask base::Clock", true},
      {std::regex(R"(\bpthread_(exit|cancel)\b)"), "aborts where libgcc_s is absent; threads end by returning", false},
      {std::regex(R"(\bstd::(thread(?!::)|async)\b)"), "use std::jthread", false},
      {std::regex(R"(\[\s*=)"), "name what the lambda captures", false},
      {std::regex(R"(\bdetach\s*\(\s*\))"), "every thread has an owner that joins it", false},
  };
  return words;
}

}  // namespace

std::vector<std::string> file_is_short(const Source& source) {
  const auto lines = std::count(source.text.begin(), source.text.end(), '\n');
  if (lines < max_file_lines) return {};
  return {source.path + ": " + std::to_string(lines) + " lines; a file has fewer than " +
          std::to_string(max_file_lines)};
}

std::vector<std::string> no_forbidden_words(const Source& source) {
  if (!starts_with(source.path, "server/")) return {};
  std::vector<std::string> findings;
  for (const Forbidden& word : forbidden()) {
    if (word.base_may && starts_with(source.path, "server/base/")) continue;
    find_all(source, source.code, word.pattern, word.complaint, findings);
  }
  // A new whose owner is made in the same breath is not naked: it is how a private constructor is called.
  static const std::regex creation(R"((unique_ptr<[^;{}]*>\s*\w*\s*[({]\s*)?\bnew\b)");
  for (std::sregex_iterator it(source.code.begin(), source.code.end(), creation), end; it != end; ++it) {
    if ((*it)[1].matched) continue;
    findings.push_back(at(source, static_cast<std::size_t>(it->position())) + "naked new; use std::make_unique");
  }
  return findings;
}

std::vector<std::string> todos_have_a_kind(const Source& source) {
  // Spelled in two halves, so that this file does not find itself.
  static const std::regex pattern(
      "\\b(TO"
      "DO|FIX"
      "ME|XX"
      "X)\\b(?!\\([a-z][a-z-]*\\))");
  std::vector<std::string> findings;
  find_all(source, source.text, pattern, "say its kind in brackets, or do it now", findings);
  return findings;
}

std::vector<std::string> no_machine_paths(const Source& source) {
  static const std::regex pattern(
      "(^|[^\\w.])/(wo"
      "rk/(main|shared)|ro"
      "ot|ho"
      "me/\\w+)\\b");
  std::vector<std::string> findings;
  find_all(source, source.text, pattern, "a folder of one machine", findings);
  return findings;
}

std::vector<std::string> no_dead_headers(const std::vector<Source>& sources) {
  std::set<std::string> included;
  for (const Source& source : sources) {
    const std::string folder = source.path.substr(0, source.path.rfind('/') + 1);
    for (const Include& include : includes_of(source)) {
      included.insert("server/" + include.name);
      included.insert("tests/" + include.name);
      included.insert(folder + include.name);
    }
  }
  std::vector<std::string> findings;
  for (const Source& source : sources) {
    const bool header = source.path.size() > 2 && source.path.substr(source.path.size() - 2) == ".h";
    if (header && included.count(source.path) == 0) findings.push_back(source.path + ": nobody includes it");
  }
  return findings;
}

std::vector<std::string> no_dead_cpp(const std::vector<Source>& sources, const std::set<std::string>& compiled) {
  std::vector<std::string> findings;
  for (const Source& source : sources) {
    const bool cpp = source.path.size() > 4 && source.path.substr(source.path.size() - 4) == ".cpp";
    // Fuzz targets are built by their own preset only.
    if (!cpp || starts_with(source.path, "tests/fuzz/") || compiled.count(source.path) > 0) continue;
    findings.push_back(source.path + ": is in no target");
  }
  return findings;
}

}  // namespace causeway::house_rules
