#include "inbound/apply/users.h"

#include <algorithm>

#include "base/id.h"
#include "base/log.h"
#include "base/utf8.h"
#include "config/crossing.h"
#include "inbound/apply/username.h"
#include "model/limits.h"
#include "peer/custom_status.h"

namespace causeway::inbound {
namespace {

// The address of the person's own server: what is left of whose an account is when our tables are gone.
constexpr const char* home_prop = "causeway_home";
constexpr const char* username_taken = "app.user.save.username_exists.app_error";

std::string prop(const model::User& user, const char* key) {
  const auto found = user.props.find(key);
  return found == user.props.end() ? std::string() : found->second;
}

// As its own server calls it.
std::string remote_name(const model::User& user) {
  return prop(user, "RemoteUsername");
}

model::StringMap clean_timezone(const model::StringMap& wire) {
  model::StringMap out;
  for (const char* key : {"automaticTimezone", "manualTimezone", "useAutomaticTimezone"}) {
    const auto found = wire.find(key);
    if (found != wire.end()) out.emplace(key, base::utf8_line(found->second, 64));
  }
  return out;
}

// Its account is an ordinary member's here, whatever it is on its own server: that is said where everybody sees it.
std::string marked_position(const model::User& wire) {
  const std::string position = base::utf8_line(wire.position, model::limits::position_runes);
  const std::string mark = wire.is_bot ? "Bot" : model::is_guest(wire) ? "Guest" : "";
  if (mark.empty() || position.empty()) return mark + position;
  return base::utf8_cut(mark + " \u00b7 " + position, model::limits::position_runes);
}

void take_profile(model::User& user, const model::Remote& remote, const model::User& wire, bool with_status) {
  user.props[home_prop] = remote.site_url;
  user.nickname = base::utf8_line(wire.nickname, model::limits::nickname_runes);
  user.first_name = base::utf8_line(wire.first_name, model::limits::name_runes);
  user.last_name = base::utf8_line(wire.last_name, model::limits::name_runes);
  user.position = marked_position(wire);
  user.locale = base::utf8_line(wire.locale, 5);
  user.timezone = clean_timezone(wire.timezone);
  user.props["RemoteUsername"] = base::utf8_line(wire.username, model::limits::username_chars);
  const std::string status = with_status ? peer::custom_status(prop(wire, peer::custom_status_prop)) : "";
  if (!status.empty() || user.props.count(peer::custom_status_prop) != 0) {
    user.props[peer::custom_status_prop] = status;  // empty: as Mattermost writes "none"
  }
}

// Nobody reads what is sent to a synthetic user: no mail, no push, no desktop notification.
model::StringMap silent_notifications() {
  return {{"email", "false"},         {"push", "none"},     {"desktop", "none"},
          {"desktop_sound", "false"}, {"channel", "false"}, {"comments", "never"},
          {"first_name", "false"},    {"mention_keys", ""}, {"push_status", "offline"}};
}

bool same_profile(const model::User& a, const model::User& b) {
  return a.nickname == b.nickname && a.first_name == b.first_name && a.last_name == b.last_name &&
         a.position == b.position && (b.locale.empty() || a.locale == b.locale) &&
         (b.timezone.empty() || a.timezone == b.timezone) && remote_name(a) == remote_name(b) &&
         prop(a, peer::custom_status_prop) == prop(b, peer::custom_status_prop);
}

// Nothing of this is taken; an honest Mattermost says neither.
void note_overlooked(const model::Remote& remote, const model::User& wire) {
  const auto note = [&](const char* code, const char* what) {
    base::log::warn(code, what, {{"user_id", wire.id.str()}, {"remote_id", remote.id.str()}});
  };
  const bool plain = wire.roles.empty() || wire.roles == model::role::user || wire.roles == model::role::guest;
  if (!plain) note("role_not_taken", "a profile came with a role, which was not taken");
  const bool marked = std::any_of(wire.props.begin(), wire.props.end(),
                                  [](const auto& prop) { return prop.first.rfind("Remote", 0) == 0; });
  if (marked) note("props_not_taken", "a profile came with marks of remote people, which were not taken");
}

}  // namespace

base::Result<> UserApplier::apply(const model::Remote& remote, const model::User& wire) {
  if (!base::is_valid_id(wire.id.str()) || wire.username.empty()) {
    return base::refused("user_invalid", "the user has no valid id or name");
  }
  note_overlooked(remote, wire);
  auto present = server_.get_user(wire.id);
  if (!present.ok()) {
    if (present.error().code != "not_found") return std::move(present).error();
    return create(remote, wire);
  }
  CAUSEWAY_TRY(found, reclaimed(remote, *present));
  CAUSEWAY_TRY(whose, standing(remote, wire.id));
  if (whose == Standing::elsewhere) return base::ok();  // done, not applied
  if (whose == Standing::foreign) {
    return base::refused("user_not_yours", "the user does not belong to this connection");
  }
  CAUSEWAY_TRY(back, returns(remote, *present));
  if (back || found || present->remote_id == remote.id) return update(remote, *present, wire);
  return base::refused("user_not_yours", "the account belongs to another connection");
}

base::Result<> UserApplier::admit(const model::Remote& remote, const model::UserId& user) {
  const base::MutexLock lock(admission_);
  CAUSEWAY_TRY(owned, store_.count_owned_users(remote.id));
  if (owned >= current_.get()->settings.max_peer_users) {
    return base::refused("user_limit", "this server takes no more users of this connection");
  }
  return store_.claim_user(user, remote.id, clock_.now());
}

base::Result<> UserApplier::create(const model::Remote& remote, const model::User& wire) {
  CAUSEWAY_CHECK(admit(remote, wire.id));
  model::User user;
  user.id = wire.id;
  user.remote_id = remote.id;
  user.create_at = std::min(std::max(wire.create_at, base::from_millis(1)), clock_.now());
  user.email = new_address();
  // An auth service that nobody can log in by: no password is kept, so none can be guessed, reset or hashed.
  user.auth_service = "causeway";
  user.auth_data = wire.id.str();
  user.notify_props = silent_notifications();
  user.disable_welcome_email = true;
  take_profile(user, remote, wire, config::statuses_cross(current_.get()->settings, remote.policy));
  for (int attempt = 1; attempt <= model::limits::username_suffix_tries; ++attempt) {
    user.username = synthetic_username(wire.username, remote.name, attempt);
    auto created = server_.create_user(user);
    if (created.ok()) {
      base::log::info("user_created", "a synthetic user was made",
                      {{"user_id", user.id.str()}, {"remote_id", remote.id.str()}});
      return base::ok();
    }
    // Two messages may bring the same user at the same time: the other one's work is as good as ours.
    const auto meanwhile = server_.get_user(wire.id);
    if (meanwhile.ok() && meanwhile->remote_id == remote.id) return base::ok();
    if (created.error().code != username_taken) return std::move(created).error();
  }
  return base::refused("username_taken", "no free name for the user");
}

base::Result<> UserApplier::update(const model::Remote& remote, const model::User& present, const model::User& wire) {
  model::User next = present;
  take_profile(next, remote, wire, config::statuses_cross(current_.get()->settings, remote.policy));
  // Whom an administrator has deactivated here stays so, whatever the user's own server says.
  const bool active_there = wire.delete_at == base::Time(), active_here = present.delete_at == base::Time();
  const bool by_its_server = present.props.count(model::deactivated_there) != 0;
  const bool moves = active_there != active_here && (active_here || by_its_server);
  if (moves && !active_there) next.props[model::deactivated_there] = "true";
  if (moves && active_there) next.props.erase(model::deactivated_there);
  const bool returns = present.remote_id != remote.id;
  next.remote_id = remote.id;
  if (moves || returns || !same_profile(present, next)) {
    if (returns || remote_name(next) != remote_name(present)) {
      CAUSEWAY_TRY(name, free_name(remote, wire));
      next.username = std::move(name);
    }
    if (next.locale.empty()) next.locale = present.locale;
    CAUSEWAY_CHECK(server_.update_user(next));
  }
  if (!moves) return base::ok();
  CAUSEWAY_CHECK(server_.set_user_active(present.id, active_there));
  base::log::info(active_there ? "user_reactivated" : "user_deactivated", "as on the user's own server",
                  {{"user_id", present.id.str()}, {"remote_id", remote.id.str()}});
  return base::ok();
}

base::Result<std::string> UserApplier::free_name(const model::Remote& remote, const model::User& wire) {
  for (int attempt = 1; attempt <= model::limits::username_suffix_tries; ++attempt) {
    std::string name = synthetic_username(wire.username, remote.name, attempt);
    const auto holder = server_.get_user_by_username(name);
    if (holder.ok() && holder->id != wire.id) continue;
    if (!holder.ok() && holder.error().code != "not_found") return holder.error();
    return name;
  }
  return base::refused("username_taken", "no free name for the user");
}

std::string UserApplier::new_address() const {
  const auto snapshot = current_.get();
  std::string domain = snapshot->settings.synthetic_email_domain;
  if (domain.empty()) {
    // Creation restricted to domains: only an address within one of them is accepted (README, "Using").
    const std::string& allowed = snapshot->facts.restrict_creation_to_domains;
    const auto first = allowed.find_first_not_of(" ,@");
    if (first != std::string::npos) domain = allowed.substr(first, allowed.find_first_of(" ,", first) - first);
  }
  return domain.empty() ? base::new_id() : base::new_id() + "@" + domain;
}

base::Result<Standing> UserApplier::standing(const model::Remote& remote, const model::UserId& user) {
  CAUSEWAY_TRY(owner, owner_of(remote, user));
  if (!owner) return Standing::foreign;
  if (*owner == remote.id) return Standing::ours_to_apply;
  base::log::debug("user_known_elsewhere", "a user of another connection was left as it is",
                   {{"user_id", user.str()}, {"remote_id", remote.id.str()}});
  return Standing::elsewhere;
}

// Absent also for people of a connection that has ended and has not come back: nobody speaks for them.
base::Result<std::optional<model::RemoteId>> UserApplier::owner_of(const model::Remote& remote,
                                                                   const model::UserId& user) {
  CAUSEWAY_TRY(owner, store_.owner_of(user));
  if (!owner || *owner == remote.id) return owner;
  CAUSEWAY_TRY(former, store_.remote(*owner));
  if (former && !model::has_ended(former->state)) return owner;
  if (!former || former->site_url.empty() || former->site_url != remote.site_url) {
    return std::optional<model::RemoteId>();
  }
  if (!answers_(remote)) return base::retry_later("peer_not_proved", "the peer has not answered a ping yet");
  CAUSEWAY_TRY(adopted, store_.adopt_users(remote.id));
  base::log::info("users_adopted", "a peer is back and has its people again",
                  {{"remote_id", remote.id.str()}, {"count", adopted}});
  return std::optional(remote.id);
}

// An account that was made here for a person of that address, by an earlier installation whose tables are gone.
base::Result<bool> UserApplier::reclaimed(const model::Remote& remote, const model::User& present) {
  const bool of_a_peer = present.remote_id && !present.remote_id->empty() && *present.remote_id != remote.id;
  if (!of_a_peer || remote.site_url.empty() || prop(present, home_prop) != remote.site_url) return false;
  CAUSEWAY_TRY(owner, store_.owner_of(present.id));
  if (owner) return false;
  if (!answers_(remote)) return base::retry_later("peer_not_proved", "the peer has not answered a ping yet");
  CAUSEWAY_CHECK(admit(remote, present.id));
  base::log::info("users_adopted", "a person of an earlier installation is known again",
                  {{"remote_id", remote.id.str()}, {"user_id", present.id.str()}});
  return true;
}

// Mattermost still has the account as one of a connection that has ended.
base::Result<bool> UserApplier::returns(const model::Remote& remote, const model::User& present) {
  if (!present.remote_id || present.remote_id->empty() || *present.remote_id == remote.id) return false;
  CAUSEWAY_TRY(former, store_.remote(*present.remote_id));
  return former && model::has_ended(former->state);
}

}  // namespace causeway::inbound
