#include "base/log.h"
#include "json/record.h"
#include "model/limits.h"
#include "store/postgres/postgres_store.h"
#include "store/postgres/words.h"

namespace causeway::store::postgres {

namespace {

constexpr Statement keep{"keep_offer",
                         "WITH was AS (SELECT 1 FROM causeway.offers WHERE remote_id = $1 AND channel_id = $2), "
                         "kept AS (INSERT INTO causeway.offers (remote_id, channel_id, invite, offered_at) "
                         "  VALUES ($1, $2, $3, $4::bigint) ON CONFLICT (remote_id, channel_id) "
                         "  DO UPDATE SET invite = excluded.invite RETURNING declined) "
                         "SELECT NOT EXISTS (TABLE was), declined FROM kept",
                         Effect::commits};
constexpr Statement select_offers{"offers",
                                  "SELECT remote_id, channel_id, invite, declined, offered_at FROM causeway.offers "
                                  "ORDER BY offered_at, remote_id, channel_id",
                                  Effect::none};
constexpr Statement decline{"decline_offer",
                            "UPDATE causeway.offers SET declined = true WHERE remote_id = $1 AND channel_id = $2",
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

}  // namespace

base::Result<Store::KeptOffer> PostgresStore::keep_offer(const model::OfferedChannel& offer) {
  CAUSEWAY_TRY(rows, run(keep, {offer.remote_id.str(), offer.invite.channel_id.str(),
                                json::dump(json::to_json(offer.invite)), text_of(offer.offered_at)}));
  return KeptOffer{rows.boolean(0, 0), rows.boolean(0, 1)};
}

base::Result<std::vector<model::OfferedChannel>> PostgresStore::offers() {
  CAUSEWAY_TRY(rows, run(select_offers, {}));
  std::vector<model::OfferedChannel> result;
  for (int row = 0; row < rows.size(); ++row) {
    result.push_back({model::RemoteId(rows.text(row, 0)), read_invite(rows.text(row, 1), rows.text(row, 2)),
                      rows.boolean(row, 3), rows.time(row, 4)});
  }
  return result;
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
