#include "routes/forms.h"

#include "base/id.h"
#include "model/limits.h"
#include "routes/answers.h"

namespace causeway::routes {
namespace {

template <class Id>
bool fine(const Id& id) {
  return id.empty() || base::is_valid_id(id.str());
}

}  // namespace

std::string text_of(const json::Value& form, std::string_view key) {
  const json::Value* value = form.find(key);
  return value != nullptr && value->string() != nullptr ? *value->string() : std::string();
}

base::Result<json::Value> admit(const Target& target, const mattermost::HttpRequest& request, mattermost::Body& body) {
  if (request.user_id.empty()) {
    return base::refused("session_expired", "Invalid or expired session, please login again.");
  }
  if (!fine(target.remote) || !fine(target.channel) || !fine(target.team)) {
    return base::refused("id_invalid", "Invalid id in the URL.");
  }
  if (request.method != "POST" && request.method != "PATCH" && request.method != "PUT") return json::Value();
  body.limit_time(model::limits::peer_body_time);
  CAUSEWAY_TRY(text, body.read_all(model::limits::admin_body_bytes));
  if (text.empty()) return json::Value();
  auto parsed = json::parse(text, {model::limits::admin_body_bytes, 8, 100});
  if (!parsed.ok()) return base::refused("api.unmarshal_error", parsed.error().text);
  return parsed;
}

void answer_reply(mattermost::HttpAnswer& answer, const base::Result<Reply>& reply) {
  if (!reply.ok()) return answer_error(answer, reply.error());
  answer_json(answer, reply->status, reply->status == 204 ? std::string() : json::dump(reply->body));
}

}  // namespace causeway::routes
