#pragma once
// Distinct id types. Mattermost's ids are 26 characters of [a-z0-9]; an empty id means "none". Values.

#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace causeway::base {

template <class Tag>
class Id {
 public:
  Id() = default;
  explicit Id(std::string value) : value_(std::move(value)) {}

  const std::string& str() const { return value_; }
  bool empty() const { return value_.empty(); }
  auto operator<=>(const Id&) const = default;

 private:
  std::string value_;
};

// A new random id as Mattermost makes them: 16 random bytes in its base32 alphabet, 26 characters.
// From the kernel's generator; aborts the process if that is unavailable. Thread-safe.
std::string new_id();

// For generators of what need not be secret (jitter). From the same source.
std::uint64_t random_seed();

// 26 characters of [a-z0-9].
bool is_valid_id(std::string_view text);

}  // namespace causeway::base

template <class Tag>
struct std::hash<causeway::base::Id<Tag>> {
  std::size_t operator()(const causeway::base::Id<Tag>& id) const { return std::hash<std::string>{}(id.str()); }
};
