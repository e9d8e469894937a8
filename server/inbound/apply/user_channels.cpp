// Where a synthetic user is a member.
#include "base/log.h"
#include "inbound/apply/users.h"
#include "model/limits.h"

namespace causeway::inbound {
namespace {

constexpr std::size_t remembered_members = 50'000;  // about 100 bytes each
constexpr const char* town_square = "town-square";

}  // namespace

base::Result<> UserApplier::ensure_member(const model::SharedChannel& channel, const model::UserId& user) {
  {
    const base::MutexLock lock(mutex_);
    if (members_.count({channel.id, user}) != 0) return base::ok();
  }
  CAUSEWAY_TRY(member, server_.is_channel_member(channel.id, user));
  if (!member && model::is_direct(channel.type)) {
    return base::refused("not_a_member", "the user is not one of the people of this direct channel");
  }
  if (!member) {
    const QuietJoins::Guard quiet(quiet_joins_, user);
    CAUSEWAY_CHECK(join_team(channel.team_id, user));
    quiet_joins_.expect_add(channel.id, user);
    CAUSEWAY_CHECK(server_.add_user_to_channel(channel.id, user, current_.get()->bot_id));
  }
  const base::MutexLock lock(mutex_);
  if (members_.size() >= remembered_members) members_.clear();
  members_.insert({channel.id, user});
  return base::ok();
}

base::Result<> UserApplier::join_team(const model::TeamId& team, const model::UserId& user) {
  CAUSEWAY_TRY(there, server_.is_team_member(team, user));
  if (there) return base::ok();
  CAUSEWAY_CHECK(server_.create_team_member(team, user));
  return leave_default_channels(team, user);
}

// The server puts whoever joins a team into its default channels, where the peer's people have no business unless the
// channel is shared with the peer.
base::Result<> UserApplier::leave_default_channels(const model::TeamId& team, const model::UserId& user) {
  CAUSEWAY_TRY(owner, store_.owner_of(user));
  CAUSEWAY_TRY(channels, server_.get_channels_for_user(team, user));
  for (const model::Channel& channel : channels) {
    if (channel.team_id != team || channel.name == town_square) continue;
    CAUSEWAY_TRY(shared, store_.channel_remote(channel.id, owner.value_or(model::RemoteId())));
    if (!shared) CAUSEWAY_CHECK(take_out(channel.id, user));
  }
  return base::ok();
}

base::Result<> UserApplier::take_out(const model::ChannelId& channel, const model::UserId& user) {
  quiet_joins_.expect_leave(channel, user);
  forget_member(channel, user);
  const auto left = server_.remove_from_channel(channel, user);
  return left.ok() || left.error().code == "not_found" ? base::ok() : left;
}

void UserApplier::forget_member(const model::ChannelId& channel, const model::UserId& user) {
  const base::MutexLock lock(mutex_);
  members_.erase({channel, user});
}

bool UserApplier::brought_in(const model::ChannelId& channel, const model::UserId& user) {
  if (quiet_joins_.joining(user)) return true;
  const base::MutexLock lock(mutex_);
  return members_.count({channel, user}) != 0;
}

}  // namespace causeway::inbound
