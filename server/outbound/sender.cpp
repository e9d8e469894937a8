#include "outbound/sender.h"

#include <algorithm>
#include <set>
#include <utility>

#include "base/log.h"
#include "json/record.h"
#include "model/limits.h"
#include "peer/frame.h"

namespace causeway::outbound {
namespace {

constexpr std::int32_t tries_before_giving_up = 3;  // for a post that the peer refuses while it takes others
constexpr const char* unshared_text = "channel is no longer shared";  // native's words, and ours

}  // namespace

struct Sender::Exchange {
  const model::Task& task;
  const model::ChannelRemote& row;
  peer::Address address;
  Batch batch;
  store::Settlement settlement;
  std::stop_token stop;
};

base::Result<store::Settlement> Sender::send(const model::Task& task, std::stop_token stop) {
  CAUSEWAY_TRY(row, store_.channel_remote(task.channel_id, task.remote_id));
  CAUSEWAY_TRY(remote, store_.remote(task.remote_id));
  store::Settlement nothing_to_do;
  if (!row || !remote || remote->state == model::RemoteState::removed) return nothing_to_do;

  const auto snapshot = current_.get();
  CAUSEWAY_TRY(batch, collector_.collect(task, *row, snapshot->settings.max_posts_per_sync));
  if (batch.posts.empty()) return nothing_to_do;

  Exchange exchange{task, *row, {remote->id, remote->site_url, remote->outgoing_token}, std::move(batch), {}, stop};
  exchange.settlement.kind = exchange.batch.more ? store::Settlement::Kind::more : store::Settlement::Kind::done;
  exchange.settlement.synced_at = clock_.now();
  exchange.settlement.message_id = task.message_id.empty() ? base::new_id() : task.message_id;
  if (!exchange.batch.users.empty()) CAUSEWAY_CHECK(send_users(exchange));
  CAUSEWAY_CHECK(send_posts(exchange));
  return exchange.settlement;
}

base::Result<> Sender::send_users(Exchange& exchange) {
  const std::size_t most = current_.get()->settings.max_users_per_sync;
  model::Users some;
  for (const auto& [id, user] : exchange.batch.users) {
    some.emplace(id, user);
    if (some.size() < most) continue;
    CAUSEWAY_CHECK(send_users(exchange, some));
    some.clear();
  }
  return some.empty() ? base::ok() : send_users(exchange, some);
}

base::Result<> Sender::send_users(Exchange& exchange, const model::Users& users) {
  model::SyncMsg message;
  message.id = base::new_id();
  message.channel_id = exchange.row.channel_id;
  message.users = users;
  CAUSEWAY_TRY(response, exchange_message(exchange, message, {}));
  for (const std::string& id : response.users_syncd) {
    if (message.users.count(id) != 0) exchange.settlement.synced_users.emplace_back(id);
  }
  if (!response.user_errors.empty()) {
    base::log::warn("users_refused", "the peer refused some users; their posts will be refused too",
                    {{"remote_id", exchange.row.remote_id.str()}, {"count", response.user_errors.size()}});
  }
  return base::ok();
}

base::Result<> Sender::send_posts(Exchange& exchange) {
  model::SyncMsg message;
  message.id = base::new_id();
  message.channel_id = exchange.row.channel_id;
  message.posts = exchange.batch.posts;
  CAUSEWAY_TRY(response, exchange_message(exchange, message, exchange.settlement.message_id));
  exchange.settlement.ledger = exchange.batch.ledger;
  exchange.settlement.last_post_create = exchange.batch.cursor;
  if (!response.post_errors.empty()) drop_refused(exchange, response);
  base::log::debug("posts_sent", "posts crossed",
                   {{"remote_id", exchange.row.remote_id.str()},
                    {"channel_id", exchange.row.channel_id.str()},
                    {"count", exchange.settlement.ledger.size()}});
  return base::ok();
}

// The refused ones stay new: they go again with the next try, without the others. After some tries in a row the channel
// goes on without them, which the status says.
void Sender::drop_refused(Exchange& exchange, const model::SyncResponse& response) {
  const std::set<std::string> refused(response.post_errors.begin(), response.post_errors.end());
  const std::string what =
      "the peer refused " + std::to_string(refused.size()) + " post(s), the first is " + response.post_errors.front();
  const bool give_up = exchange.task.attempts + 1 >= tries_before_giving_up;
  base::log::warn(give_up ? "posts_given_up" : "posts_refused", what,
                  {{"remote_id", exchange.row.remote_id.str()}, {"channel_id", exchange.row.channel_id.str()}});
  if (give_up) {
    const auto noted = store_.set_invite_state(exchange.row.channel_id, exchange.row.remote_id, exchange.row.invite,
                                               what + "; given up");
    if (!noted.ok()) base::log::warn("status_not_written", noted.error().text);
    return;
  }
  auto& ledger = exchange.settlement.ledger;
  ledger.erase(std::remove_if(ledger.begin(), ledger.end(),
                              [&](const model::LedgerEntry& entry) { return refused.count(entry.item_id) != 0; }),
               ledger.end());
  model::Cursor cursor;
  for (const model::Post& post : exchange.batch.posts) {
    if (refused.count(post.id.str()) != 0) break;
    cursor = std::max(cursor, model::Cursor{post.create_at, post.id.str()});
  }
  exchange.settlement.last_post_create = cursor.id.empty() ? std::optional<model::Cursor>() : cursor;
  exchange.settlement.kind = store::Settlement::Kind::retry;
  exchange.settlement.error = what;
  exchange.settlement.message_id.clear();  // the next message is another one
}

base::Result<model::SyncResponse> Sender::exchange_message(Exchange& exchange, const model::SyncMsg& message,
                                                           const std::string& message_id) {
  const auto frame =
      peer::make_frame(exchange.row.remote_id, model::topic::sync, json::to_json(message), clock_.now(), message_id);
  CAUSEWAY_TRY(answer, peers_.send_message(exchange.address, frame, exchange.stop));
  if (answer.status != "OK") {
    if (answer.err.find(unshared_text) != std::string::npos) {
      CAUSEWAY_CHECK(store_.set_invite_state(exchange.row.channel_id, exchange.row.remote_id,
                                             model::InviteState::refused, "the peer no longer shares this channel"));
    }
    return base::retry_later("peer_failed", "the peer answered: " + answer.err.substr(0, 200));
  }
  if (answer.payload.is_null())
    return base::in_doubt("peer_no_payload", "the peer's answer says nothing of what it took");
  auto response = json::from_json<model::SyncResponse>(answer.payload);
  if (!response.ok()) return base::in_doubt("peer_bad_payload", response.error().text);
  return response;
}

}  // namespace causeway::outbound
