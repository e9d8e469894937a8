#include "remotes/direct_messages.h"

#include <algorithm>
#include <set>

#include "base/log.h"
#include "config/crossing.h"
#include "model/limits.h"
#include "model/state.h"
#include "remotes/command_line.h"

namespace causeway::remotes {
namespace {

base::Error wrong_people(const std::string& why) {
  return base::refused("direct_people", why);
}

}  // namespace

// Mattermost shows guests only people of their own channels, which is no question that a plugin can ask.
base::Result<> DirectMessages::check_actor(const model::UserId& actor, bool group) {
  const auto permission =
      group ? mattermost::permission::create_group_channel : mattermost::permission::create_direct_channel;
  CAUSEWAY_TRY(may, server_.has_permission(actor, permission));
  CAUSEWAY_TRY(user, server_.get_user(actor));
  const bool guest = model::is_guest(user);
  if (may && !guest) return base::ok();
  return base::refused("permission_denied", "You require `" + std::string(permission) + "` permission to do this.");
}

base::Result<bool> DirectMessages::of_peer(const model::User& user) {
  CAUSEWAY_TRY(owner, store_.owner_of(user.id));
  if (!owner) return false;
  CAUSEWAY_TRY(remote, store_.remote(*owner));
  const auto now = current_.get();
  if (!remote || !model::stands(remote->state))
    return wrong_people("`" + plain(user.username) + "` is of a server that is not connected any more.");
  if (config::direct_messages_cross(now->settings, now->facts, remote->policy)) return true;
  return base::refused("direct_off", "Direct messages with people of " +
                                         plain(remote->display_name.empty() ? remote->name : remote->display_name) +
                                         " are switched off on this server.");
}

// The actor first.
base::Result<std::vector<model::UserId>> DirectMessages::people(const model::UserId& actor,
                                                                const std::set<std::string>& names) {
  std::vector<model::UserId> people{actor};
  bool crosses = false;
  for (const std::string& name : names) {
    const auto user = server_.get_user_by_username(name);
    if (!user.ok() && user.error().code != "not_found") return user.error();
    if (!user.ok()) return wrong_people("There is no `" + plain(name) + "` here.");
    if (user->id == actor) continue;
    CAUSEWAY_TRY(peers, of_peer(*user));  // first: whose connection has ended is deactivated
    if (user->delete_at != base::Time()) return wrong_people("There is no `" + plain(name) + "` here.");
    crosses = crosses || peers;
    people.push_back(user->id);
  }
  if (!crosses) return wrong_people("Nobody of them is of a connected server.");
  return people;
}

base::Result<std::string> DirectMessages::open(const model::UserId& actor, const model::TeamId& team,
                                               const std::vector<std::string>& usernames) {
  const std::set<std::string> names(usernames.begin(), usernames.end());
  if (names.empty()) return wrong_people("Name at least one person, such as `&#64;alice:other-server`.");
  if (names.size() >= model::limits::direct_people_most) {
    return wrong_people("A group is of " + std::to_string(model::limits::direct_people_most) + " people at most.");
  }
  CAUSEWAY_TRY(all, people(actor, names));
  CAUSEWAY_CHECK(check_actor(actor, all.size() > 2));
  CAUSEWAY_TRY(id, open_(all));
  opened_();
  CAUSEWAY_TRY(channel, server_.get_channel(id));
  CAUSEWAY_TRY(where, server_.get_team(team));
  return "/" + where.name + "/messages/" + channel.name;
}

}  // namespace causeway::remotes
