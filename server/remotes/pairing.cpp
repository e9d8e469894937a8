#include "remotes/pairing.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/id.h"
#include "base/log.h"
#include "base/utf8.h"
#include "config/online.h"
#include "json/record.h"
#include "model/limits.h"
#include "peer/frame.h"
#include "peer/invite.h"
#include "peer/road.h"
#include "peer/site_url.h"
#include "peer/token.h"

namespace causeway::remotes {
namespace {

bool valid_name(const std::string& name) {
  return !name.empty() && name.size() <= model::limits::remote_name_chars &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
         });
}

base::Error confirmation_refused(const std::string& why) {
  return base::refused("confirmation_refused", "Could not confirm invitation: " + why);
}

base::Result<> check_file_types(const std::vector<std::string>& types) {
  const auto good = [](const std::string& type) {
    return !type.empty() && type.size() <= model::limits::file_type_bytes && base::ascii_lower(type) == type &&
           type.find_first_of("., ;/\t\n") == std::string::npos;
  };
  if (types.size() <= model::limits::blocked_file_types && std::all_of(types.begin(), types.end(), good)) {
    return base::ok();
  }
  return base::refused("policy_invalid", "blocked_file_types: at most " +
                                             std::to_string(model::limits::blocked_file_types) +
                                             " extensions in lower case, without a dot");
}

}  // namespace

template <class Work>
auto Pairing::with_key_work(Work work) const -> decltype(work()) {
  if (!key_work_.try_acquire()) return base::retry_later("busy", "too many invitations at once; try again in a moment");
  auto result = work();
  key_work_.release();
  return result;
}

base::Result<std::string> Pairing::own_url() const {
  const auto snapshot = current_.get();
  if (snapshot->public_url.empty()) return base::refused("site_url_not_set", snapshot->public_url_error);
  return snapshot->public_url;
}

base::Result<model::Remote> Pairing::draft(const model::UserId& actor, NewConnection& wanted) const {
  wanted.name = base::ascii_lower(wanted.name);
  if (!valid_name(wanted.name)) {
    return base::refused("name_invalid", "the name must be 1 to 64 characters of a-z, 0-9, '.', '-' and '_'");
  }
  if (wanted.display_name.empty()) wanted.display_name = wanted.name;
  if (!wanted.default_team_id.empty()) {
    const auto team = server_.get_team(wanted.default_team_id);
    if (!team.ok()) return base::refused("team_unknown", "the default team does not exist");
  }
  CAUSEWAY_TRY(road, peer::check_road(wanted.road));
  model::Remote remote;
  remote.policy.road = std::move(road);
  remote.name = wanted.name;
  remote.display_name = base::utf8_cut(wanted.display_name, model::limits::remote_name_chars);
  remote.default_team_id = wanted.default_team_id;
  remote.creator_id = actor;
  remote.create_at = clock_.now();
  return remote;
}

base::Result<Invitation> Pairing::seal(const model::Remote& remote, const std::string& token,
                                       std::string password) const {
  CAUSEWAY_TRY(url, own_url());
  Invitation invitation;
  if (password.empty()) password = invitation.password = base::new_id().substr(0, 16);
  if (password.size() < model::limits::invite_password_chars) {
    return base::refused(
        "password_too_short",
        "the password must have at least " + std::to_string(model::limits::invite_password_chars) + " characters");
  }
  model::RemoteClusterInvite invite;
  invite.remote_id = remote.id;
  invite.site_url = url;
  invite.token = token;
  invite.version = model::limits::invite_version;
  invitation.remote = remote;
  CAUSEWAY_TRY(sealed,
               with_key_work([&]() -> base::Result<std::string> { return peer::seal_invite(invite, password); }));
  invitation.invite = std::move(sealed);
  return invitation;
}

base::Result<Invitation> Pairing::create(const model::UserId& actor, NewConnection wanted) {
  CAUSEWAY_CHECK(permissions_.may_manage_connections(actor));
  CAUSEWAY_TRY(remote, draft(actor, wanted));
  remote.id = model::RemoteId(base::new_id());
  remote.state = model::RemoteState::pending;
  const std::string token = base::new_id();
  remote.incoming_digest = peer::digest_token(token);
  CAUSEWAY_TRY(invitation, seal(remote, token, std::move(wanted.password)));
  CAUSEWAY_CHECK(make_room(remote.name));
  CAUSEWAY_CHECK(store_.add_remote(remote));
  base::log::info("invite_created", "an invite was made", {{"remote_id", remote.id.str()}, {"actor_id", actor.str()}});
  audit_.note(deed::create, actor, remote.id);
  return invitation;
}

base::Result<Invitation> Pairing::renew(const model::UserId& actor, const model::RemoteId& id, std::string password) {
  CAUSEWAY_TRY(remote, get(actor, id));
  if (remote.state != model::RemoteState::pending) {
    return base::refused("remote_confirmed", "Cannot generate invite code for a confirmed cluster");
  }
  const std::string token = base::new_id();
  CAUSEWAY_TRY(invitation, seal(remote, token, std::move(password)));
  CAUSEWAY_TRY(renewed, store_.renew_invite(id, peer::digest_token(token), clock_.now()));
  if (!renewed) return base::refused("remote_confirmed", "Cannot generate invite code for a confirmed cluster");
  base::log::info("invite_renewed", "a new invite was made; the old one is dead",
                  {{"remote_id", id.str()}, {"actor_id", actor.str()}});
  audit_.note(deed::renew, actor, id);
  return invitation;
}

base::Result<model::Remote> Pairing::accept(const model::UserId& actor, NewConnection wanted, const std::string& text,
                                            std::stop_token stop) {
  CAUSEWAY_CHECK(permissions_.may_manage_connections(actor));
  CAUSEWAY_TRY(remote, draft(actor, wanted));
  CAUSEWAY_TRY(url, own_url());
  CAUSEWAY_TRY(invite, with_key_work([&] { return peer::open_invite(text, wanted.password); }));
  if (invite.site_url == url) return base::refused("own_invite", "this invitation was made by this very server");
  CAUSEWAY_TRY(present, store_.remote(invite.remote_id));
  if (present && present->state != model::RemoteState::removed) {
    return base::refused("remote_exists", "this invitation has been used here already");
  }
  // Two new tokens: what the inviter shows us from now on, and what we show the inviter. The invite's own token dies
  // with the confirmation.
  const std::string incoming = base::new_id();
  remote.id = invite.remote_id;
  remote.site_url = invite.site_url;
  remote.state = model::RemoteState::connected;
  remote.incoming_digest = peer::digest_token(incoming);
  remote.outgoing_token = base::new_id();
  CAUSEWAY_CHECK(make_room(remote.name));
  // Stands before the inviter hears of it: its first ping comes while it still answers us.
  CAUSEWAY_CHECK(present ? store_.replace_remote(remote) : store_.add_remote(remote));
  const auto introduced = introduce(remote, invite, incoming, url, stop);
  if (!introduced.ok()) {
    const auto undone = store_.remove_remote(remote.id, clock_.now());
    if (!undone.ok()) base::log::warn("accept_not_undone", undone.error().text, {{"remote_id", remote.id.str()}});
    return introduced.error();
  }
  base::log::info("connected", "an invitation was accepted",
                  {{"remote_id", remote.id.str()}, {"actor_id", actor.str()}});
  audit_.note(deed::accept, actor, remote.id);
  paired_(remote.id);
  return remote;
}

base::Result<> Pairing::introduce(const model::Remote& remote, const model::RemoteClusterInvite& invite,
                                  const std::string& incoming_token, const std::string& url, std::stop_token stop) {
  model::RemoteClusterInvite confirmation;
  confirmation.remote_id = remote.id;
  confirmation.site_url = url;
  confirmation.token = incoming_token;
  confirmation.refreshed_token = remote.outgoing_token;
  confirmation.version = model::limits::invite_version;
  const auto frame = peer::make_frame(remote.id, model::topic::invitation, json::to_json(confirmation), clock_.now());
  const auto answer =
      peers_.confirm_invite({remote.id, invite.site_url, invite.token, remote.policy.road}, frame, stop);
  if (answer.ok() && answer->status == "OK") return base::ok();
  const base::Error why = answer.ok() ? confirmation_refused(answer->err) : answer.error();
  if (why.next == base::Next::retry_later && why.code != "peer_failed") return why;  // it never got there
  // The answer was lost, or speaks of a repeat (something between us sent the request twice), the deed perhaps not: if
  // the new token is taken, the inviter has confirmed.
  model::RemoteClusterPing ping;
  ping.sent_at = clock_.now();
  const auto probe =
      peers_.ping(peer::address_of(remote),
                  peer::make_frame(remote.id, model::topic::ping, json::to_json(ping), clock_.now()), stop);
  return probe.ok() ? base::ok() : base::Result<>(why);
}

base::Result<> Pairing::confirm(const model::Remote& remote, const model::RemoteClusterMsg& message) {
  auto confirmed = try_confirm(remote, message);
  if (confirmed.ok()) return confirmed;
  base::log::warn("confirmation_refused", confirmed.error().text,
                  {{"error", confirmed.error().code}, {"remote_id", remote.id.str()}});
  const auto counted = store_.count_invite_attempt(remote.id, model::limits::invite_attempts);
  if (counted.ok() && *counted >= model::limits::invite_attempts) {
    base::log::warn("invite_worn_out", "too many refused confirmations: the invite is dead",
                    {{"remote_id", remote.id.str()}});
  }
  return confirmed;
}

base::Result<> Pairing::try_confirm(const model::Remote& remote, const model::RemoteClusterMsg& message) {
  if (remote.state != model::RemoteState::pending) return confirmation_refused("already confirmed");
  if (clock_.now() - remote.create_at > model::limits::invite_lifetime) {
    return base::refused("invitation_expired", "Invitation is expired.");
  }
  auto parsed = json::from_json<model::RemoteClusterInvite>(message.payload);
  if (!parsed.ok()) return base::refused("payload_invalid", "msg.payload");
  auto invite = peer::check_invite(std::move(*parsed));
  if (!invite.ok()) return confirmation_refused(invite.error().text);
  if (invite->remote_id != remote.id) return confirmation_refused("remote id mismatch");
  // The invite's token has been on paper: without a fresh one the connection would hang on it for ever.
  const bool fresh = peer::is_good_token(invite->refreshed_token) && peer::is_good_token(invite->token) &&
                     !peer::token_matches(invite->refreshed_token, remote.incoming_digest) &&
                     !peer::token_matches(invite->token, remote.incoming_digest) &&
                     invite->refreshed_token != invite->token;
  if (!fresh) return confirmation_refused("the peer sent no fresh token");
  CAUSEWAY_TRY(confirmed,
               store_.confirm_remote(remote.id, invite->site_url, peer::digest_token(invite->refreshed_token),
                                     invite->token, clock_.now()));
  if (!confirmed) return confirmation_refused("already confirmed");
  base::log::info("connected", "an invitation was confirmed", {{"remote_id", remote.id.str()}});
  audit_.note(deed::confirm, {}, remote.id);
  paired_(remote.id);
  return base::ok();
}

base::Result<> Pairing::remove(const model::UserId& actor, const model::RemoteId& id) {
  CAUSEWAY_TRY(remote, get(actor, id));
  CAUSEWAY_CHECK(partings_.end_connection(remote));
  base::log::info("connection_removed", "a connection was removed",
                  {{"remote_id", id.str()}, {"actor_id", actor.str()}});
  audit_.note(deed::remove, actor, id);
  return base::ok();
}

base::Result<> Pairing::make_room(const std::string& name) {
  CAUSEWAY_TRY(remotes, store_.remotes(false));
  for (const model::Remote& remote : remotes) {
    if (remote.name == name && remote.state == model::RemoteState::ended) {
      CAUSEWAY_CHECK(partings_.end_connection(remote));
    }
  }
  return base::ok();
}

base::Result<std::vector<model::Remote>> Pairing::list(const model::UserId& actor, bool with_removed) const {
  CAUSEWAY_CHECK(permissions_.may_manage_connections(actor));
  return store_.remotes(with_removed);
}

base::Result<model::Remote> Pairing::get(const model::UserId& actor, const model::RemoteId& id) const {
  CAUSEWAY_CHECK(permissions_.may_manage_connections(actor));
  CAUSEWAY_TRY(remote, store_.remote(id));
  if (!remote || remote->state == model::RemoteState::removed) {
    return base::refused("remote_unknown", "Remote Cluster not found");
  }
  return *remote;
}

base::Result<model::Remote> Pairing::patch(const model::UserId& actor, const model::RemoteId& id,
                                           const std::optional<std::string>& display_name,
                                           const std::optional<model::TeamId>& default_team) {
  CAUSEWAY_TRY(remote, get(actor, id));
  if (default_team && !server_.get_team(*default_team).ok()) {
    return base::refused("team_unknown", "the default team does not exist");
  }
  if (display_name) remote.display_name = base::utf8_cut(*display_name, model::limits::remote_name_chars);
  if (default_team) remote.default_team_id = *default_team;
  CAUSEWAY_CHECK(store_.patch_remote(id, remote.display_name, remote.default_team_id));
  audit_.note(deed::patch, actor, id);
  return remote;
}

base::Result<> Pairing::set_road(const model::UserId& actor, const model::RemoteId& id, const model::RemoteRoad& road) {
  CAUSEWAY_TRY(remote, get(actor, id));
  CAUSEWAY_TRY(checked, peer::check_road(road));
  remote.policy.road = std::move(checked);
  CAUSEWAY_CHECK(store_.set_policy(id, remote.policy, {}));
  base::log::info("road_changed", "how a peer is reached was changed",
                  {{"remote_id", id.str()}, {"actor_id", actor.str()}});
  audit_.note(deed::policy, actor, id);
  return base::ok();
}

base::Result<model::Remote> Pairing::pause(const model::UserId& actor, const model::RemoteId& id, bool paused) {
  CAUSEWAY_CHECK(get(actor, id));
  CAUSEWAY_TRY(changed, store_.pause_remote(id, paused));
  if (!changed) {
    return base::refused(paused ? "not_running" : "not_paused",
                         paused ? "Only a connection that stands can be paused." : "This connection is not paused.");
  }
  base::log::info(paused ? "connection_paused" : "connection_unpaused",
                  paused ? "an administrator paused a connection" : "an administrator resumed a connection",
                  {{"remote_id", id.str()}, {"actor_id", actor.str()}});
  audit_.note(paused ? deed::pause : deed::resume, actor, id);
  return get(actor, id);
}

base::Result<model::Remote> Pairing::set_policy(const model::UserId& actor, const model::RemoteId& id,
                                                model::RemotePolicy policy) {
  CAUSEWAY_TRY(remote, get(actor, id));
  for (const std::string& field : policy.profile_fields.value_or(std::vector<std::string>{})) {
    if (!model::profile_field::known(field)) {
      return base::refused("policy_invalid",
                           "profile_fields: only nickname, name, position, locale, timezone, picture");
    }
  }
  if (policy.blocked_file_types) CAUSEWAY_CHECK(check_file_types(*policy.blocked_file_types));
  const std::int64_t megabytes = policy.max_file_size_mb.value_or(0);
  if (megabytes < 0 || megabytes > model::limits::max_file_size_mb) {
    return base::refused("policy_invalid", "max_file_size_mb: 0 (the server's own limit) to " +
                                               std::to_string(model::limits::max_file_size_mb));
  }
  CAUSEWAY_TRY(road, peer::check_road(policy.road));
  policy.road = std::move(road);
  const bool profiles =
      policy.profile_fields != remote.policy.profile_fields || policy.statuses != remote.policy.statuses;
  CAUSEWAY_CHECK(store_.set_policy(id, policy, profiles ? std::optional(clock_.now()) : std::nullopt));
  base::log::info("policy_changed", "what a connection may do was changed",
                  {{"remote_id", id.str()}, {"actor_id", actor.str()}});
  audit_.note(deed::policy, actor, id);
  remote.policy = std::move(policy);
  return remote;
}

bool Pairing::online(const model::Remote& remote) const {
  return config::online(current_.get()->settings, remote, clock_.now());
}

}  // namespace causeway::remotes
