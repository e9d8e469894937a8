#pragma once
// THE BANKS: what connected servers did not take, for people: lists it and has it tried again. Any thread. Refused:
// permission_denied.

#include <string>
#include <vector>

#include "base/clock.h"
#include "mattermost/server.h"
#include "remotes/audit.h"
#include "remotes/permissions.h"
#include "store/store.h"

namespace causeway::remotes {

// What it is, for people: post, reaction, acknowledgement, file, channel.
const char* word(model::LedgerKind kind);

class DeadLetters {
 public:
  DeadLetters(mattermost::Server& server, store::Store& store, Audit& audit, const config::Current& current,
              const base::Clock& clock)
      : store_(store), audit_(audit), clock_(clock), permissions_(server), sharing_(server, current) {}

  // The newest of the remote's, in the channel (empty: all).
  base::Result<std::vector<model::HeldItem>> list(const model::UserId& actor, const model::RemoteId& remote,
                                                  const model::ChannelId& channel) const;
  // Those of the channel, or of the remote where the channel is empty, with the number (0: all); how many there were.
  base::Result<std::int64_t> redrive(const model::UserId& actor, const model::RemoteId& remote,
                                     const model::ChannelId& channel, std::int64_t number);
  base::Result<std::int64_t> redrive_in(const model::UserId& actor, const model::ChannelId& channel,
                                        std::int64_t number);

  // For an answer in Markdown, of remotes whose status the actor sees anyway; empty when there are none.
  std::string table(const std::vector<model::Remote>& remotes, const model::ChannelId& channel) const;

 private:
  base::Result<> may(const model::UserId& actor, const model::ChannelId& channel) const;

  store::Store& store_;
  Audit& audit_;
  const base::Clock& clock_;
  Permissions permissions_;
  SharePermissions sharing_;
};

}  // namespace causeway::remotes
