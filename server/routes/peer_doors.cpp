#include "routes/peer_doors.h"

#include "json/record.h"
#include "model/limits.h"
#include "peer/frame.h"
#include "routes/answers.h"

namespace causeway::routes {
namespace {

std::size_t body_limit(PeerDoors::Door door) {
  return door == PeerDoors::Door::msg ? model::limits::peer_body_bytes : model::limits::ping_body_bytes;
}

}  // namespace

void PeerDoors::handle(Door door, const mattermost::HttpRequest& request, mattermost::Body& body,
                       mattermost::HttpAnswer& answer) {
  const auto admitted = authenticator_.admit(request);
  if (!admitted.ok()) return answer_error(answer, admitted.error());
  const model::Remote& remote = admitted->remote();
  if (door == Door::upload) {
    return answer_error(answer, 404, "app.upload.get.app_error", "There is no such upload session.");
  }
  if (door == Door::image) {
    return answer_error(answer, 501, "api.user.upload_profile_user.storage.app_error",
                        "Profile images are not taken by this server yet.");
  }
  auto served = serve(door, remote, request, body);
  if (!served.ok()) return answer_error(answer, served.error());
  answer_json(answer, 200, std::move(*served));
}

base::Result<std::string> PeerDoors::serve(Door door, const model::Remote& remote,
                                           const mattermost::HttpRequest& request, mattermost::Body& body) {
  const std::size_t limit = body_limit(door);
  if (request.content_length() > static_cast<std::int64_t>(limit)) {
    return base::refused("body_too_large", "the request body is too large");
  }
  CAUSEWAY_TRY(text, body.read_all(limit));
  CAUSEWAY_TRY(frame, peer::parse_frame(text));
  if (frame.remote_id != remote.id)
    return base::refused("frame_remote_mismatch", "Unable to find secure connectionID.");

  if (door == Door::confirm_invite) {
    CAUSEWAY_CHECK(pairing_.confirm(remote, frame.msg));
    return std::string(R"({"status":"OK"})");
  }
  if (remote.state != model::RemoteState::pending) heartbeat_.heard_from(remote.id);
  if (door == Door::ping) {
    CAUSEWAY_TRY(ping, heartbeat_.answer(frame.msg));
    return json::dump(json::to_json(ping));
  }
  if (remote.state == model::RemoteState::pending) {
    // The invite's token opens the confirmation and nothing else.
    return base::refused("invalid_token", "Invalid token.");
  }
  return json::dump(json::to_json(receiver_.receive(remote, frame.msg)));
}

}  // namespace causeway::routes
