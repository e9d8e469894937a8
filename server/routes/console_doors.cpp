#include "routes/console_doors.h"

#include <algorithm>

#include "base/ascii.h"
#include "routes/console_shapes.h"
#include "routes/forms.h"

namespace causeway::routes {
namespace {

template <class Row, class Item>
json::Array shaped(const std::vector<Item>& items, Row (*shape)(const Item&)) {
  json::Array list;
  for (const Item& item : items) list.push_back(json::to_json(shape(item)));
  return list;
}

Reply count_of(std::int64_t count) {
  return {200, json::Object{{"count", count}}};
}

// Null when it is not among them.
const model::Remote* remote_in(const std::vector<model::Remote>& remotes, const model::RemoteId& id) {
  const auto found =
      std::find_if(remotes.begin(), remotes.end(), [&](const model::Remote& remote) { return remote.id == id; });
  return found == remotes.end() ? nullptr : &*found;
}

}  // namespace

base::Result<Reply> ConsoleDoors::serve(Door door, const Visit& visit) {
  switch (door) {
    case Door::channel:
      return channel(visit);
    case Door::redrive_channel:
      return redrive_channel(visit);
    case Door::reconcile:
      return reconcile(visit);
    case Door::reconciliations:
      return reconciliations(visit);
    case Door::dialog:
      return dialog(visit);
    default:
      CAUSEWAY_CHECK(permissions_.may_manage_connections(visit.actor()));
      return serve_connection(door, visit);
  }
}

base::Result<Reply> ConsoleDoors::serve_connection(Door door, const Visit& visit) {
  switch (door) {
    case Door::connections: {
      CAUSEWAY_TRY(all, rooms_.health.connections());
      return Reply{200, list_of(all)};
    }
    case Door::connection:
      return connection(visit);
    case Door::connection_channels:
    case Door::channels:
      return channels(visit);
    case Door::policy: {
      CAUSEWAY_TRY(remote, rooms_.pairing.get(visit.actor(), visit.target.remote));
      return Reply{200, json::to_json(remote.policy)};
    }
    case Door::dead_letters:
      return dead_letters(visit);
    case Door::blocked:
      return blocked(visit);
    case Door::offers:
      return offers(visit);
    case Door::audit:
      return audit(visit);
    case Door::metrics: {
      CAUSEWAY_TRY(text, rooms_.report.metrics());
      return Reply{200, {}, admin::Exposition::content_type, std::move(text)};
    }
    default:
      return change_connection(door, visit);
  }
}

base::Result<Reply> ConsoleDoors::change_connection(Door door, const Visit& visit) {
  switch (door) {
    case Door::invite:
      return invite(visit);
    case Door::pause:
    case Door::resume:
      CAUSEWAY_CHECK(rooms_.pairing.pause(visit.actor(), visit.target.remote, door == Door::pause));
      return connection(visit);
    case Door::rotate:
      CAUSEWAY_CHECK(rooms_.rotation.rotate(visit.actor(), visit.target.remote, stop_));
      return reply_ok();
    case Door::doctor:
      return doctor(visit);
    case Door::set_policy:
      return set_policy(visit);
    case Door::redrive:
      return redrive(visit);
    case Door::block:
    case Door::unblock:
      return block(visit, door == Door::block);
    case Door::take_offer:
      return take_offer(visit);
    case Door::decline_offer:
      CAUSEWAY_CHECK(rooms_.offers.decline(visit.actor(), visit.target.remote, visit.target.channel));
      return reply_ok();
    default:
      return base::refused("unknown_door", "no such door");
  }
}

base::Result<Reply> ConsoleDoors::connection(const Visit& visit) {
  CAUSEWAY_TRY(remote, rooms_.pairing.get(visit.actor(), visit.target.remote));
  CAUSEWAY_TRY(health, rooms_.health.connection(remote));
  return Reply{200, json::to_json(health)};
}

base::Result<Reply> ConsoleDoors::invite(const Visit& visit) {
  CAUSEWAY_TRY(form, visit.read_strictly<PasswordForm>());
  CAUSEWAY_TRY(invitation, rooms_.pairing.renew(visit.actor(), visit.target.remote, form.password));
  json::Object body{{"invite", invitation.invite}};
  if (!invitation.password.empty()) body.emplace("password", invitation.password);
  return Reply{201, body};
}

base::Result<Reply> ConsoleDoors::doctor(const Visit& visit) {
  CAUSEWAY_TRY(remote, rooms_.pairing.get(visit.actor(), visit.target.remote));
  if (remote.state == model::RemoteState::pending) {
    return base::refused("not_confirmed",
                         "Nobody has accepted this invitation yet, so there is no address to examine.");
  }
  CAUSEWAY_TRY(report, examine_(remote, stop_));
  return Reply{200, json::to_json(report)};
}

base::Result<Reply> ConsoleDoors::set_policy(const Visit& visit) {
  CAUSEWAY_TRY(policy, visit.read_strictly<model::RemotePolicy>());
  CAUSEWAY_TRY(remote, rooms_.pairing.set_policy(visit.actor(), visit.target.remote, policy));
  return Reply{200, json::to_json(remote.policy)};
}

base::Result<Reply> ConsoleDoors::dead_letters(const Visit& visit) {
  CAUSEWAY_TRY(page, visit.page());
  CAUSEWAY_TRY(remote, rooms_.pairing.get(visit.actor(), visit.target.remote));
  CAUSEWAY_TRY(letters, rooms_.dead_letters.list(visit.actor(), remote.id, {}));
  return Reply{200, shaped(cut(letters, page), dead_letter)};
}

base::Result<Reply> ConsoleDoors::redrive(const Visit& visit) {
  CAUSEWAY_TRY(form, visit.read_strictly<RedriveForm>());
  CAUSEWAY_TRY(remote, rooms_.pairing.get(visit.actor(), visit.target.remote));
  CAUSEWAY_TRY(count, rooms_.dead_letters.redrive(visit.actor(), remote.id, form.channel_id, form.number));
  return count_of(count);
}

base::Result<Reply> ConsoleDoors::channels(const Visit& visit) {
  CAUSEWAY_TRY(page, visit.page());
  const model::RemoteId& remote = visit.target.remote;
  if (!remote.empty()) CAUSEWAY_CHECK(rooms_.pairing.get(visit.actor(), remote));
  CAUSEWAY_TRY(all, rooms_.health.channels(remote));
  auto rows = cut(all, page);
  rename(rows);
  return Reply{200, list_of(rows)};
}

// The errors of tasks may name addresses inside of this network: they are for whoever may share the channel.
base::Result<Reply> ConsoleDoors::channel(const Visit& visit) {
  const model::ChannelId& id = visit.target.channel;
  CAUSEWAY_TRY(reads, server_.has_permission_to_channel(visit.actor(), id, mattermost::permission::read_channel));
  if (!reads) return base::refused("permission_denied", "You require `read_channel` permission to read this channel.");
  const auto may_share = share_permissions_.may_share(visit.actor(), id);
  if (!may_share.ok() && may_share.error().code != "permission_denied") return may_share.error();
  const bool manages = may_share.ok();
  CAUSEWAY_TRY(rows, rooms_.health.channel(id));
  rename(rows);
  json::Array letters;
  for (admin::ChannelHealth& row : rows) {
    if (!manages) row.last_error.clear();
    CAUSEWAY_TRY(held, store_.held({row.remote_id, id, true, model::limits::admin_page_most}));
    for (const model::HeldItem& item : held) letters.push_back(json::to_json(dead_letter(item)));
  }
  json::Object body;
  body.emplace("channel_id", id.str());
  body.emplace("shared", !rows.empty());
  body.emplace("manages", manages);
  body.emplace("remotes", list_of(rows));
  body.emplace("dead_letters", std::move(letters));
  return Reply{200, body};
}

base::Result<Reply> ConsoleDoors::redrive_channel(const Visit& visit) {
  CAUSEWAY_TRY(form, visit.read_strictly<ChannelRedriveForm>());
  CAUSEWAY_TRY(count, rooms_.dead_letters.redrive_in(visit.actor(), visit.target.channel, form.number));
  return count_of(count);
}

base::Result<Reply> ConsoleDoors::reconcile(const Visit& visit) {
  CAUSEWAY_TRY(form, visit.read_strictly<ReconcileForm>());
  CAUSEWAY_TRY(count, rooms_.reconciliations.begin(visit.actor(), visit.target.channel, form.remote_id));
  return count_of(static_cast<std::int64_t>(count));
}

base::Result<Reply> ConsoleDoors::reconciliations(const Visit& visit) {
  CAUSEWAY_TRY(found, rooms_.reconciliations.list(visit.actor(), visit.target.channel));
  CAUSEWAY_TRY(remotes, store_.remotes(false));
  json::Array rows;
  for (const model::Reconciliation& one : found) {
    const model::Remote* const remote = remote_in(remotes, one.remote_id);
    if (remote != nullptr) rows.push_back(json::to_json(comparison_row(one, *remote)));
  }
  return Reply{200, std::move(rows)};
}

base::Result<Reply> ConsoleDoors::dialog(const Visit& visit) {
  CAUSEWAY_CHECK(permissions_.may_manage_connections(visit.actor()));
  CAUSEWAY_TRY(form, visit.read<DialogForm>());
  if (form.cancelled) return Reply{200, json::Object{}};
  remotes::Dialogs::Filled filled{form.id, visit.actor(), form.channel_id, form.team_id, {}};
  for (const auto& [name, value] : form.values) {
    if (const std::string* text = value.string()) filled.values[name] = *text;
  }
  const auto done = rooms_.dialogs.submit(filled, stop_);
  return Reply{200, done.ok() ? json::Object{} : json::Object{{"error", done.error().text}}};
}

base::Result<Reply> ConsoleDoors::blocked(const Visit& visit) {
  CAUSEWAY_TRY(remote, rooms_.pairing.get(visit.actor(), visit.target.remote));
  CAUSEWAY_TRY(all, rooms_.blocks.list(visit.actor()));
  json::Array rows;
  for (const remotes::Blocks::Named& one : all) {
    if (one.blocked.remote_id == remote.id) rows.push_back(json::to_json(blocked_row(one)));
  }
  return Reply{200, std::move(rows)};
}

base::Result<Reply> ConsoleDoors::block(const Visit& visit, bool on) {
  CAUSEWAY_TRY(form, visit.read_strictly<PersonForm>());
  CAUSEWAY_TRY(remote, rooms_.pairing.get(visit.actor(), visit.target.remote));
  const std::vector<std::string> names{base::ascii_lower(form.username)};
  if (on) {
    CAUSEWAY_CHECK(rooms_.blocks.block(visit.actor(), names, remote.id));
  } else {
    CAUSEWAY_CHECK(rooms_.blocks.unblock(visit.actor(), names));
  }
  return blocked(visit);
}

base::Result<Reply> ConsoleDoors::offers(const Visit& visit) {
  CAUSEWAY_TRY(page, visit.page());
  CAUSEWAY_TRY(all, rooms_.offers.list(visit.actor()));
  CAUSEWAY_TRY(remotes, store_.remotes(false));
  json::Array rows;
  for (const model::OfferedChannel& offer : cut(all, page)) {
    const model::Remote* const remote = remote_in(remotes, offer.remote_id);
    if (remote != nullptr) rows.push_back(json::to_json(offer_row(offer, *remote)));
  }
  return Reply{200, std::move(rows)};
}

base::Result<Reply> ConsoleDoors::take_offer(const Visit& visit) {
  CAUSEWAY_TRY(form, visit.read_strictly<LandingForm>());
  CAUSEWAY_CHECK(
      rooms_.offers.take(visit.actor(), visit.target.remote, visit.target.channel, {form.team_id, form.name}));
  return reply_ok();
}

base::Result<Reply> ConsoleDoors::audit(const Visit& visit) {
  CAUSEWAY_TRY(page, visit.page());
  CAUSEWAY_TRY(trail, rooms_.audit.trail(std::min<std::size_t>(page.first + page.count, model::limits::audit_rows)));
  return Reply{200, shaped(cut(trail, page), audit_row)};
}

void ConsoleDoors::rename(std::vector<admin::ChannelHealth>& rows) {
  for (admin::ChannelHealth& row : rows) {
    const auto channel = server_.get_channel(row.channel_id);
    if (!channel.ok()) continue;  // as it was called when it was shared
    row.name = channel->name;
    row.display_name = channel->display_name;
  }
}

}  // namespace causeway::routes
