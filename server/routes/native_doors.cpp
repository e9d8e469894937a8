#include "routes/native_doors.h"

#include "routes/forms.h"
#include "routes/native_shapes.h"

namespace causeway::routes {

base::Result<Reply> NativeDoors::serve(Door door, const Visit& visit) {
  switch (door) {
    case Door::list:
      return list(visit);
    case Door::create:
      return create(visit);
    case Door::accept:
      return accept(visit);
    case Door::get: {
      CAUSEWAY_TRY(remote, pairing_.get(visit.actor(), visit.target.remote));
      return Reply{200, shape(remote)};
    }
    case Door::patch:
      return patch(visit);
    case Door::remove:
      return remove(visit);
    case Door::generate_invite:
      return generate_invite(visit);
    case Door::shares:
      return shares(visit);
    case Door::invite:
      return share(true, visit);
    case Door::uninvite:
      return share(false, visit);
    case Door::shared_channels:
      return shared_channels(visit);
    case Door::remote_info:
      return remote_info(visit);
    case Door::remotes:
      return remotes(visit);
    case Door::autocomplete_remotes:
      return autocomplete(visit);
  }
  return base::refused("unknown_door", "no such door");
}

base::Result<Reply> NativeDoors::list(const Visit& visit) {
  CAUSEWAY_TRY(page, visit.page());
  CAUSEWAY_TRY(remotes, pairing_.list(visit.actor(), visit.flag("include_deleted")));
  const model::ChannelId in_channel(visit.query("in_channel"));
  const model::ChannelId not_in_channel(visit.query("not_in_channel"));
  const std::string creator = visit.query("creator_id");
  std::vector<model::Remote> wanted;
  for (const model::Remote& remote : remotes) {
    if (visit.flag("only_plugins")) break;  // native's word for servers inside of a server: there is none here
    if (visit.flag("only_confirmed") && remote.state == model::RemoteState::pending) continue;
    if (visit.flag("exclude_offline") && !pairing_.online(remote)) continue;
    if (!creator.empty() && remote.creator_id.str() != creator) continue;
    if (!in_channel.empty()) {
      CAUSEWAY_TRY(row, store_.channel_remote(in_channel, remote.id));
      if (!row) continue;
    }
    if (!not_in_channel.empty()) {
      CAUSEWAY_TRY(row, store_.channel_remote(not_in_channel, remote.id));
      if (row) continue;
    }
    wanted.push_back(remote);
  }
  json::Array rows;
  for (const model::Remote& remote : cut(wanted, page)) rows.push_back(shape(remote));
  return Reply{200, rows};
}

base::Result<Reply> NativeDoors::create(const Visit& visit) {
  CAUSEWAY_TRY(form, visit.read<ConnectionForm>());
  CAUSEWAY_TRY(invitation, pairing_.create(visit.actor(), {form.name, form.display_name, form.default_team_id,
                                                           form.password, form.road}));
  json::Object body;
  body.emplace("remote_cluster", shape(invitation.remote));
  body.emplace("invite", invitation.invite);
  if (!invitation.password.empty()) body.emplace("password", invitation.password);
  return Reply{201, body};
}

base::Result<Reply> NativeDoors::accept(const Visit& visit) {
  CAUSEWAY_TRY(form, visit.read<ConnectionForm>());
  CAUSEWAY_TRY(remote, pairing_.accept(visit.actor(),
                                       {form.name, form.display_name, form.default_team_id, form.password, form.road},
                                       form.invite, stop_));
  return Reply{201, shape(remote)};
}

base::Result<Reply> NativeDoors::patch(const Visit& visit) {
  CAUSEWAY_TRY(form, visit.read<PatchForm>());
  CAUSEWAY_TRY(remote, pairing_.patch(visit.actor(), visit.target.remote, form.display_name, form.default_team_id));
  return Reply{200, shape(remote)};
}

base::Result<Reply> NativeDoors::remove(const Visit& visit) {
  CAUSEWAY_CHECK(pairing_.remove(visit.actor(), visit.target.remote));
  return reply_ok();
}

base::Result<Reply> NativeDoors::generate_invite(const Visit& visit) {
  CAUSEWAY_CHECK(permissions_.may_manage_connections(visit.actor()));
  CAUSEWAY_TRY(form, visit.read<PasswordForm>());
  // The answer is the invite alone: nobody would learn a password that is generated here.
  if (form.password.empty()) return base::refused("api.context.invalid_body_param.app_error", "password is missing");
  CAUSEWAY_TRY(invitation, pairing_.renew(visit.actor(), visit.target.remote, form.password));
  return Reply{201, invitation.invite};
}

// What the host asks for while somebody types --connectionID.
base::Result<Reply> NativeDoors::autocomplete(const Visit& visit) {
  json::Array items;
  const bool manages = permissions_.may_manage_connections(visit.actor()).ok();
  // Who may share the channel in which they type chooses by name.
  if (manages || sharing_.may_share(visit.actor(), model::ChannelId(visit.query("channel_id"))).ok()) {
    CAUSEWAY_TRY(remotes, store_.remotes(false));
    for (const model::Remote& remote : remotes) {
      json::Object item;
      item.emplace("Item", remote.id.str());
      item.emplace("Hint", remote.display_name);
      item.emplace("HelpText", manages ? remote.site_url : std::string());
      items.push_back(item);
    }
  }
  return Reply{200, items};
}

json::Value NativeDoors::shape(const model::Remote& remote) const {
  return remote_cluster(remote, pairing_.online(remote));
}

}  // namespace causeway::routes
