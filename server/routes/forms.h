#pragma once
// What the doors of people have in common: who asks, which ids the path names, what the form says. Any thread.

#include <string>
#include <string_view>

#include "base/result.h"
#include "json/value.h"
#include "mattermost/http.h"

namespace causeway::routes {

// What the path named; empty ids where the door has none.
struct Target {
  model::RemoteId remote;
  model::ChannelId channel;
  model::TeamId team;
};

struct Reply {
  int status = 200;
  json::Value body;
};

// A member of the form that is text; else empty.
std::string text_of(const json::Value& form, std::string_view key);
// The form of a request that carries one (null when it is empty): at most limits::admin_body_bytes of JSON. Refused:
// session_expired (nobody is logged in), id_invalid (in the path), api.unmarshal_error, body_*.
base::Result<json::Value> admit(const Target& target, const mattermost::HttpRequest& request, mattermost::Body& body);
void answer_reply(mattermost::HttpAnswer& answer, const base::Result<Reply>& reply);

}  // namespace causeway::routes
