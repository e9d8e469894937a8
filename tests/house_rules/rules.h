#pragma once
// The rules that look at one file, and the two that look at all of them. Each returns its findings, "path:line: what".

#include <set>
#include <string>
#include <vector>

#include "house_rules/source.h"

namespace causeway::house_rules {

inline constexpr int max_file_lines = 400;
inline constexpr int max_function_lines = 70;

std::vector<std::string> file_is_short(const Source& source);
std::vector<std::string> functions_are_short(const Source& source);

// What is forbidden in C++ under server/: primitives that base wraps, threads that end otherwise than by returning,
// naked new, captures of everything by value.
std::vector<std::string> no_forbidden_words(const Source& source);

// A word that puts something off names its kind in brackets, as in TODO(protocol).
std::vector<std::string> todos_have_a_kind(const Source& source);

// No folder of one machine, in any file.
std::vector<std::string> no_machine_paths(const Source& source);

// Every header is included by somebody; every .cpp of server/ and tests/ is in `compiled` (paths like the sources').
std::vector<std::string> no_dead_headers(const std::vector<Source>& sources);
std::vector<std::string> no_dead_cpp(const std::vector<Source>& sources, const std::set<std::string>& compiled);

}  // namespace causeway::house_rules
