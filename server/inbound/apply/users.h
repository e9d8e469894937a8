#pragma once
// RIVER 2: a peer's users become synthetic users here. A synthetic user belongs to the connection that it was first
// seen on; local users and other connections' users are never touched. Thread-safe.

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "base/clock.h"
#include "base/mutex.h"
#include "config/current.h"
#include "inbound/quiet_joins.h"
#include "mattermost/server.h"
#include "model/state.h"
#include "model/wire.h"
#include "store/store.h"

namespace causeway::inbound {

enum class Standing {
  ours_to_apply,  // belongs to the calling remote
  elsewhere,      // we know the user through another connection: answered as done, never applied
  foreign,        // local or unknown: refused
};

class UserApplier {
 public:
  // Whether the remote has proved that it is who answers at its address.
  using Answers = std::function<bool(const model::Remote&)>;

  UserApplier(mattermost::Server& server, store::Store& store, const config::Current& current, const base::Clock& clock,
              QuietJoins& quiet_joins, Answers answers)
      : server_(server),
        store_(store),
        current_(current),
        clock_(clock),
        quiet_joins_(quiet_joins),
        answers_(std::move(answers)) {}

  // Makes or updates one. Refused when the user is not the remote's to touch. The people of an ended connection are
  // those of the one that has come back to the same address, and active again as it speaks of them.
  base::Result<> apply(const model::Remote& remote, const model::User& wire);

  base::Result<Standing> standing(const model::Remote& remote, const model::UserId& user);

  // The user is in the channel and its team afterwards; silently, and in no other channel of a team that is new to it
  // but town-square, which nobody can leave. Remembers who is in, to save the calls. A direct channel's people are
  // fixed: refused (not_a_member) for anybody else.
  base::Result<> ensure_member(const model::SharedChannel& channel, const model::UserId& user)
      CAUSEWAY_EXCLUDES(mutex_);
  // The user is not in the channel afterwards; silently, and from the team nobody is taken. For users of a peer only.
  base::Result<> take_out(const model::ChannelId& channel, const model::UserId& user);
  void forget_member(const model::ChannelId& channel, const model::UserId& user) CAUSEWAY_EXCLUDES(mutex_);
  // Whether it was us who brought the user into the channel, or are about to.
  bool brought_in(const model::ChannelId& channel, const model::UserId& user) CAUSEWAY_EXCLUDES(mutex_);

 private:
  base::Result<> join_team(const model::TeamId& team, const model::UserId& user);
  base::Result<> leave_default_channels(const model::TeamId& team, const model::UserId& user);
  base::Result<> create(const model::Remote& remote, const model::User& wire);
  base::Result<> admit(const model::Remote& remote, const model::UserId& user) CAUSEWAY_EXCLUDES(admission_);
  base::Result<> update(const model::Remote& remote, const model::User& present, const model::User& wire);
  // The first name of the user's here that nobody else has.
  base::Result<std::string> free_name(const model::Remote& remote, const model::User& wire);
  std::string new_address() const;
  base::Result<std::optional<model::RemoteId>> owner_of(const model::Remote& remote, const model::UserId& user);
  base::Result<bool> reclaimed(const model::Remote& remote, const model::User& present);
  base::Result<bool> returns(const model::Remote& remote, const model::User& present);

  mattermost::Server& server_;
  store::Store& store_;
  const config::Current& current_;
  const base::Clock& clock_;
  QuietJoins& quiet_joins_;
  const Answers answers_;
  base::Mutex admission_;  // several come at once; the last place is given once
  base::Mutex mutex_;
  std::set<std::pair<model::ChannelId, model::UserId>> members_ CAUSEWAY_GUARDED_BY(mutex_);
};

}  // namespace causeway::inbound
