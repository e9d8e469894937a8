#include "base/log.h"
#include "json/record.h"
#include "model/limits.h"
#include "store/postgres/postgres_store.h"
#include "store/postgres/words.h"

namespace causeway::store::postgres {

namespace {

#define CAUSEWAY_OFFER_COLUMNS "remote_id, channel_id, invite, declined, approved, team_id, name, offered_at"

constexpr Statement keep{"keep_offer",
                         "WITH was AS (SELECT 1 FROM causeway.offers WHERE remote_id = $1 AND channel_id = $2), "
                         "kept AS (INSERT INTO causeway.offers (remote_id, channel_id, invite, offered_at) "
                         "  VALUES ($1, $2, $3, $4::bigint) ON CONFLICT (remote_id, channel_id) "
                         "  DO UPDATE SET invite = excluded.invite RETURNING *) "
                         "SELECT " CAUSEWAY_OFFER_COLUMNS ", NOT EXISTS (TABLE was) FROM kept",
                         Effect::commits};
constexpr Statement select_offers{
    "offers", "SELECT " CAUSEWAY_OFFER_COLUMNS " FROM causeway.offers ORDER BY offered_at, remote_id, channel_id",
    Effect::none};
constexpr Statement approve{"approve_offer",
                            "UPDATE causeway.offers SET approved = true, declined = false, team_id = $3, name = $4 "
                            "WHERE remote_id = $1 AND channel_id = $2",
                            Effect::commits};
constexpr Statement decline{"decline_offer",
                            "UPDATE causeway.offers SET declined = true, approved = false "
                            "WHERE remote_id = $1 AND channel_id = $2",
                            Effect::commits};
constexpr Statement forget{"forget_offer", "DELETE FROM causeway.offers WHERE remote_id = $1 AND channel_id = $2",
                           Effect::commits};

// We have written it ourselves.
model::ChannelInvite read_invite(const std::string& channel, const std::string& text) {
  const auto value = json::parse(text, json::Limits{});
  auto invite =
      value.ok() ? json::from_json<model::ChannelInvite>(*value) : base::Result<model::ChannelInvite>(value.error());
  if (invite.ok()) return std::move(*invite);
  base::log::warn("offer_unreadable", invite.error().text, {{"channel_id", channel}});
  model::ChannelInvite unreadable;
  unreadable.channel_id = model::ChannelId(channel);
  return unreadable;
}

model::OfferedChannel read_offer(const Rows& rows, int row) {
  model::OfferedChannel offer;
  offer.remote_id = model::RemoteId(rows.text(row, 0));
  offer.invite = read_invite(rows.text(row, 1), rows.text(row, 2));
  offer.declined = rows.boolean(row, 3);
  offer.approved = rows.boolean(row, 4);
  offer.team_id = model::TeamId(rows.text(row, 5));
  offer.name = rows.text(row, 6);
  offer.offered_at = rows.time(row, 7);
  return offer;
}

}  // namespace

base::Result<Store::KeptOffer> PostgresStore::keep_offer(const model::OfferedChannel& offer) {
  CAUSEWAY_TRY(rows, run(keep, {offer.remote_id.str(), offer.invite.channel_id.str(),
                                json::dump(json::to_json(offer.invite)), text_of(offer.offered_at)}));
  return KeptOffer{rows.boolean(0, 8), read_offer(rows, 0)};
}

base::Result<std::vector<model::OfferedChannel>> PostgresStore::offers() {
  CAUSEWAY_TRY(rows, run(select_offers, {}));
  std::vector<model::OfferedChannel> result;
  for (int row = 0; row < rows.size(); ++row) result.push_back(read_offer(rows, row));
  return result;
}

base::Result<bool> PostgresStore::approve_offer(const model::RemoteId& remote, const model::ChannelId& channel,
                                                const model::TeamId& team, const std::string& name) {
  CAUSEWAY_TRY(rows, run(approve, {remote.str(), channel.str(), team.str(), name}));
  return rows.affected() == 1;
}

base::Result<bool> PostgresStore::decline_offer(const model::RemoteId& remote, const model::ChannelId& channel) {
  CAUSEWAY_TRY(rows, run(decline, {remote.str(), channel.str()}));
  return rows.affected() == 1;
}

base::Result<bool> PostgresStore::forget_offer(const model::RemoteId& remote, const model::ChannelId& channel) {
  CAUSEWAY_TRY(rows, run(forget, {remote.str(), channel.str()}));
  return rows.affected() == 1;
}

}  // namespace causeway::store::postgres
