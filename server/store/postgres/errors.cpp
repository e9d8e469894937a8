#include "store/postgres/errors.h"

#include <algorithm>
#include <array>

namespace causeway::store::postgres {

namespace {

struct Row {
  std::string_view prefix;  // of the SQLSTATE; the first that fits counts
  base::Next next;
};

// Appendix A of PostgreSQL's manual. What is not here is our own bug or a missing right: refused.
constexpr std::array<Row, 12> table = {{
    {"08", base::Next::retry_later},     // connection exceptions
    {"0A000", base::Next::retry_later},  // "cached plan must not change result type": the tables were altered
    {"25006", base::Next::retry_later},  // read-only: a standby during a failover
    {"26000", base::Next::retry_later},  // our prepared statement is gone: a pooler gave us another session
    {"25P03", base::Next::retry_later},  // idle in transaction too long
    {"40003", base::Next::in_doubt},     // statement completion unknown
    {"40", base::Next::retry_later},     // serialization failure, deadlock
    {"53", base::Next::retry_later},     // out of memory, disk full, too many connections
    {"55", base::Next::retry_later},     // lock not available, object in use
    {"57", base::Next::retry_later},     // statement timeout, shutdown, starting up
    {"58", base::Next::retry_later},     // system error outside PostgreSQL
    {"XX", base::Next::retry_later},     // internal error
}};

}  // namespace

base::Error error_of(std::string_view state, bool connection_lost, Effect effect, std::string text) {
  if (!state.empty()) {
    text += " (SQLSTATE ";
    text += state;
    text += ")";
  }
  if (connection_lost && effect == Effect::commits) return base::in_doubt(in_doubt_code, std::move(text));
  if (state.empty()) return base::retry_later(unavailable_code, std::move(text));
  const auto* row = std::find_if(table.begin(), table.end(), [&](const Row& r) { return state.starts_with(r.prefix); });
  if (row == table.end()) return base::refused(refused_code, std::move(text));
  if (row->next == base::Next::in_doubt) return base::in_doubt(in_doubt_code, std::move(text));
  return base::retry_later(unavailable_code, std::move(text));
}

bool chosen_to_give_way(std::string_view state) {
  return state == "40P01" || state == "40001";
}

}  // namespace causeway::store::postgres
