#pragma once
// How connections and shared channels stand, in figures for people and machines. The caller has asked for permission.
// Any thread. Errors: the store's.

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/mutex.h"
#include "base/record.h"
#include "base/result.h"
#include "config/current.h"
#include "model/state.h"
#include "store/store.h"

namespace causeway::admin {

// state: pending, connected, stopped, paused, ended, removed. pending: posts that wait to be looked at, counted up to
// limits::counted_pending a channel; lag_ms: how long the oldest of them has waited. attempts: failures in a row of
// what is tried again last, at retry_at (0: nothing is). waiting: items that are tried alone; dead_letters: given up.
#define CAUSEWAY_CONNECTION_HEALTH(F)                      \
  F(remote_id, "-", "remote_id", keep, model::RemoteId)    \
  F(name, "-", "name", keep, std::string)                  \
  F(display_name, "-", "display_name", keep, std::string)  \
  F(site_url, "-", "site_url", keep, std::string)          \
  F(state, "-", "state", keep, std::string)                \
  F(online, "-", "online", keep, bool)                     \
  F(causeway, "-", "causeway", keep, bool)                 \
  F(create_at, "-", "create_at", keep, base::Time)         \
  F(last_ping_at, "-", "last_ping_at", keep, base::Time)   \
  F(channels, "-", "channels", keep, std::int64_t)         \
  F(pending, "-", "pending", keep, std::int64_t)           \
  F(lag_ms, "-", "lag_ms", keep, std::int64_t)             \
  F(attempts, "-", "attempts", keep, std::int32_t)         \
  F(retry_at, "-", "retry_at", keep, base::Time)           \
  F(waiting, "-", "waiting", keep, std::int64_t)           \
  F(dead_letters, "-", "dead_letters", keep, std::int64_t) \
  F(last_error, "-", "last_error", keep, std::string)
CAUSEWAY_RECORD(ConnectionHealth, CAUSEWAY_CONNECTION_HEALTH);

// One channel with one remote; the figures as above. invite: waiting, confirmed, refused. home: it was shared from
// here. last_post_at: the newest post that has crossed.
#define CAUSEWAY_CHANNEL_HEALTH(F)                              \
  F(channel_id, "-", "channel_id", keep, model::ChannelId)      \
  F(team_id, "-", "team_id", keep, model::TeamId)               \
  F(name, "-", "name", keep, std::string)                       \
  F(display_name, "-", "display_name", keep, std::string)       \
  F(type, "-", "type", keep, std::string)                       \
  F(home, "-", "home", keep, bool)                              \
  F(remote_id, "-", "remote_id", keep, model::RemoteId)         \
  F(remote_name, "-", "remote_display_name", keep, std::string) \
  F(state, "-", "state", keep, std::string)                     \
  F(online, "-", "online", keep, bool)                          \
  F(invite, "-", "invite", keep, std::string)                   \
  F(read_only, "-", "read_only", keep, bool)                    \
  F(create_at, "-", "create_at", keep, base::Time)              \
  F(last_post_at, "-", "last_post_at", keep, base::Time)        \
  F(pending, "-", "pending", keep, std::int64_t)                \
  F(lag_ms, "-", "lag_ms", keep, std::int64_t)                  \
  F(attempts, "-", "attempts", keep, std::int32_t)              \
  F(retry_at, "-", "retry_at", keep, base::Time)                \
  F(dead_letters, "-", "dead_letters", keep, std::int64_t)      \
  F(last_error, "-", "last_error", keep, std::string)
CAUSEWAY_RECORD(ChannelHealth, CAUSEWAY_CHANNEL_HEALTH);

class Health {
 public:
  Health(store::Store& store, const config::Current& current, const base::Clock& clock)
      : store_(store), current_(current), clock_(clock) {}

  // All that were not removed here, by name.
  base::Result<std::vector<ConnectionHealth>> connections();
  base::Result<ConnectionHealth> connection(const model::Remote& remote);
  // By display name, then remote; all, or of one remote.
  base::Result<std::vector<ChannelHealth>> channels(const model::RemoteId& remote = {});
  base::Result<std::vector<ChannelHealth>> channel(const model::ChannelId& id);

 private:
  using Standings = std::vector<store::Store::Standing>;
  base::Result<Standings> standings() CAUSEWAY_EXCLUDES(mutex_);
  base::Result<ConnectionHealth> describe(const model::Remote& remote, const Standings& standings);
  struct Look {
    std::map<model::ChannelId, model::SharedChannel> channels;
    std::map<std::pair<model::ChannelId, model::RemoteId>, store::Store::Standing> standings;
  };
  base::Result<Look> look_at(std::vector<model::SharedChannel> shared);
  base::Result<> describe(const model::Remote& remote, const std::vector<model::ChannelRemote>& rows,
                          const model::ChannelId& one, const Look& look, std::vector<ChannelHealth>& all);

  store::Store& store_;
  const config::Current& current_;
  const base::Clock& clock_;
  base::Mutex mutex_;
  Standings looked_ CAUSEWAY_GUARDED_BY(mutex_);
  base::Steady looked_at_ CAUSEWAY_GUARDED_BY(mutex_){};  // epoch: never
};

}  // namespace causeway::admin
