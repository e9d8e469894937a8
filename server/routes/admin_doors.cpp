#include "routes/admin_doors.h"

#include "base/id.h"
#include "json/record.h"
#include "model/limits.h"
#include "routes/answers.h"

namespace causeway::routes {
namespace {

std::string text_of(const json::Value& form, std::string_view key) {
  const json::Value* value = form.find(key);
  return value != nullptr && value->string() != nullptr ? *value->string() : std::string();
}

base::Result<json::Value> read_form(const mattermost::HttpRequest& request, mattermost::Body& body) {
  if (request.method != "POST" && request.method != "PATCH" && request.method != "PUT") return json::Value();
  body.limit_time(model::limits::peer_body_time);
  CAUSEWAY_TRY(text, body.read_all(model::limits::admin_body_bytes));
  if (text.empty()) return json::Value();
  auto parsed = json::parse(text, {model::limits::admin_body_bytes, 8, 100});
  if (!parsed.ok()) return base::refused("api.unmarshal_error", parsed.error().text);
  return parsed;
}

}  // namespace

void AdminDoors::handle(Door door, const Target& target, const mattermost::HttpRequest& request, mattermost::Body& body,
                        mattermost::HttpAnswer& answer) {
  if (request.user_id.empty()) {
    return answer_error(answer, 401, "api.context.session_expired.app_error",
                        "Invalid or expired session, please login again.");
  }
  const bool ids_valid = (target.remote.empty() || base::is_valid_id(target.remote.str())) &&
                         (target.channel.empty() || base::is_valid_id(target.channel.str()));
  if (!ids_valid) return answer_error(answer, 400, "api.context.invalid_url_param.app_error", "Invalid id in the URL.");
  const auto form = read_form(request, body);
  if (!form.ok()) return answer_error(answer, form.error());
  auto served = serve(door, target, request, *form);
  if (!served.ok()) return answer_error(answer, served.error());
  answer_json(answer, served->status, served->status == 204 ? std::string() : json::dump(served->body));
}

base::Result<AdminDoors::Reply> AdminDoors::serve(Door door, const Target& target,
                                                  const mattermost::HttpRequest& request, const json::Value& form) {
  const model::UserId& actor = request.user_id;
  switch (door) {
    case Door::list:
      return list(request);
    case Door::create:
      return create(actor, form);
    case Door::accept:
      return accept(actor, form);
    case Door::patch:
      return patch(actor, target.remote, form);
    case Door::invite:
      return share(true, target, request, form);
    case Door::uninvite:
      return share(false, target, request, form);
    case Door::autocomplete_remotes:
      return autocomplete(actor);
    case Door::get: {
      CAUSEWAY_TRY(remote, pairing_.get(actor, target.remote));
      return Reply{200, to_json(remote)};
    }
    case Door::remove: {
      CAUSEWAY_CHECK(pairing_.remove(actor, target.remote));
      return Reply{204, {}};
    }
    case Door::generate_invite: {
      CAUSEWAY_TRY(invitation, pairing_.renew(actor, target.remote, text_of(form, "password")));
      return Reply{201, invitation.invite};
    }
  }
  return base::refused("unknown_door", "no such door");
}

base::Result<AdminDoors::Reply> AdminDoors::list(const mattermost::HttpRequest& request) {
  const auto flag = [&](std::string_view name) {
    const auto found = request.query.find(name);
    return found != request.query.end() && found->second == "true";
  };
  CAUSEWAY_TRY(remotes, pairing_.list(request.user_id, flag("include_deleted")));
  json::Array rows;
  for (const model::Remote& remote : remotes) {
    if (flag("only_confirmed") && remote.state == model::RemoteState::pending) continue;
    if (flag("exclude_offline") && !pairing_.online(remote)) continue;
    rows.push_back(to_json(remote));
  }
  return Reply{200, rows};
}

base::Result<AdminDoors::Reply> AdminDoors::create(const model::UserId& actor, const json::Value& form) {
  CAUSEWAY_TRY(invitation,
               pairing_.create(actor, {text_of(form, "name"), text_of(form, "display_name"),
                                       model::TeamId(text_of(form, "default_team_id")), text_of(form, "password")}));
  json::Object body;
  body.emplace("remote_cluster", to_json(invitation.remote));
  body.emplace("invite", invitation.invite);
  if (!invitation.password.empty()) body.emplace("password", invitation.password);
  return Reply{201, body};
}

base::Result<AdminDoors::Reply> AdminDoors::accept(const model::UserId& actor, const json::Value& form) {
  CAUSEWAY_TRY(remote, pairing_.accept(actor,
                                       {text_of(form, "name"), text_of(form, "display_name"),
                                        model::TeamId(text_of(form, "default_team_id")), text_of(form, "password")},
                                       text_of(form, "invite"), stop_));
  return Reply{201, to_json(remote)};
}

base::Result<AdminDoors::Reply> AdminDoors::patch(const model::UserId& actor, const model::RemoteId& id,
                                                  const json::Value& form) {
  std::optional<std::string> display_name;
  std::optional<model::TeamId> team;
  if (form.find("display_name") != nullptr) display_name = text_of(form, "display_name");
  if (form.find("default_team_id") != nullptr) team = model::TeamId(text_of(form, "default_team_id"));
  CAUSEWAY_TRY(remote, pairing_.patch(actor, id, display_name, team));
  return Reply{200, to_json(remote)};
}

base::Result<AdminDoors::Reply> AdminDoors::share(bool invite, const Target& target,
                                                  const mattermost::HttpRequest& request, const json::Value& form) {
  json::Object ok;
  ok.emplace("status", "OK");
  if (invite) {
    const json::Value* read_only = form.find("read_only");
    const bool wanted = read_only != nullptr && read_only->boolean() != nullptr && *read_only->boolean();
    CAUSEWAY_TRY(remote, invites_.invite(request.user_id, target.channel, target.remote, {wanted, 0}));
    (void)remote;
    return Reply{200, ok};
  }
  CAUSEWAY_TRY(was_shared, invites_.uninvite(request.user_id, target.channel, target.remote));
  return was_shared ? Reply{200, ok} : Reply{204, {}};
}

// What the host asks for while somebody types --connectionID.
base::Result<AdminDoors::Reply> AdminDoors::autocomplete(const model::UserId& actor) {
  json::Array items;
  const auto remotes = pairing_.list(actor, false);
  if (remotes.ok()) {
    for (const model::Remote& remote : *remotes) {
      json::Object item;
      item.emplace("Item", remote.id.str());
      item.emplace("Hint", remote.display_name);
      item.emplace("HelpText", remote.site_url);
      items.push_back(item);
    }
  }
  return Reply{200, items};
}

json::Value AdminDoors::to_json(const model::Remote& remote) const {
  json::Object body;
  body.emplace("remote_id", remote.id.str());
  body.emplace("remote_team_id", "");
  body.emplace("name", remote.name);
  body.emplace("display_name", remote.display_name);
  body.emplace("site_url",
               remote.state == model::RemoteState::pending ? "pending_" + remote.id.str() : remote.site_url);
  body.emplace("default_team_id", remote.default_team_id.str());
  body.emplace("create_at", base::to_millis(remote.create_at));
  body.emplace("delete_at", base::to_millis(remote.delete_at));
  body.emplace("last_ping_at", base::to_millis(remote.last_ping_at));
  body.emplace("last_global_user_sync_at", base::to_millis(remote.last_global_user_sync_at));
  body.emplace("token", "");
  body.emplace("remote_token", "");
  body.emplace("topics", "");
  body.emplace("creator_id", remote.creator_id.str());
  body.emplace("plugin_id", "");
  body.emplace("options", 0);
  // Beyond native's fields:
  body.emplace("online", pairing_.online(remote));
  body.emplace("confirmed", remote.state != model::RemoteState::pending);
  body.emplace("last_error", remote.last_error);
  return body;
}

}  // namespace causeway::routes
