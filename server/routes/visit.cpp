#include "routes/visit.h"

#include <charconv>

#include "base/id.h"
#include "model/limits.h"
#include "routes/answers.h"

namespace causeway::routes {
namespace {

template <class Id>
bool fits(const Id& id) {
  return id.empty() || base::is_valid_id(id.str());
}

base::Result<json::Value> read_form(const mattermost::HttpRequest& request, mattermost::Body& body) {
  if (request.method != "POST" && request.method != "PATCH" && request.method != "PUT") return json::Value();
  body.limit_time(model::limits::peer_body_time);
  CAUSEWAY_TRY(text, body.read_all(model::limits::admin_body_bytes));
  if (text.empty()) return json::Value();
  auto parsed = json::parse(text, {model::limits::admin_body_bytes, 8, 1'000});
  if (!parsed.ok()) return base::refused("api.unmarshal_error", parsed.error().text);
  if (parsed->object() == nullptr) return base::refused("api.unmarshal_error", "the body is no JSON object");
  return parsed;
}

// Absent: `otherwise`.
base::Result<std::size_t> number(const std::string& text, const char* name, std::size_t otherwise) {
  if (text.empty()) return otherwise;
  std::size_t value = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, value);
  constexpr std::size_t most = 1'000'000;  // so that page * per_page stays a number
  if (error == std::errc() && rest == end && value <= most) return value;
  return base::refused("page_invalid", std::string(name) + " is a number from 0 on");
}

}  // namespace

bool Visit::flag(std::string_view name) const {
  return query(name) == "true";
}

std::string Visit::query(std::string_view name) const {
  const auto found = request.query.find(name);
  return found == request.query.end() ? std::string() : found->second;
}

base::Result<Page> Visit::page() const {
  CAUSEWAY_TRY(page, number(query("page"), "page", 0));
  CAUSEWAY_TRY(rows, number(query("per_page"), "per_page", model::limits::admin_page));
  const std::size_t count = std::min(rows == 0 ? model::limits::admin_page : rows, model::limits::admin_page_most);
  return Page{page * count, count};
}

base::Result<> Visit::only(const std::set<std::string_view>& known) const {
  if (form.object() == nullptr) return base::ok();
  for (const auto& [name, value] : *form.object()) {
    if (known.count(name) == 0) return base::refused("form_unknown_field", "the body has a field that nobody knows");
  }
  return base::ok();
}

void let_in(const mattermost::HttpRequest& request, const Target& target, mattermost::Body& body,
            mattermost::HttpAnswer& answer, const std::function<base::Result<Reply>(const Visit&)>& serve) {
  if (request.user_id.empty()) {
    return answer_error(answer, 401, "api.context.session_expired.app_error",
                        "Invalid or expired session, please login again.");
  }
  if (!fits(target.remote) || !fits(target.channel) || !fits(target.team)) {
    return answer_error(answer, 400, "api.context.invalid_url_param.app_error", "Invalid id in the URL.");
  }
  auto form = read_form(request, body);
  if (!form.ok()) return answer_error(answer, form.error());
  const auto served = serve({request, target, std::move(*form)});
  if (!served.ok()) return answer_error(answer, served.error());
  if (!served->text_type.empty()) {
    answer.status = served->status;
    answer.content_type = served->text_type;
    answer.body = served->text;
    return;
  }
  answer_json(answer, served->status, served->status == 204 ? std::string() : json::dump(served->body));
}

}  // namespace causeway::routes
