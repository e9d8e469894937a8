#include "config/file_policy.h"

#include <algorithm>
#include <string_view>

#include "base/ascii.h"
#include "base/utf8.h"
#include "model/limits.h"

namespace causeway::config {
namespace {

constexpr std::int64_t bytes_a_megabyte = 1 << 20;  // as Mattermost's System Console counts

// U+200E, U+200F, U+202A to U+202E and U+2066 to U+2069 turn what follows around: "exe.gpj" reads as "jpg.exe".
bool turns_direction(std::string_view rune) {
  if (rune.size() != 3 || rune[0] != '\xe2') return false;
  const auto middle = static_cast<unsigned char>(rune[1]);
  const auto last = static_cast<unsigned char>(rune[2]);
  return (middle == 0x80 && (last == 0x8e || last == 0x8f || (last >= 0xaa && last <= 0xae))) ||
         (middle == 0x81 && last >= 0xa6 && last <= 0xa9);
}

std::size_t rune_bytes(char first) {
  const auto byte = static_cast<unsigned char>(first);
  if (byte < 0x80) return 1;
  return byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
}

// The longest beginning of `text` with at most `most` bytes that cuts no character.
std::string cut(const std::string& text, std::size_t most) {
  std::size_t end = std::min(text.size(), most);
  while (end < text.size() && end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U) --end;
  return text.substr(0, end);
}

// With one decimal place where it is not a whole number.
std::string megabytes(std::int64_t bytes) {
  const std::int64_t tenths = bytes * 10 / bytes_a_megabyte;
  return std::to_string(tenths / 10) + (tenths % 10 == 0 ? "" : "." + std::to_string(tenths % 10));
}

}  // namespace

FileRules file_rules(const Snapshot& snapshot, const model::RemotePolicy& policy) {
  FileRules rules;
  rules.attachments = snapshot.facts.file_attachments;
  rules.blocked = policy.blocked_file_types.value_or(snapshot.settings.blocked_file_types);
  rules.max_bytes = snapshot.facts.max_file_size;
  const std::int64_t own = policy.max_file_size_mb.value_or(snapshot.settings.max_file_size_mb) * bytes_a_megabyte;
  if (own > 0 && (rules.max_bytes == 0 || own < rules.max_bytes)) rules.max_bytes = own;
  return rules;
}

std::string why_not(const FileRules& rules, const std::string& name, std::int64_t size) {
  if (!rules.attachments) return "attachments are switched off";
  const std::string extension = extension_of(name);
  if (!extension.empty() && std::find(rules.blocked.begin(), rules.blocked.end(), extension) != rules.blocked.end()) {
    return "files of the type ." + extension + " do not cross";
  }
  if (rules.max_bytes > 0 && size > rules.max_bytes) {
    return "larger than " + megabytes(rules.max_bytes) + " MB";
  }
  return {};
}

std::string safe_file_name(const std::string& name) {
  std::string clean;
  const std::string valid = base::utf8_clean(name);
  for (std::size_t i = 0; i < valid.size();) {
    const std::string_view rune = std::string_view(valid).substr(i, rune_bytes(valid[i]));
    i += rune.size();
    if (rune == "/" || rune == "\\") {
      clean.clear();
    } else if (!turns_direction(rune) && static_cast<unsigned char>(rune[0]) >= 0x20 && rune[0] != 0x7f) {
      clean += rune;
    }
  }
  const auto first = clean.find_first_not_of(". ");
  clean = first == std::string::npos ? std::string() : clean.substr(first);
  if (clean.empty()) return "file";
  if (clean.size() <= model::limits::file_name_bytes) return clean;
  const std::string extension = "." + extension_of(clean);
  if (extension.size() < 2 || extension.size() > model::limits::file_name_bytes / 2) {
    return cut(clean, model::limits::file_name_bytes);
  }
  return cut(clean, model::limits::file_name_bytes - extension.size()) + extension;
}

std::string extension_of(const std::string& name) {
  const auto dot = name.rfind('.');
  return dot == std::string::npos ? std::string() : base::ascii_lower(name.substr(dot + 1));
}

}  // namespace causeway::config
