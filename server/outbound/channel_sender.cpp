#include "outbound/channel_sender.h"

#include "json/record.h"
#include "peer/answer.h"
#include "peer/frame.h"
#include "peer/version.h"

namespace causeway::outbound {

base::Result<store::Settlement> ChannelSender::send(const model::Task& task, std::stop_token stop) {
  store::Settlement settlement;
  CAUSEWAY_TRY(remote, store_.remote(task.remote_id));
  if (!remote || !remote->causeway || remote->state == model::RemoteState::removed) return settlement;
  CAUSEWAY_TRY(shared, store_.shared_channel(task.channel_id));
  if (!shared || model::is_direct(shared->type)) return settlement;  // each side's own affair
  CAUSEWAY_TRY(now, store_.channel_now(task.remote_id, task.channel_id));
  if (!now) return settlement;
  const std::string version = peer::channel_version(now->look);
  if (version == now->sent_version) return settlement;
  now->look.base = now->sent_version;
  const auto frame =
      peer::make_frame(remote->id, model::topic::channel, json::to_json(now->look), clock_.now(), task.message_id);
  CAUSEWAY_TRY(answer, peers_.send_message(peer::address_of(*remote), frame, stop));
  if (answer.status != "OK") return peer::said_no(answer);
  settlement.ledger = {{model::LedgerKind::channel, task.channel_id.str(), version, 0, now->heard}};
  return settlement;
}

}  // namespace causeway::outbound
