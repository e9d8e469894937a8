#include "outbound/member_sender.h"

#include <algorithm>

#include "base/id.h"
#include "base/log.h"
#include "config/crossing.h"
#include "json/record.h"
#include "model/limits.h"
#include "outbound/collect/users.h"
#include "peer/frame.h"

namespace causeway::outbound {
namespace {

// The last changes are left for the next message until this one fits.
void make_fit(model::SyncMsg& message) {
  while (message.membership_changes.size() > 1 &&
         json::dump(json::to_json(message)).size() > model::limits::outgoing_body_bytes) {
    for (std::size_t rest = message.membership_changes.size() / 2; rest > 0; --rest) {
      message.users.erase(message.membership_changes.back().user_id.str());
      message.membership_changes.pop_back();
    }
  }
}

}  // namespace

std::size_t MemberSender::batch_size(const model::Remote& remote) const {
  const std::size_t most = std::min(current_.get()->settings.member_sync_batch_size, model::limits::sync_users);
  return remote.causeway ? most : std::min(most, model::limits::native_member_batch);
}

base::Result<store::Settlement> MemberSender::send(const model::Task& task, std::stop_token stop) {
  store::Settlement settlement;
  CAUSEWAY_TRY(remote, store_.remote(task.remote_id));
  CAUSEWAY_TRY(channel, store_.shared_channel(task.channel_id));
  if (!remote || !channel || remote->state == model::RemoteState::removed) return settlement;
  if (model::is_direct(channel->type) || !config::members_cross(current_.get()->settings, remote->policy))
    return settlement;

  CAUSEWAY_TRY(row, store_.channel_remote(task.channel_id, task.remote_id));
  CAUSEWAY_TRY(message, collect(*remote, task.channel_id));
  if (message.membership_changes.empty()) return settlement;
  const auto frame =
      peer::make_frame(remote->id, model::topic::membership, json::to_json(message), clock_.now(), task.message_id);
  CAUSEWAY_TRY(answer, peers_.send_message(peer::address_of(*remote), frame, stop));
  CAUSEWAY_CHECK(accepted(unshared_, row, answer));
  // Native answers without a word of what it took when its own flag is off.
  const auto response = json::from_json<model::SyncResponse>(answer.payload);
  if (response.ok()) {
    for (const std::string& id : response->users_syncd) {
      const auto sent = message.users.find(id);
      if (sent != message.users.end()) settlement.synced_users.emplace(id, sent->second.update_at);
    }
    if (const std::size_t refused = response->user_errors.size() + response->membership_errors.size(); refused > 0) {
      base::log::warn("members_refused", "the peer refused some joins or leaves",
                      {{"remote_id", remote->id.str()}, {"channel_id", task.channel_id.str()}, {"count", refused}});
    }
  }
  CAUSEWAY_CHECK(store_.record_members(remote->id, task.channel_id, message.membership_changes));
  settlement.kind = store::Settlement::Kind::more;  // the next look finds the rest, or nothing
  return settlement;
}

base::Result<model::SyncMsg> MemberSender::collect(const model::Remote& remote, const model::ChannelId& channel) {
  model::SyncMsg message;
  message.id = base::new_id();
  message.channel_id = channel;
  CAUSEWAY_TRY(changes, store_.changed_members(remote.id, channel, batch_size(remote)));
  std::vector<model::UserId> came;
  for (model::MembershipChange& change : changes) {
    change.change_time = clock_.now();  // it is the truth of now, later than whatever was said before
    if (change.is_add) came.push_back(change.user_id);
    message.membership_changes.push_back(std::move(change));
  }
  CAUSEWAY_TRY(unknown, store_.users_to_send(remote.id, came));
  CAUSEWAY_TRY(users, store_.users(unknown));
  for (const model::User& user : users)
    message.users.emplace(user.id.str(), for_wire(user, current_.get()->settings, remote.policy));
  make_fit(message);
  return message;
}

}  // namespace causeway::outbound
