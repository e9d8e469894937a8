#include "outbound/poison.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "model/limits.h"
#include "outbound/retry_policy.h"

namespace causeway::outbound {
namespace {

struct FaultRule {
  std::string_view code;
  Fault fault;
};

// Any other code is the connection's.
constexpr std::array<FaultRule, 9> fault_rules{{
    {"peer_failed", Fault::message},
    {"peer_refused", Fault::message},
    {"peer_too_large", Fault::message},
    {"peer_bad_answer", Fault::message},
    {"peer_no_payload", Fault::message},
    {"peer_bad_payload", Fault::message},
    {"peer_timeout", Fault::broken},
    {"peer_connection_lost", Fault::broken},
    {"peer_tls_failed", Fault::broken},
}};

}  // namespace

Fault fault_of(const base::Error& error) {
  const auto rule = std::find_if(fault_rules.begin(), fault_rules.end(),
                                 [&](const FaultRule& row) { return row.code == error.code; });
  if (rule == fault_rules.end()) return Fault::connection;
  // Nothing was sent: then it is not what was sent.
  const bool sent = error.next == base::Next::in_doubt;
  return rule->fault == Fault::broken && !sent ? Fault::connection : rule->fault;
}

bool peer_silent(const base::Error& error) {
  return fault_of(error) != Fault::message && error.code.rfind("peer_", 0) == 0 && error.code != "peer_cancelled";
}

model::HeldItem after_try(model::HeldItem item, Fault fault, base::Time now) {
  ++item.tries;
  if (item.since == base::Time()) item.since = now;
  item.not_before = now + retry_wait(item.tries, std::nullopt, 0);
  const bool patient = fault != Fault::broken || now - item.since >= model::limits::broken_patience;
  item.dead = item.proven && patient && item.tries >= model::limits::poison_tries;
  return item;
}

model::HeldItem after_waiting(model::HeldItem item, base::Time now) {
  if (item.since == base::Time()) item.since = now;
  item.not_before = now + model::limits::retry_first;
  return item;
}

}  // namespace causeway::outbound
