#pragma once
// The grammar of slash commands, as native has it: /trigger action --name value ..., a value being one word or a text
// in quotes; and people, as @name. Pure functions.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace causeway::remotes {

struct CommandLine {
  std::string trigger;                                        // without the slash
  std::string action;                                         // lower case; empty when none was given
  std::map<std::string, std::string, std::less<>> arguments;  // names in lower case, without dashes

  std::vector<std::string> people;  // user names in lower case, without @

  // The argument, or empty.
  std::string get(std::string_view name) const;
};

// Refused (command_syntax) with what is wrong: an argument without a name, a name twice.
base::Result<CommandLine> parse_command(const std::string& text);

// Native's words for yes and no: 1 t true yes y, 0 f false no n, in any case.
std::optional<bool> parse_yes_no(const std::string& text);

// Text from elsewhere inside a Markdown table or sentence: no pipes, back-ticks, line ends, mentions or controls.
std::string plain(const std::string& text);

std::string in_utc(base::Time time);

}  // namespace causeway::remotes
