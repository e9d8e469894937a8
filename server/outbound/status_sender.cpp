#include "outbound/status_sender.h"

#include "base/id.h"
#include "base/log.h"
#include "config/crossing.h"
#include "json/record.h"
#include "model/limits.h"
#include "peer/frame.h"

namespace causeway::outbound {

base::Result<store::Settlement> StatusSender::send(const model::Task& task, std::stop_token stop) {
  store::Settlement settlement;
  CAUSEWAY_TRY(remote, store_.remote(task.remote_id));
  if (!remote || remote->state == model::RemoteState::removed) return settlement;
  if (!config::statuses_cross(current_.get()->settings, remote->policy)) return settlement;
  CAUSEWAY_TRY(changed, store_.changed_statuses(remote->id, model::limits::statuses_per_message));
  if (changed.empty()) return settlement;

  // A message needs a channel that both have: those of one channel go together.
  model::SyncMsg message;
  message.id = base::new_id();
  message.channel_id = changed.front().channel;
  for (store::Store::ChangedStatus& one : changed) {
    if (one.channel == message.channel_id) message.statuses.push_back(std::move(one.status));
  }
  CAUSEWAY_TRY(row, store_.channel_remote(changed.front().channel, remote->id));
  const auto frame =
      peer::make_frame(remote->id, model::topic::sync, json::to_json(message), clock_.now(), task.message_id);
  CAUSEWAY_TRY(answer, peers_.send_message(peer::address_of(*remote), frame, stop));
  CAUSEWAY_CHECK(accepted(unshared_, row, answer));
  const auto response = json::from_json<model::SyncResponse>(answer.payload);
  if (response.ok() && !response->status_errors.empty()) {
    base::log::warn("statuses_refused", "the peer refused some statuses",
                    {{"remote_id", remote->id.str()}, {"count", response->status_errors.size()}});
  }
  CAUSEWAY_CHECK(store_.record_statuses(remote->id, message.statuses, clock_.now()));
  settlement.kind = store::Settlement::Kind::more;
  return settlement;
}

}  // namespace causeway::outbound
