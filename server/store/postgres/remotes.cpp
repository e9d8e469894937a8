#include "base/log.h"
#include "json/record.h"
#include "store/postgres/postgres_store.h"
#include "store/postgres/task_sql.h"
#include "store/postgres/words.h"

namespace causeway::store::postgres {

namespace {

#define CAUSEWAY_REMOTE_COLUMNS                                                                             \
  "id, name, display_name, site_url, state, default_team_id, creator_id, incoming_digest, outgoing_token, " \
  "create_at, delete_at, last_ping_at, last_global_user_sync_at, last_error, causeway, policy"
#define CAUSEWAY_TOKEN_CHANGE_COLUMNS \
  ", next_digest, previous_digest, previous_until, proposed_incoming, proposed_outgoing"

constexpr Statement insert_remote{"insert_remote",
                                  "INSERT INTO causeway.remotes (" CAUSEWAY_REMOTE_COLUMNS
                                  ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8::bytea, $9::bytea, $10::bigint, "
                                  "$11::bigint, $12::bigint, $13::bigint, $14, $15::boolean, $16)",
                                  Effect::commits};
constexpr Statement select_remote{"select_remote",
                                  "SELECT " CAUSEWAY_REMOTE_COLUMNS CAUSEWAY_TOKEN_CHANGE_COLUMNS
                                  " FROM causeway.remotes WHERE id = $1",
                                  Effect::none};
constexpr Statement select_remotes{"select_remotes",
                                   "SELECT " CAUSEWAY_REMOTE_COLUMNS CAUSEWAY_TOKEN_CHANGE_COLUMNS
                                   " FROM causeway.remotes WHERE $1::boolean OR state <> 'removed' ORDER BY name, id",
                                   Effect::none};
constexpr Statement confirm{"confirm_remote",
                            "UPDATE causeway.remotes SET state = 'connected', site_url = $2, "
                            "incoming_digest = $3::bytea, outgoing_token = $4::bytea, last_ping_at = $5::bigint, "
                            "last_error = '' WHERE id = $1 AND state = 'pending'",
                            Effect::commits};
constexpr Statement replace{
    "replace_remote",
    "UPDATE causeway.remotes SET name = $2, display_name = $3, site_url = $4, state = $5, default_team_id = $6, "
    "creator_id = $7, incoming_digest = $8::bytea, outgoing_token = $9::bytea, create_at = $10::bigint, "
    "delete_at = $11::bigint, last_ping_at = $12::bigint, last_global_user_sync_at = $13::bigint, last_error = $14, "
    "causeway = $15::boolean, policy = $16 "
    "WHERE id = $1 AND state = 'removed'",
    Effect::commits};
constexpr Statement set_state{"set_remote_state",
                              "UPDATE causeway.remotes SET state = $2, last_error = $3 WHERE id = $1 AND state NOT IN "
                              "('ended', 'removed') AND (state <> 'paused' OR $2 = 'ended')",
                              Effect::commits};
constexpr Statement pause{
    "pause_remote",
    "UPDATE causeway.remotes SET state = CASE WHEN $2::boolean THEN 'paused' ELSE 'connected' END "
    "WHERE id = $1 AND ((state IN ('connected', 'stopped') AND $2::boolean) OR (state = 'paused' AND NOT $2::boolean))",
    Effect::commits};
constexpr Statement renew_row{"renew_invite",
                              "UPDATE causeway.remotes SET incoming_digest = $2::bytea, create_at = $3::bigint, "
                              "invite_attempts = 0 WHERE id = $1 AND state = 'pending'",
                              Effect::commits};
constexpr Statement ping{
    "record_ping",
    "UPDATE causeway.remotes SET last_ping_at = GREATEST(last_ping_at, $2::bigint), "
    "last_error = CASE WHEN state IN ('ended', 'removed') THEN last_error ELSE '' END, causeway = $3::boolean "
    "WHERE id = $1",
    Effect::commits};
constexpr Statement set_error{"record_remote_error",
                              "UPDATE causeway.remotes SET last_error = $2 WHERE id = $1 AND last_error <> $2 "
                              "AND state NOT IN ('ended', 'removed')",
                              Effect::commits};
constexpr Statement patch{"patch_remote",
                          "UPDATE causeway.remotes SET display_name = $2, default_team_id = $3 WHERE id = $1",
                          Effect::commits};
constexpr Statement set_policy_row{"set_policy", "UPDATE causeway.remotes SET policy = $2 WHERE id = $1",
                                   Effect::commits};
constexpr Statement set_policy_of_profiles{"set_policy_of_profiles",
                                           "WITH policy AS (UPDATE causeway.remotes SET policy = $2, policy_epoch = "
                                           "policy_epoch + 1 WHERE id = $1) " CAUSEWAY_INSERT_TASKS
                                           "VALUES ($1, '', 'users', 1, 0, 0, $3::bigint, '', '') " CAUSEWAY_ASK_AGAIN,
                                           Effect::commits};
// The channels that no other remote has: every part of the statement sees the rows as they were before it.
constexpr Statement remove{
    "remove_remote",
    "WITH told AS (SELECT id FROM causeway.remotes WHERE id = $1 AND causeway AND state IN ('connected', 'stopped', "
    "'paused')), "
    "gone AS (UPDATE causeway.remotes SET state = 'removed', delete_at = $2::bigint, incoming_digest = '', "
    "  outgoing_token = CASE WHEN id IN (TABLE told) THEN outgoing_token ELSE '' END, next_digest = '', "
    "previous_digest = '', previous_until = 0, proposed_incoming = '', "
    "  proposed_outgoing = '', invite_attempts = 0 WHERE id = $1 AND state <> 'removed'), "
    "undone AS (DELETE FROM causeway.tasks WHERE remote_id = $1 AND (kind <> 'leave' OR NOT EXISTS (TABLE told))), "
    "farewell AS (" CAUSEWAY_INSERT_TASKS
    "SELECT id, '', 'leave', 1, 0, 0, $2::bigint, '', '' FROM told " CAUSEWAY_ASK_AGAIN
    "), "
    "parted AS (INSERT INTO causeway.partings (channel_id, remote_id, home, shared_at, left_at, told) "
    "  SELECT r.channel_id, $1, COALESCE(s.home, true), r.shared_at, $2::bigint, true FROM causeway.channel_remotes r "
    "  LEFT JOIN causeway.shared_channels s ON s.id = r.channel_id WHERE r.remote_id = $1 "
    "  ON CONFLICT (remote_id, channel_id) DO NOTHING), "
    "unsynced AS (DELETE FROM causeway.synced_users WHERE remote_id = $1), "
    "unerased AS (DELETE FROM causeway.erased_posts WHERE remote_id = $1), "
    "unmarked AS (DELETE FROM causeway.marks WHERE remote_id = $1), "
    "unoffered AS (DELETE FROM causeway.offers WHERE remote_id = $1), "
    "unshared AS (DELETE FROM causeway.channel_remotes WHERE remote_id = $1 RETURNING channel_id) "
    "DELETE FROM causeway.shared_channels s WHERE (s.id IN (SELECT channel_id FROM unshared) OR s.remote_id = $1) "
    "AND NOT EXISTS (SELECT 1 FROM causeway.channel_remotes o WHERE o.channel_id = s.id AND o.remote_id <> $1) "
    "RETURNING s.id",
    Effect::commits};

bool taken(const base::Error& error) {
  return error.text.find("(SQLSTATE 23505)") != std::string::npos;
}

// We have written it ourselves; what cannot be read any more leaves everything to the settings.
model::RemotePolicy read_policy(const std::string& text) {
  const auto value = json::parse(text, json::Limits{});
  auto policy =
      value.ok() ? json::from_json<model::RemotePolicy>(*value) : base::Result<model::RemotePolicy>(value.error());
  if (policy.ok()) return std::move(*policy);
  base::log::warn("policy_unreadable", policy.error().text);
  return {};
}

base::Error exists() {
  return base::refused("remote_exists", "a connection with this id or name exists already");
}

}  // namespace

// Of another secret's: as if nothing had been proposed.
std::string PostgresStore::opened(const std::string& sealed) const {
  if (sealed.empty()) return {};
  auto clear = cipher_.open(sealed);
  return clear.ok() ? std::move(*clear) : std::string();
}

model::Remote PostgresStore::read_remote(const Rows& rows, int row) const {
  model::Remote remote;
  remote.id = model::RemoteId(rows.text(row, 0));
  remote.name = rows.text(row, 1);
  remote.display_name = rows.text(row, 2);
  remote.site_url = rows.text(row, 3);
  remote.state = remote_state(rows.text(row, 4));
  remote.default_team_id = model::TeamId(rows.text(row, 5));
  remote.creator_id = model::UserId(rows.text(row, 6));
  remote.incoming_digest = rows.bytes(row, 7);
  remote.create_at = rows.time(row, 9);
  remote.delete_at = rows.time(row, 10);
  remote.last_ping_at = rows.time(row, 11);
  remote.last_global_user_sync_at = rows.time(row, 12);
  remote.last_error = rows.text(row, 13);
  remote.causeway = rows.boolean(row, 14);
  remote.policy = read_policy(rows.text(row, 15));
  remote.change.next_digest = rows.bytes(row, 16);
  remote.change.previous_digest = rows.bytes(row, 17);
  remote.change.previous_until = rows.time(row, 18);
  remote.change.proposed_incoming = opened(rows.bytes(row, 19));
  remote.change.proposed_outgoing = opened(rows.bytes(row, 20));
  if (const std::string sealed = rows.bytes(row, 8); !sealed.empty()) {
    auto clear = cipher_.open(sealed);
    if (clear.ok()) {
      remote.outgoing_token = std::move(*clear);
    } else {
      remote.last_error = "the stored token cannot be read with the plugin's present secret: pair again";
      base::log::warn("token_unreadable", "stored token cannot be read", {{"remote_id", remote.id.str()}});
    }
  }
  return remote;
}

Params PostgresStore::remote_params(const model::Remote& remote) const {
  const std::string sealed = remote.outgoing_token.empty() ? std::string() : cipher_.seal(remote.outgoing_token);
  return {remote.id.str(),
          remote.name,
          remote.display_name,
          remote.site_url,
          word(remote.state),
          remote.default_team_id.str(),
          remote.creator_id.str(),
          bytea_of(remote.incoming_digest),
          bytea_of(sealed),
          text_of(remote.create_at),
          text_of(remote.delete_at),
          text_of(remote.last_ping_at),
          text_of(remote.last_global_user_sync_at),
          remote.last_error,
          text_of(remote.causeway),
          json::dump(json::to_json(remote.policy))};
}

base::Result<> PostgresStore::add_remote(const model::Remote& remote) {
  auto done = run(insert_remote, remote_params(remote));
  if (!done.ok()) return taken(done.error()) ? exists() : std::move(done).error();
  return base::ok();
}

base::Result<std::optional<model::Remote>> PostgresStore::remote(const model::RemoteId& id) {
  CAUSEWAY_TRY(rows, run(select_remote, {id.str()}));
  if (rows.size() == 0) return std::optional<model::Remote>();
  return std::optional<model::Remote>(read_remote(rows, 0));
}

base::Result<std::vector<model::Remote>> PostgresStore::remotes(bool with_removed) {
  CAUSEWAY_TRY(rows, run(select_remotes, {text_of(with_removed)}));
  std::vector<model::Remote> result;
  for (int row = 0; row < rows.size(); ++row) result.push_back(read_remote(rows, row));
  return result;
}

base::Result<bool> PostgresStore::confirm_remote(const model::RemoteId& id, const std::string& site_url,
                                                 const std::string& incoming_digest, const std::string& outgoing_token,
                                                 base::Time now) {
  const std::string sealed = outgoing_token.empty() ? std::string() : cipher_.seal(outgoing_token);
  CAUSEWAY_TRY(rows, run(confirm, {id.str(), site_url, bytea_of(incoming_digest), bytea_of(sealed), text_of(now)}));
  if (rows.affected() == 1) signal();
  return rows.affected() == 1;
}

base::Result<> PostgresStore::replace_remote(const model::Remote& remote) {
  auto done = run(replace, remote_params(remote));
  if (!done.ok()) return taken(done.error()) ? exists() : std::move(done).error();
  if (done->affected() == 0) return exists();
  return base::ok();
}

base::Result<> PostgresStore::set_remote_state(const model::RemoteId& id, model::RemoteState state,
                                               const std::string& error) {
  CAUSEWAY_CHECK(run(set_state, {id.str(), word(state), error}));
  signal();
  return base::ok();
}

base::Result<bool> PostgresStore::pause_remote(const model::RemoteId& id, bool paused) {
  CAUSEWAY_TRY(rows, run(pause, {id.str(), text_of(paused)}));
  signal();
  return rows.affected() == 1;
}

base::Result<bool> PostgresStore::renew_invite(const model::RemoteId& id, const std::string& incoming_digest,
                                               base::Time now) {
  CAUSEWAY_TRY(rows, run(renew_row, {id.str(), bytea_of(incoming_digest), text_of(now)}));
  return rows.affected() == 1;
}

base::Result<> PostgresStore::record_ping(const model::RemoteId& id, bool causeway, base::Time at) {
  CAUSEWAY_CHECK(run(ping, {id.str(), text_of(at), text_of(causeway)}));
  return base::ok();
}

base::Result<> PostgresStore::record_remote_error(const model::RemoteId& id, const std::string& error) {
  CAUSEWAY_CHECK(run(set_error, {id.str(), error}));
  return base::ok();
}

base::Result<> PostgresStore::patch_remote(const model::RemoteId& id, const std::string& display_name,
                                           const model::TeamId& default_team) {
  CAUSEWAY_CHECK(run(patch, {id.str(), display_name, default_team.str()}));
  return base::ok();
}

base::Result<> PostgresStore::set_policy(const model::RemoteId& id, const model::RemotePolicy& policy,
                                         std::optional<base::Time> profiles_due) {
  const std::string text = json::dump(json::to_json(policy));
  if (!profiles_due) {
    CAUSEWAY_CHECK(run(set_policy_row, {id.str(), text}));
    return base::ok();
  }
  CAUSEWAY_CHECK(run(set_policy_of_profiles, {id.str(), text, text_of(*profiles_due)}));
  signal();
  return base::ok();
}

base::Result<std::vector<model::ChannelId>> PostgresStore::remove_remote(const model::RemoteId& id, base::Time now) {
  CAUSEWAY_TRY(rows, run(remove, {id.str(), text_of(now)}));
  std::vector<model::ChannelId> result;
  for (int row = 0; row < rows.size(); ++row) result.emplace_back(rows.text(row, 0));
  signal();
  return result;
}

}  // namespace causeway::store::postgres
