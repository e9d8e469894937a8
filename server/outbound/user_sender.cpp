#include "outbound/user_sender.h"

#include <algorithm>

#include "base/id.h"
#include "base/log.h"
#include "json/record.h"
#include "model/limits.h"
#include "outbound/collect/users.h"
#include "peer/frame.h"

namespace causeway::outbound {

base::Result<store::Settlement> UserSender::send(const model::Task& task, std::stop_token stop) {
  store::Settlement settlement;
  CAUSEWAY_TRY(remote, store_.remote(task.remote_id));
  if (!remote || remote->state == model::RemoteState::removed) return settlement;
  // A message needs a channel that both have.
  CAUSEWAY_TRY(rows, store_.remote_channels(remote->id));
  const auto row = std::find_if(rows.begin(), rows.end(),
                                [](const auto& one) { return one.invite == model::InviteState::confirmed; });
  if (row == rows.end()) return settlement;

  const std::size_t most = std::min(current_.get()->settings.max_users_per_sync, model::limits::sync_users);
  CAUSEWAY_TRY(changed, store_.changed_profiles(remote->id, most));
  if (changed.empty()) return settlement;
  model::SyncMsg message;
  message.id = base::new_id();
  message.channel_id = row->wire_id();
  for (const model::User& user : changed) {
    message.users.emplace(user.id.str(), for_wire(user, current_.get()->settings, remote->policy));
    settlement.synced_users.emplace(user.id, user.update_at);
  }
  const auto frame =
      peer::make_frame(remote->id, model::topic::sync, json::to_json(message), clock_.now(), task.message_id);
  CAUSEWAY_TRY(answer, peers_.send_message(peer::address_of(*remote), frame, stop));
  CAUSEWAY_CHECK(accepted(unshared_, *row, answer));
  // Whom it does not take it does not take: they go again when they change again.
  const auto response = json::from_json<model::SyncResponse>(answer.payload);
  if (response.ok() && !response->user_errors.empty()) {
    base::log::warn("profiles_refused", "the peer refused some profiles",
                    {{"remote_id", remote->id.str()}, {"count", response->user_errors.size()}});
  }
  settlement.kind = store::Settlement::Kind::more;  // the next look finds the rest, or nothing
  return settlement;
}

}  // namespace causeway::outbound
