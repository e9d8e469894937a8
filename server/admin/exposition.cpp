#include "admin/exposition.h"

#include <array>
#include <charconv>

namespace causeway::admin {
namespace {

const char* word(Exposition::Kind kind) {
  switch (kind) {
    case Exposition::Kind::counter:
      return "counter";
    case Exposition::Kind::gauge:
      return "gauge";
    case Exposition::Kind::histogram:
      return "histogram";
  }
  return "untyped";
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\n') {
      out += "\\n";
      continue;
    }
    if (c == '\\' || c == '"') out += '\\';
    out += c;
  }
  return out;
}

std::string number(double value) {
  std::array<char, 32> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value);
  return {digits.data(), end.ptr};
}

}  // namespace

void Exposition::family(std::string_view name, Kind kind, std::string_view help) {
  name_ = name;
  text_ += "# HELP " + name_ + " " + std::string(help) + "\n# TYPE " + name_ + " " + word(kind) + "\n";
}

void Exposition::line(std::string_view suffix, const Labels& labels, double value) {
  text_ += name_ + std::string(suffix);
  char before = '{';
  for (const auto& [key, text] : labels) {
    text_ += before + std::string(key) + "=\"" + escaped(text) + "\"";
    before = ',';
  }
  if (!labels.empty()) text_ += '}';
  text_ += " " + number(value) + "\n";
}

void Exposition::sample(const Labels& labels, double value) {
  line("", labels, value);
}

void Exposition::histogram(const Labels& labels, const std::vector<double>& bounds, const std::vector<double>& counts,
                           double sum) {
  for (std::size_t i = 0; i < counts.size(); ++i) {
    Labels with = labels;
    with.emplace_back("le", i < bounds.size() ? number(bounds[i]) : "+Inf");
    line("_bucket", with, counts[i]);
  }
  line("_sum", labels, sum);
  line("_count", labels, counts.empty() ? 0 : counts.back());
}

}  // namespace causeway::admin
