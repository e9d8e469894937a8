#pragma once
// From what PostgreSQL and libpq say to the caller's next move: the one table of this wall. Pure.

#include <string>
#include <string_view>

#include "base/result.h"

namespace causeway::store::postgres {

inline constexpr const char* unavailable_code = "store_unavailable";
inline constexpr const char* refused_code = "store_refused";
inline constexpr const char* in_doubt_code = "store_in_doubt";

// What was under way when the answer failed to come.
enum class Effect {
  none,    // nothing of it can stay: a read, a connect, a statement inside a transaction
  commits  // it may have been committed
};

// `state` is the SQLSTATE, empty when the connection broke before there was one. `text` is for people.
base::Error error_of(std::string_view state, bool connection_lost, Effect effect, std::string text);

// Whether PostgreSQL undid the statement so that another one could go on (deadlock, serialization failure): nothing of
// it stays, and repeated at once it succeeds.
bool chosen_to_give_way(std::string_view state);

}  // namespace causeway::store::postgres
