#include "outbound/picture_sender.h"

#include "base/log.h"
#include "config/crossing.h"
#include "model/limits.h"

namespace causeway::outbound {

base::Result<store::Settlement> PictureSender::send(const model::Task& task, std::stop_token stop) {
  using store::Settlement;
  Settlement settlement;
  CAUSEWAY_TRY(remote, store_.remote(task.remote_id));
  if (!remote || remote->state == model::RemoteState::removed) return settlement;
  if (!config::field_crosses(remote->policy, model::profile_field::picture)) return settlement;
  CAUSEWAY_TRY(changed, store_.changed_pictures(remote->id, model::limits::pictures_at_once));
  for (const auto& [user, at] : changed) {
    const auto sent = send_one(*remote, user, stop);
    const bool for_good = !sent.ok() && sent.error().next == base::Next::refused &&
                          sent.error().code != "peer_unauthorized";  // that is the connection's
    if (for_good) {
      base::log::warn("picture_not_taken", sent.error().text,
                      {{"user_id", user.str()}, {"remote_id", remote->id.str()}});
    } else if (!sent.ok()) {
      settlement.broke_off = sent.error();
      return settlement;
    }
    settlement.sent_pictures.emplace(user, at);
  }
  if (changed.size() == model::limits::pictures_at_once) settlement.kind = Settlement::Kind::more;
  return settlement;
}

base::Result<> PictureSender::send_one(const model::Remote& remote, const model::UserId& user,
                                       const std::stop_token& stop) {
  CAUSEWAY_TRY(image, server_.get_profile_image(user));
  return peers_.send_image(peer::address_of(remote), user, image, stop);
}

}  // namespace causeway::outbound
