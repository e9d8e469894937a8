#pragma once
// What people of the lab have typed, shown and sent, so that a test can look for it where it must not be: in the lines
// that the plugin wrote to a server's log. One list a process. Thread-safe.

#include <filesystem>
#include <string>

namespace causeway::lab {

// A message, token, password or address. Too short to tell (less than 12 bytes): ignored; more than a few thousand: the
// rest is ignored.
void keep_secret(const std::string& text);

// The plugin's lines in this log that hold one of them, or an address of the lab's people; a few of them, empty when
// there are none.
std::string secrets_in_log(const std::filesystem::path& log);

}  // namespace causeway::lab
