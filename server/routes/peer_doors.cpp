#include "routes/peer_doors.h"

#include "base/log.h"
#include "json/record.h"
#include "model/limits.h"
#include "peer/form/form.h"
#include "peer/frame.h"
#include "routes/answers.h"

namespace causeway::routes {
namespace {

constexpr const char* ok_status = R"({"status":"OK"})";

std::size_t body_limit(PeerDoors::Door door) {
  return door == PeerDoors::Door::msg ? model::limits::peer_body_bytes : model::limits::ping_body_bytes;
}

// The invite's token opens the confirmation and nothing else.
base::Error invite_token_only() {
  return base::refused("invalid_token", "Invalid token.");
}

}  // namespace

void PeerDoors::handle(Door door, const mattermost::HttpRequest& request, mattermost::Body& body,
                       mattermost::HttpAnswer& answer) {
  const auto admitted = authenticator_.admit(request);
  if (!admitted.ok()) return answer_error(answer, admitted.error());
  const model::Remote& remote = admitted->remote();
  if (door == Door::upload) return take_file(remote, request, body, answer);
  if (door == Door::image) {
    const auto taken = take_picture(remote, request, body);
    if (!taken.ok()) return refuse(remote, taken.error(), answer);
    return answer_json(answer, 200, ok_status);
  }
  auto served = serve(door, *admitted, request, body);
  if (!served.ok()) return refuse(remote, served.error(), answer);
  answer_json(answer, 200, std::move(*served));
}

void PeerDoors::refuse(const model::Remote& remote, const base::Error& error, mattermost::HttpAnswer& answer) {
  base::log::warn("request_refused", "a peer's request was answered with an error",
                  {{"error", error.code}, {"remote_id", remote.id.str()}});
  answer_error(answer, error);
}

// The body is as large as the announced file: nobody holds it.
void PeerDoors::take_file(const model::Remote& remote, const mattermost::HttpRequest& request, mattermost::Body& body,
                          mattermost::HttpAnswer& answer) {
  if (remote.state == model::RemoteState::pending) return refuse(remote, invite_token_only(), answer);
  heartbeat_.heard_from(remote.id);
  const std::string upload_id = request.path.substr(request.path.rfind('/') + 1);
  const auto taken = files_.upload(remote, upload_id, body);
  if (!taken.ok()) return refuse(remote, taken.error(), answer);
  if (!*taken) return answer_json(answer, 204, {});
  answer_json(answer, 200, json::dump(json::to_json(**taken)));
}

base::Result<> PeerDoors::take_picture(const model::Remote& remote, const mattermost::HttpRequest& request,
                                       mattermost::Body& body) {
  if (remote.state == model::RemoteState::pending) return invite_token_only();
  heartbeat_.heard_from(remote.id);
  constexpr std::size_t most = model::limits::picture_bytes + model::limits::picture_form_bytes;
  if (request.content_length() > static_cast<std::int64_t>(most)) {
    return base::refused("body_too_large", "the picture is too large");
  }
  body.limit_time(model::limits::peer_body_time);
  CAUSEWAY_TRY(text, body.read_all(most));
  CAUSEWAY_TRY(image, peer::form::file_in(request.header("content-type"), text, "image"));
  const std::size_t end = request.path.rfind('/');
  const std::size_t begin = request.path.rfind('/', end - 1) + 1;
  return pictures_.apply(remote, model::UserId(request.path.substr(begin, end - begin)), image);
}

base::Result<std::string> PeerDoors::serve(Door door, const inbound::Admission& admitted,
                                           const mattermost::HttpRequest& request, mattermost::Body& body) {
  const model::Remote& remote = admitted.remote();
  const std::size_t limit = body_limit(door);
  if (request.content_length() > static_cast<std::int64_t>(limit)) {
    return base::refused("body_too_large", "the request body is too large");
  }
  body.limit_time(model::limits::peer_body_time);
  CAUSEWAY_TRY(text, body.read_all(limit));
  CAUSEWAY_TRY(frame, peer::parse_frame(text));
  if (frame.remote_id != remote.id)
    return base::refused("frame_remote_mismatch", "Unable to find secure connectionID.");

  if (door == Door::confirm_invite) {
    CAUSEWAY_CHECK(pairing_.confirm(remote, frame.msg));
    return std::string(ok_status);
  }
  if (remote.state != model::RemoteState::pending) heartbeat_.heard_from(remote.id);
  if (door == Door::ping) {
    CAUSEWAY_TRY(ping, heartbeat_.answer(remote, frame.msg));
    return json::dump(json::to_json(ping));
  }
  if (remote.state == model::RemoteState::pending) return invite_token_only();
  // Who has found an old token must not get new ones for it.
  if (admitted.by_replaced_token() && frame.msg.topic == model::topic::tokens) {
    return base::refused("invalid_token", "Invalid token.");
  }
  CAUSEWAY_TRY(response, receiver_.receive(remote, frame.msg));
  return json::dump(json::to_json(response));
}

}  // namespace causeway::routes
