#include "store/postgres/postgres_store.h"
#include "store/postgres/words.h"

namespace causeway::store::postgres {

namespace {

#define CAUSEWAY_SHARED_COLUMNS \
  "id, team_id, home, read_only, name, display_name, header, purpose, type, creator_id, remote_id, create_at"
#define CAUSEWAY_CHANNEL_REMOTE_COLUMNS                                                                      \
  "channel_id, remote_id, invite, creator_id, read_only, last_post_create_at, last_post_create_id, "         \
  "last_post_update_at, last_post_update_id, last_members_sync_at, last_error, create_at, peer_channel_id, " \
  "shared_at, history_from"

constexpr Statement save_shared{
    "save_shared_channel",
    "INSERT INTO causeway.shared_channels (" CAUSEWAY_SHARED_COLUMNS
    ") VALUES ($1, $2, $3::boolean, $4::boolean, $5, $6, $7, $8, $9, $10, $11, $12::bigint) ON CONFLICT (id) DO UPDATE "
    "SET team_id = $2, home = $3::boolean, read_only = $4::boolean, name = $5, display_name = $6, header = $7, "
    "purpose = $8, type = $9, creator_id = $10, remote_id = $11, create_at = $12::bigint",
    Effect::commits};
constexpr Statement select_shared{"select_shared_channel",
                                  "SELECT " CAUSEWAY_SHARED_COLUMNS " FROM causeway.shared_channels WHERE id = $1",
                                  Effect::none};
constexpr Statement select_all_shared{"select_shared_channels",
                                      "SELECT " CAUSEWAY_SHARED_COLUMNS " FROM causeway.shared_channels ORDER BY id",
                                      Effect::none};
constexpr Statement delete_shared{"delete_shared_channel",
                                  "WITH t AS (DELETE FROM causeway.tasks WHERE channel_id = $1), "
                                  "c AS (DELETE FROM causeway.channel_remotes WHERE channel_id = $1) "
                                  "DELETE FROM causeway.shared_channels WHERE id = $1",
                                  Effect::commits};
#define CAUSEWAY_INSERT_ROW                                                                                \
  "WITH back AS (DELETE FROM causeway.partings WHERE channel_id = $1 AND remote_id = $2) "                 \
  "INSERT INTO causeway.channel_remotes (" CAUSEWAY_CHANNEL_REMOTE_COLUMNS                                 \
  ") VALUES ($1, $2, $3, $4, $5::boolean, $6::bigint, $7, $8::bigint, $9, $10::bigint, $11, $12::bigint, " \
  "$13, $14::bigint, $15::bigint) "
constexpr Statement add_row{"add_channel_remote",
                            CAUSEWAY_INSERT_ROW "ON CONFLICT (channel_id, remote_id) DO NOTHING RETURNING channel_id",
                            Effect::commits};
constexpr Statement save_row{
    "save_channel_remote",
    CAUSEWAY_INSERT_ROW
    "ON CONFLICT (channel_id, remote_id) DO UPDATE SET invite = $3, creator_id = $4, read_only = $5::boolean, "
    "last_post_create_at = $6::bigint, last_post_create_id = $7, last_post_update_at = $8::bigint, "
    "last_post_update_id = $9, last_members_sync_at = $10::bigint, last_error = $11, create_at = $12::bigint, "
    "peer_channel_id = $13, shared_at = $14::bigint, history_from = $15::bigint",
    Effect::commits};
constexpr Statement select_row{"select_channel_remote",
                               "SELECT " CAUSEWAY_CHANNEL_REMOTE_COLUMNS
                               " FROM causeway.channel_remotes WHERE channel_id = $1 AND remote_id = $2",
                               Effect::none};
constexpr Statement select_by_wire{"channel_by_wire_id",
                                   "SELECT " CAUSEWAY_CHANNEL_REMOTE_COLUMNS
                                   " FROM causeway.channel_remotes WHERE remote_id = $1 AND (peer_channel_id = $2 OR "
                                   "channel_id = $2) ORDER BY peer_channel_id = $2 DESC LIMIT 1",
                                   Effect::none};
constexpr Statement select_of_channel{"select_channel_remotes",
                                      "SELECT " CAUSEWAY_CHANNEL_REMOTE_COLUMNS
                                      " FROM causeway.channel_remotes WHERE channel_id = $1 ORDER BY remote_id",
                                      Effect::none};
constexpr Statement select_of_remote{"select_remote_channels",
                                     "SELECT " CAUSEWAY_CHANNEL_REMOTE_COLUMNS
                                     " FROM causeway.channel_remotes WHERE remote_id = $1 ORDER BY channel_id",
                                     Effect::none};
constexpr Statement set_invite{"set_invite_state",
                               "UPDATE causeway.channel_remotes SET invite = $3, last_error = $4 "
                               "WHERE channel_id = $1 AND remote_id = $2",
                               Effect::commits};
constexpr Statement set_read_only_row{"set_read_only",
                                      "UPDATE causeway.channel_remotes SET read_only = $3::boolean, invite = 'waiting' "
                                      "WHERE channel_id = $1 AND remote_id = $2 AND invite = 'confirmed'",
                                      Effect::commits};
model::SharedChannel read_shared(const Rows& rows, int row) {
  model::SharedChannel channel;
  channel.id = model::ChannelId(rows.text(row, 0));
  channel.team_id = model::TeamId(rows.text(row, 1));
  channel.home = rows.boolean(row, 2);
  channel.read_only = rows.boolean(row, 3);
  channel.name = rows.text(row, 4);
  channel.display_name = rows.text(row, 5);
  channel.header = rows.text(row, 6);
  channel.purpose = rows.text(row, 7);
  channel.type = rows.text(row, 8);
  channel.creator_id = model::UserId(rows.text(row, 9));
  channel.remote_id = model::RemoteId(rows.text(row, 10));
  channel.create_at = rows.time(row, 11);
  return channel;
}

model::ChannelRemote read_row(const Rows& rows, int row) {
  model::ChannelRemote result;
  result.channel_id = model::ChannelId(rows.text(row, 0));
  result.remote_id = model::RemoteId(rows.text(row, 1));
  result.invite = invite_state(rows.text(row, 2));
  result.creator_id = model::UserId(rows.text(row, 3));
  result.read_only = rows.boolean(row, 4);
  result.last_post_create = {rows.time(row, 5), rows.text(row, 6)};
  result.last_post_update = {rows.time(row, 7), rows.text(row, 8)};
  result.last_members_sync_at = rows.time(row, 9);
  result.last_error = rows.text(row, 10);
  result.create_at = rows.time(row, 11);
  result.peer_channel_id = model::ChannelId(rows.text(row, 12));
  result.shared_at = rows.time(row, 13);
  result.history_from = rows.time(row, 14);
  return result;
}

std::vector<model::ChannelRemote> read_rows(const Rows& rows) {
  std::vector<model::ChannelRemote> result;
  for (int row = 0; row < rows.size(); ++row) result.push_back(read_row(rows, row));
  return result;
}

std::vector<std::string> values_of(const model::ChannelRemote& row) {
  return {row.channel_id.str(),
          row.remote_id.str(),
          word(row.invite),
          row.creator_id.str(),
          text_of(row.read_only),
          text_of(row.last_post_create.at),
          row.last_post_create.id,
          text_of(row.last_post_update.at),
          row.last_post_update.id,
          text_of(row.last_members_sync_at),
          row.last_error,
          text_of(row.create_at),
          row.peer_channel_id.str(),
          text_of(row.shared_at),
          text_of(row.history_from)};
}

}  // namespace

base::Result<> PostgresStore::save_shared_channel(const model::SharedChannel& channel) {
  CAUSEWAY_CHECK(
      run(save_shared, {channel.id.str(), channel.team_id.str(), text_of(channel.home), text_of(channel.read_only),
                        channel.name, channel.display_name, channel.header, channel.purpose, channel.type,
                        channel.creator_id.str(), channel.remote_id.str(), text_of(channel.create_at)}));
  return base::ok();
}

base::Result<std::optional<model::SharedChannel>> PostgresStore::shared_channel(const model::ChannelId& id) {
  CAUSEWAY_TRY(rows, run(select_shared, {id.str()}));
  if (rows.size() == 0) return std::optional<model::SharedChannel>();
  return std::optional<model::SharedChannel>(read_shared(rows, 0));
}

base::Result<std::vector<model::SharedChannel>> PostgresStore::shared_channels() {
  CAUSEWAY_TRY(rows, run(select_all_shared, {}));
  std::vector<model::SharedChannel> result;
  for (int row = 0; row < rows.size(); ++row) result.push_back(read_shared(rows, row));
  return result;
}

base::Result<> PostgresStore::delete_shared_channel(const model::ChannelId& id) {
  CAUSEWAY_CHECK(run(delete_shared, {id.str()}));
  return base::ok();
}

base::Result<> PostgresStore::save_channel_remote(const model::ChannelRemote& row) {
  CAUSEWAY_CHECK(run(save_row, values_of(row)));
  signal();
  return base::ok();
}

base::Result<bool> PostgresStore::add_channel_remote(const model::ChannelRemote& row) {
  CAUSEWAY_TRY(added, run(add_row, values_of(row)));
  if (added.size() > 0) signal();
  return added.size() > 0;
}

base::Result<std::optional<model::ChannelRemote>> PostgresStore::channel_remote(const model::ChannelId& channel,
                                                                                const model::RemoteId& remote) {
  CAUSEWAY_TRY(rows, run(select_row, {channel.str(), remote.str()}));
  if (rows.size() == 0) return std::optional<model::ChannelRemote>();
  return std::optional<model::ChannelRemote>(read_row(rows, 0));
}

base::Result<std::optional<model::ChannelRemote>> PostgresStore::channel_by_wire_id(const model::RemoteId& remote,
                                                                                    const model::ChannelId& wire_id) {
  CAUSEWAY_TRY(rows, run(select_by_wire, {remote.str(), wire_id.str()}));
  if (rows.size() == 0) return std::optional<model::ChannelRemote>();
  return std::optional<model::ChannelRemote>(read_row(rows, 0));
}

base::Result<std::vector<model::ChannelRemote>> PostgresStore::channel_remotes(const model::ChannelId& channel) {
  CAUSEWAY_TRY(rows, run(select_of_channel, {channel.str()}));
  return read_rows(rows);
}

base::Result<std::vector<model::ChannelRemote>> PostgresStore::remote_channels(const model::RemoteId& remote) {
  CAUSEWAY_TRY(rows, run(select_of_remote, {remote.str()}));
  return read_rows(rows);
}

base::Result<bool> PostgresStore::set_read_only(const model::ChannelId& channel, const model::RemoteId& remote,
                                                bool read_only) {
  CAUSEWAY_TRY(rows, run(set_read_only_row, {channel.str(), remote.str(), text_of(read_only)}));
  return rows.affected() == 1;
}

base::Result<> PostgresStore::set_invite_state(const model::ChannelId& channel, const model::RemoteId& remote,
                                               model::InviteState state, const std::string& error) {
  CAUSEWAY_CHECK(run(set_invite, {channel.str(), remote.str(), word(state), error}));
  signal();
  return base::ok();
}

}  // namespace causeway::store::postgres
