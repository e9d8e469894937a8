#pragma once
// The lake's page on people (store.h says what holds for every call): whom a remote knows, whom it has brought, and
// from whom nothing is taken.

#include <cstdint>
#include <optional>
#include <set>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "model/content.h"
#include "model/state.h"

namespace causeway::store {

class People {
 public:
  virtual ~People() = default;

  // --- users that crossed
  // Which of these local users the remote does not have in their present version (users.updateat newer than the sync)
  // or as the policy is now.
  virtual base::Result<std::vector<model::UserId>> users_to_send(const model::RemoteId& remote,
                                                                 const std::vector<model::UserId>& users) = 0;
  // People whose profile the remote has, as it was, the longest changed first; and of all people the newest change.
  virtual base::Result<std::vector<model::User>> changed_profiles(const model::RemoteId& remote, std::size_t most) = 0;
  virtual base::Result<base::Time> newest_user_change() = 0;
  // People whose picture is another one than the remote has, by id, at most `most`. at: when it was set; negative, as
  // Mattermost has it: taken away.
  struct ChangedPicture {
    model::UserId user_id;
    base::Time at;
    bool operator==(const ChangedPicture&) const = default;
  };
  virtual base::Result<std::vector<ChangedPicture>> changed_pictures(const model::RemoteId& remote,
                                                                     std::size_t most) = 0;
  // Active people of this server, no bots and no guests, of whom the remote has never had a profile: in the order of
  // their last change (users.updateat, then id), behind `behind`, at most `most`. `end`: how far was looked; `more`:
  // there may be more behind it, even if nobody was found.
  struct UnknownPeople {
    std::vector<model::User> people;
    model::Cursor end;
    bool more = false;
  };
  virtual base::Result<UnknownPeople> unknown_people(const model::RemoteId& remote, const model::Cursor& behind,
                                                     std::size_t most) = 0;
  // Remote::last_global_user_sync_at. A removed remote is left as it is.
  virtual base::Result<> set_people_offered(const model::RemoteId& remote, base::Time until) = 0;
  // The connection that a synthetic user belongs to; nothing for local or unknown users. Written once: a later call for
  // another remote is refused (code user_belongs_elsewhere).
  virtual base::Result<std::optional<model::RemoteId>> owner_of(const model::UserId& user) = 0;
  virtual base::Result<> claim_user(const model::UserId& user, const model::RemoteId& remote, base::Time now) = 0;

  virtual base::Result<std::int64_t> count_owned_users(const model::RemoteId& remote) = 0;

  // --- people whose connection ended
  // The people of ended connections to the same address are the remote's from now on. Returns how many. Who answers at
  // the address is for the caller to know.
  virtual base::Result<std::int64_t> adopt_users(const model::RemoteId& remote) = 0;
  // Those who are active here though their connection has ended: ascending, behind `behind`, at most `most`.
  virtual base::Result<std::vector<model::UserId>> stray_users(const model::UserId& behind, std::size_t most) = 0;

  // --- people from whom nothing is taken
  // Refused (code too_many_blocked) beyond limits::blocked_users. Once more is fine.
  virtual base::Result<> block_user(const model::BlockedUser& blocked) = 0;
  virtual base::Result<bool> unblock_user(const model::UserId& user) = 0;     // true: was blocked
  virtual base::Result<std::vector<model::BlockedUser>> blocked_users() = 0;  // oldest first
  // What of a message is held back: users that are blocked, and posts of theirs that were held back before.
  struct HeldBack {
    std::set<model::UserId> users;
    std::set<model::PostId> posts;
  };
  virtual base::Result<HeldBack> held_back(const model::RemoteId& remote, const std::vector<model::UserId>& users,
                                           const std::vector<model::PostId>& posts) = 0;
};

}  // namespace causeway::store
