#pragma once
// Frames: how every message to a peer is wrapped, and what native accepts as valid (RemoteClusterFrame.IsValid). Pure
// functions.

#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "json/value.h"
#include "model/wire.h"

namespace causeway::peer {

// `message_id`: 26 characters; empty = a new one. A retry passes the id of the first try.
model::RemoteClusterFrame make_frame(const model::RemoteId& remote, const char* topic, json::Value payload,
                                     base::Time now, const std::string& message_id = {});

// Parses and checks a received frame. Refused with the ids that native answers: api.unmarshal_error,
// api.remote_cluster.invalid_id.app_error, api.remote_cluster.invalid_topic.app_error,
// api.context.invalid_body_param.app_error.
base::Result<model::RemoteClusterFrame> parse_frame(const std::string& body);

model::RemoteClusterResponse ok_response(json::Value payload = {});
model::RemoteClusterResponse fail_response(const std::string& error);

}  // namespace causeway::peer
