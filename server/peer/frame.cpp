#include "peer/frame.h"

#include "base/id.h"
#include "json/record.h"
#include "model/limits.h"

namespace causeway::peer {

model::RemoteClusterFrame make_frame(const model::RemoteId& remote, const char* topic, json::Value payload,
                                     base::Time now, const std::string& message_id) {
  model::RemoteClusterFrame frame;
  frame.remote_id = remote;
  frame.msg.id = message_id.empty() ? base::new_id() : message_id;
  frame.msg.topic = topic;
  frame.msg.create_at = now;
  frame.msg.payload = std::move(payload);
  return frame;
}

base::Result<model::RemoteClusterFrame> parse_frame(const std::string& body) {
  const json::Limits limits{model::limits::peer_body_bytes, model::limits::json_depth, model::limits::json_values};
  auto parsed = json::parse(body, limits);
  if (!parsed.ok()) return base::refused("api.unmarshal_error", parsed.error().text);
  auto frame = json::from_json<model::RemoteClusterFrame>(*parsed);
  if (!frame.ok()) return base::refused("api.unmarshal_error", frame.error().text);
  if (!base::is_valid_id(frame->remote_id.str()) || !base::is_valid_id(frame->msg.id)) {
    return base::refused("api.remote_cluster.invalid_id.app_error", "Invalid id.");
  }
  if (frame->msg.topic.empty()) return base::refused("api.remote_cluster.invalid_topic.app_error", "Invalid topic.");
  if (frame->msg.payload.is_null()) return base::refused("api.context.invalid_body_param.app_error", "PayLoad");
  return frame;
}

model::RemoteClusterResponse ok_response(json::Value payload) {
  model::RemoteClusterResponse response;
  response.status = "OK";
  response.payload = std::move(payload);
  return response;
}

model::RemoteClusterResponse fail_response(const std::string& error) {
  model::RemoteClusterResponse response;
  response.status = "FAIL";
  response.err = error;
  return response;
}

}  // namespace causeway::peer
