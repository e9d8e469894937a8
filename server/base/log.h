#pragma once
// One event, one line. Lines go to stderr in the JSON form that Mattermost's plugin host reads (hclog: @level,
// @message,
// @timestamp as strings), so they land in the server's log with their level. Thread-safe; never blocks on anything but
// the pipe; lines are cut far below the host's 64 KiB buffer.
// Never log content, tokens or e-mail addresses. Ids are fields. Info and above carry a stable code.

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace causeway::base::log {

enum class Level { debug, info, warn, error };

struct Field {
  std::string_view key;
  std::string value;
  Field(std::string_view k, std::string v) : key(k), value(std::move(v)) {}
  Field(std::string_view k, std::string_view v) : key(k), value(v) {}
  Field(std::string_view k, const char* v) : key(k), value(v) {}
  template <class Number>
    requires std::is_arithmetic_v<Number>
  Field(std::string_view k, Number n) : key(k), value(std::to_string(n)) {}
};
using Fields = std::initializer_list<Field>;

// Lines below this level are dropped; debug by default off. Any thread.
void set_level(Level level);

void write(Level level, std::string_view code, std::string_view message, Fields fields = {});

inline void debug(std::string_view code, std::string_view message, Fields fields = {}) {
  write(Level::debug, code, message, fields);
}
inline void info(std::string_view code, std::string_view message, Fields fields = {}) {
  write(Level::info, code, message, fields);
}
inline void warn(std::string_view code, std::string_view message, Fields fields = {}) {
  write(Level::warn, code, message, fields);
}
inline void error(std::string_view code, std::string_view message, Fields fields = {}) {
  write(Level::error, code, message, fields);
}

// One JSON object without the line end, as write() prints it. Exposed for its test: invalid UTF-8 is replaced, and no
// input can add a key or a line.
std::string format_line(Level level, std::string_view code, std::string_view message, Fields fields,
                        std::string_view timestamp);

}  // namespace causeway::base::log
