#include "base/log.h"

#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>

#include "base/mutex.h"
#include "base/utf8.h"

namespace causeway::base::log {
namespace {

constexpr std::size_t max_value_bytes = 2048;  // a line of all fields stays far below the host's 64 KiB buffer

void append_escaped(std::string& out, std::string_view text) {
  const std::string clean = utf8_clean(text.substr(0, max_value_bytes));
  for (const char c : clean) {
    const auto byte = static_cast<std::uint8_t>(c);
    if (c == '"' || c == '\\') {
      out.push_back('\\');
      out.push_back(c);
    } else if (byte < 0x20 || byte == 0x7f) {
      out += fmt::format("\\u{:04x}", byte);  // also keeps terminal escapes out of an admin's screen
    } else {
      out.push_back(c);
    }
  }
}

const char* name(Level level) {
  switch (level) {
    case Level::debug:
      return "debug";
    case Level::info:
      return "info";
    case Level::warn:
      return "warn";
    case Level::error:
      return "error";
  }
  return "info";
}

spdlog::level::level_enum to_spdlog(Level level) {
  switch (level) {
    case Level::debug:
      return spdlog::level::debug;
    case Level::info:
      return spdlog::level::info;
    case Level::warn:
      return spdlog::level::warn;
    case Level::error:
      return spdlog::level::err;
  }
  return spdlog::level::info;
}

spdlog::logger& logger() {
  static const std::shared_ptr<spdlog::logger> instance = [] {
    auto made = std::make_shared<spdlog::logger>("causeway", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    made->set_pattern("%v", spdlog::pattern_time_type::utc);
    made->flush_on(spdlog::level::trace);
    return made;
  }();
  return *instance;
}

// So that no peer fills the disk with refusals: of one code so many lines a second, the rest is counted.
class Throttle {
 public:
  // Whether this line may be written; `dropped`: how many of its code were not, before it.
  bool allows(std::string_view code, std::uint64_t& dropped) {
    const auto now = std::chrono::steady_clock::now();
    const MutexLock lock(mutex_);
    Window& window = windows_[std::string(code)];
    if (now - window.start >= std::chrono::seconds(1)) {
      dropped = window.lines > lines_a_second ? window.lines - lines_a_second : 0;
      window = {now, 0};
    }
    return ++window.lines <= lines_a_second;
  }

 private:
  static constexpr std::uint64_t lines_a_second = 100;
  struct Window {
    std::chrono::steady_clock::time_point start{};
    std::uint64_t lines = 0;
  };
  Mutex mutex_;
  std::map<std::string, Window> windows_ CAUSEWAY_GUARDED_BY(mutex_);  // codes are words of ours: few
};

Throttle& throttle() {
  static Throttle instance;
  return instance;
}

std::string timestamp_now() {
  static thread_local spdlog::pattern_formatter formatter("%Y-%m-%dT%H:%M:%S.%fZ", spdlog::pattern_time_type::utc, "");
  spdlog::memory_buf_t buffer;
  formatter.format(spdlog::details::log_msg(spdlog::string_view_t{}, spdlog::level::info, spdlog::string_view_t{}),
                   buffer);
  return {buffer.data(), buffer.size()};
}

}  // namespace

std::string format_line(Level level, std::string_view code, std::string_view message, Fields fields,
                        std::string_view timestamp) {
  std::string line = R"({"@level":")";
  line += name(level);
  line += R"(","@message":")";
  append_escaped(line, message);
  line += R"(","@timestamp":")";
  append_escaped(line, timestamp);
  line += R"(","code":")";
  append_escaped(line, code);
  line += '"';
  for (const Field& field : fields) {
    line += ",\"";
    append_escaped(line, field.key);
    line += "\":\"";
    append_escaped(line, field.value);
    line += '"';
  }
  line += '}';
  return line;
}

void set_level(Level level) {
  logger().set_level(to_spdlog(level));
}

void write(Level level, std::string_view code, std::string_view message, Fields fields) {
  if (!logger().should_log(to_spdlog(level))) return;
  std::uint64_t dropped = 0;
  if (level != Level::debug && !throttle().allows(code, dropped)) return;
  if (dropped > 0) {
    const Fields fields_of_drop{{"of", code}, {"lines", dropped}};
    logger().log(to_spdlog(level), "{}",
                 format_line(level, "lines_dropped", "more lines of one code than a log has use for", fields_of_drop,
                             timestamp_now()));
  }
  logger().log(to_spdlog(level), "{}", format_line(level, code, message, fields, timestamp_now()));
}

}  // namespace causeway::base::log
