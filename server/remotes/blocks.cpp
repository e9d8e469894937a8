#include "remotes/blocks.h"

#include <map>

#include "base/log.h"
#include "model/state.h"
#include "remotes/command_line.h"

namespace causeway::remotes {

base::Result<std::vector<model::User>> Blocks::named(const std::vector<std::string>& usernames) {
  if (usernames.empty()) {
    return base::refused("block_people", "Name at least one person, such as `&#64;alice:other-server`.");
  }
  std::vector<model::User> users;
  for (const std::string& name : usernames) {
    auto user = server_.get_user_by_username(name);
    if (!user.ok() && user.error().code != "not_found") return std::move(user).error();
    if (!user.ok()) return base::refused("block_people", "There is no `" + plain(name) + "` here.");
    users.push_back(*std::move(user));
  }
  return users;
}

base::Result<> Blocks::block(const model::UserId& actor, const std::vector<std::string>& usernames,
                             const model::RemoteId& of) {
  CAUSEWAY_CHECK(permissions_.may_manage_connections(actor));
  CAUSEWAY_TRY(users, named(usernames));
  std::vector<model::BlockedUser> wanted;
  for (const model::User& user : users) {
    CAUSEWAY_TRY(owner, store_.owner_of(user.id));
    if (!owner) {
      return base::refused("block_people", "`" + plain(user.username) + "` is not of another server: deactivate them.");
    }
    if (!of.empty() && *owner != of) {
      return base::refused("block_people", "`" + plain(user.username) + "` is not of this connection.");
    }
    wanted.push_back({user.id, *owner, actor, clock_.now()});
  }
  for (const model::BlockedUser& one : wanted) {
    CAUSEWAY_CHECK(store_.block_user(one));
    audit_.note(deed::block, actor, one.remote_id, {}, "success: " + one.user_id.str());
    base::log::info("user_blocked", "nothing is taken from a person any more",
                    {{"user_id", one.user_id.str()}, {"remote_id", one.remote_id.str()}});
  }
  return base::ok();
}

base::Result<std::size_t> Blocks::unblock(const model::UserId& actor, const std::vector<std::string>& usernames) {
  CAUSEWAY_CHECK(permissions_.may_manage_connections(actor));
  CAUSEWAY_TRY(users, named(usernames));
  std::size_t count = 0;
  for (const model::User& user : users) {
    CAUSEWAY_TRY(was, store_.unblock_user(user.id));
    if (!was) continue;
    ++count;
    CAUSEWAY_TRY(owner, store_.owner_of(user.id));
    audit_.note(deed::unblock, actor, owner.value_or(model::RemoteId()), {}, "success: " + user.id.str());
    base::log::info("user_unblocked", "a person is heard again", {{"user_id", user.id.str()}});
  }
  return count;
}

base::Result<std::vector<Blocks::Named>> Blocks::list(const model::UserId& actor) {
  CAUSEWAY_CHECK(permissions_.may_manage_connections(actor));
  CAUSEWAY_TRY(blocked, store_.blocked_users());
  std::vector<model::UserId> ids;
  for (const model::BlockedUser& one : blocked) {
    ids.push_back(one.user_id);
    ids.push_back(one.actor_id);
  }
  CAUSEWAY_TRY(users, store_.users(ids));
  std::map<model::UserId, std::string> names;
  for (const model::User& user : users) names[user.id] = user.username;
  const auto name = [&](const model::UserId& id) {
    const auto found = names.find(id);
    return found == names.end() ? id.str() : found->second;
  };
  std::vector<Named> result;
  for (const model::BlockedUser& one : blocked) result.push_back({one, name(one.user_id), name(one.actor_id)});
  return result;
}

base::Result<std::string> Blocks::table(const model::UserId& actor) {
  CAUSEWAY_TRY(all, list(actor));
  if (all.empty()) return std::string("Nobody is blocked.");
  std::string table = "| Who | Since | By |\n| :-- | :-- | :-- |\n";
  for (const Named& one : all) {
    table += "| " + plain(one.username) + " | " + in_utc(one.blocked.create_at) + " | " + plain(one.actor) + " |\n";
  }
  return table;
}

}  // namespace causeway::remotes
