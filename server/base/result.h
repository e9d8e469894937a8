#pragma once
// Errors by the caller's next move. A function that can fail returns Result<T>: a value, or an Error that says what to
// do next. Exceptions are for what should never happen. Values; no thread affinity.

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace causeway::base {

// What the caller can do about a failure. There is no "done": that is the value itself.
enum class Next {
  retry_later,  // nothing happened; the same call may succeed later
  refused,      // the other side (or our own check) said no; the same call will fail again
  in_doubt,     // it may or may not have happened: repeat only what is idempotent
};

struct Error {
  Next next = Next::refused;
  std::string code;  // stable, snake_case, names the wall and the reason: "peer_unreachable"
  std::string text;  // for people; never content, tokens or e-mail addresses
  std::optional<std::chrono::milliseconds> retry_after;  // as the other side asked; absent = the caller's own policy
};

inline Error refused(std::string code, std::string text) {
  return {Next::refused, std::move(code), std::move(text), {}};
}
inline Error retry_later(std::string code, std::string text) {
  return {Next::retry_later, std::move(code), std::move(text), {}};
}
inline Error in_doubt(std::string code, std::string text) {
  return {Next::in_doubt, std::move(code), std::move(text), {}};
}

struct Unit {
  bool operator==(const Unit&) const = default;
};

template <class T = Unit>
class [[nodiscard]] Result {
 public:
  using value_type = T;

  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  // Only when ok(); std::bad_variant_access otherwise (a bug in the caller).
  T& value() & { return std::get<0>(state_); }
  const T& value() const& { return std::get<0>(state_); }
  T&& value() && { return std::get<0>(std::move(state_)); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  // Only when !ok().
  const Error& error() const& { return std::get<1>(state_); }
  Error&& error() && { return std::get<1>(std::move(state_)); }

 private:
  std::variant<T, Error> state_;
};

inline Result<> ok() {
  return Result<>(Unit{});
}

}  // namespace causeway::base

// Leaves the function with the error, or goes on: CAUSEWAY_CHECK(store.settle(task));
#define CAUSEWAY_CHECK(expression)                                      \
  do {                                                                  \
    if (auto causeway_checked = (expression); !causeway_checked.ok()) { \
      return std::move(causeway_checked).error();                       \
    }                                                                   \
  } while (false)

// Declares `name` with the value, or leaves the function with the error: CAUSEWAY_TRY(user, server.get_user(id));
#define CAUSEWAY_TRY(name, expression)                              \
  auto name##_result = (expression);                                \
  if (!name##_result.ok()) return std::move(name##_result).error(); \
  auto& name = *name##_result
