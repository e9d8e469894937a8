#include "routes/console_doors.h"

#include "json/record.h"

namespace causeway::routes {
namespace {

template <class View>
base::Result<Reply> rows(const base::Result<std::vector<View>>& views) {
  if (!views.ok()) return views.error();
  return Reply{200, json::to_json(*views)};
}

Reply done() {
  return {200, json::Object{{"status", "OK"}}};
}

}  // namespace

void ConsoleDoors::handle(Door door, const Target& target, const mattermost::HttpRequest& request,
                          mattermost::Body& body, mattermost::HttpAnswer& answer) {
  const auto form = admit(target, request, body);
  answer_reply(answer, form.ok() ? serve(door, target, request.user_id, *form) : form.error());
}

base::Result<Reply> ConsoleDoors::serve(Door door, const Target& target, const model::UserId& actor,
                                        const json::Value& form) {
  switch (door) {
    case Door::channel_shares:
      return channel_shares(actor, target.channel);
    case Door::team_channels:
      return team_channels(actor, target.team);
    case Door::remote_info:
      return remote_info(actor, target.remote);
    case Door::channel_remotes: {
      CAUSEWAY_CHECK(may_read(actor, target.channel));
      return rows(overview_.remotes_of(target.channel));
    }
    default:
      break;
  }
  CAUSEWAY_CHECK(permissions_.may_manage_connections(actor));
  switch (door) {
    case Door::connections:
      return rows(overview_.connections());
    case Door::shares:
      return rows(overview_.shares());
    case Door::remote_channels:
      return rows(overview_.channels_of(target.remote));
    case Door::audit:
      return audit(actor);
    case Door::policy:
      return set_policy(actor, target.remote, form);
    case Door::rotate:
      CAUSEWAY_CHECK(rotation_.rotate(actor, target.remote, stop_));
      return done();
    default:
      CAUSEWAY_CHECK(pairing_.pause(actor, target.remote, door == Door::pause));
      return done();
  }
}

base::Result<Reply> ConsoleDoors::set_policy(const model::UserId& actor, const model::RemoteId& remote,
                                             const json::Value& form) {
  if (form.object() == nullptr) return base::refused("policy_invalid", "a policy is a JSON object");
  auto policy = json::from_json<model::RemotePolicy>(form, "policy");
  if (!policy.ok()) return base::refused("policy_invalid", policy.error().text);
  CAUSEWAY_TRY(changed, pairing_.set_policy(actor, remote, std::move(*policy)));
  return Reply{200, json::to_json(changed.policy)};
}

base::Result<Reply> ConsoleDoors::audit(const model::UserId&) const {
  CAUSEWAY_TRY(trail, audit_.trail());
  std::vector<admin::AuditView> views;
  for (const model::AuditRecord& record : trail) {
    views.push_back({record.at, record.deed, record.actor_id, record.remote_id, record.channel_id, record.outcome});
  }
  return Reply{200, json::to_json(views)};
}

base::Result<> ConsoleDoors::may_read(const model::UserId& actor, const model::ChannelId& channel) const {
  CAUSEWAY_TRY(allowed, server_.has_permission_to_channel(actor, channel, mattermost::permission::read_channel));
  if (allowed) return base::ok();
  return base::refused("permission_denied", "You do not have the appropriate permissions.");
}

// For everybody in the channel; what went wrong is for administrators, because it speaks of addresses.
base::Result<Reply> ConsoleDoors::channel_shares(const model::UserId& actor, const model::ChannelId& channel) const {
  CAUSEWAY_CHECK(may_read(actor, channel));
  CAUSEWAY_TRY(views, overview_.shares_of(channel));
  if (!permissions_.may_manage_connections(actor).ok()) {
    for (admin::ShareView& view : views) view.last_error.clear();
  }
  return Reply{200, json::to_json(views)};
}

base::Result<Reply> ConsoleDoors::team_channels(const model::UserId& actor, const model::TeamId& team) const {
  CAUSEWAY_TRY(all, server_.has_permission(actor, mattermost::permission::manage_shared_channels));
  return rows(overview_.team_channels(team, all ? model::UserId() : actor));
}

// Who shares no channel with a connection does not learn that there is one.
base::Result<Reply> ConsoleDoors::remote_info(const model::UserId& actor, const model::RemoteId& remote) const {
  if (!permissions_.may_manage_connections(actor).ok()) {
    CAUSEWAY_TRY(meets, overview_.meets(actor, remote));
    if (!meets) return base::refused("permission_denied", "You do not have the appropriate permissions.");
  }
  CAUSEWAY_TRY(info, overview_.remote_info(remote));
  return Reply{200, json::to_json(info)};
}

}  // namespace causeway::routes
