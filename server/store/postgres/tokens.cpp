#include "store/postgres/postgres_store.h"

namespace causeway::store::postgres {

namespace {

constexpr Statement count_attempt{
    "count_invite_attempt",
    "UPDATE causeway.remotes SET invite_attempts = invite_attempts + 1, "
    "incoming_digest = CASE WHEN invite_attempts + 1 >= $2::integer THEN ''::bytea ELSE incoming_digest END "
    "WHERE id = $1 AND state = 'pending' RETURNING invite_attempts",
    Effect::commits};
constexpr Statement propose{
    "propose_tokens",
    "UPDATE causeway.remotes SET next_digest = $2::bytea, proposed_incoming = $3::bytea, "
    "proposed_outgoing = $4::bytea WHERE id = $1 AND state IN ('connected', 'stopped', 'paused') "
    "AND proposed_outgoing = ''",
    Effect::commits};
constexpr Statement accept_proposal{
    "accept_proposal",
    "UPDATE causeway.remotes SET outgoing_token = proposed_outgoing, proposed_incoming = '', proposed_outgoing = '' "
    "WHERE id = $1 AND proposed_outgoing <> ''",
    Effect::commits};
constexpr Statement drop_proposal{
    "drop_proposal",
    "UPDATE causeway.remotes SET next_digest = '', proposed_incoming = '', proposed_outgoing = '' "
    "WHERE id = $1 AND proposed_outgoing <> ''",
    Effect::commits};
constexpr Statement take{"take_tokens",
                         "UPDATE causeway.remotes SET next_digest = $2::bytea, outgoing_token = $3::bytea "
                         "WHERE id = $1 AND state IN ('connected', 'stopped', 'paused') AND proposed_outgoing = ''",
                         Effect::commits};
constexpr Statement begin_next{
    "begin_next_token",
    "UPDATE causeway.remotes SET previous_digest = incoming_digest, previous_until = $3::bigint, "
    "incoming_digest = next_digest, next_digest = '' WHERE id = $1 AND next_digest = $2::bytea",
    Effect::commits};

}  // namespace

base::Result<std::int64_t> PostgresStore::count_invite_attempt(const model::RemoteId& id, std::int64_t most) {
  CAUSEWAY_TRY(rows, run(count_attempt, {id.str(), text_of(most)}));
  return rows.size() == 0 ? 0 : rows.integer(0, 0);
}

base::Result<bool> PostgresStore::propose_tokens(const model::RemoteId& id, const std::string& incoming,
                                                 const std::string& incoming_digest, const std::string& outgoing) {
  CAUSEWAY_TRY(rows, run(propose, {id.str(), bytea_of(incoming_digest), bytea_of(cipher_.seal(incoming)),
                                   bytea_of(cipher_.seal(outgoing))}));
  return rows.affected() == 1;
}

base::Result<> PostgresStore::end_proposal(const model::RemoteId& id, bool accepted) {
  CAUSEWAY_CHECK(run(accepted ? accept_proposal : drop_proposal, {id.str()}));
  return base::ok();
}

base::Result<bool> PostgresStore::take_tokens(const model::RemoteId& id, const std::string& incoming_digest,
                                              const std::string& outgoing_token) {
  CAUSEWAY_TRY(rows, run(take, {id.str(), bytea_of(incoming_digest), bytea_of(cipher_.seal(outgoing_token))}));
  return rows.affected() == 1;
}

base::Result<> PostgresStore::begin_next_token(const model::RemoteId& id, const std::string& digest, base::Time until) {
  CAUSEWAY_CHECK(run(begin_next, {id.str(), bytea_of(digest), text_of(until)}));
  return base::ok();
}

}  // namespace causeway::store::postgres
