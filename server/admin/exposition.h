#pragma once
// Text for Prometheus (exposition format 0.0.4): families of samples, each with its help and type once. One thread.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace causeway::admin {

using Labels = std::vector<std::pair<std::string_view, std::string>>;

class Exposition {
 public:
  static constexpr const char* content_type = "text/plain; version=0.0.4; charset=utf-8";

  enum class Kind { counter, gauge, histogram };
  // What follows belongs to it, until the next one.
  void family(std::string_view name, Kind kind, std::string_view help);
  void sample(const Labels& labels, double value);
  // Cumulative already: one count a bound, then all.
  void histogram(const Labels& labels, const std::vector<double>& bounds, const std::vector<double>& counts,
                 double sum);
  std::string take() { return std::move(text_); }

 private:
  void line(std::string_view suffix, const Labels& labels, double value);

  std::string name_;
  std::string text_;
};

}  // namespace causeway::admin
