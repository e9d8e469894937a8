#pragma once
// THE BANKS: /secure-connection and /share-channel, in native's grammar. Every answer is shown to the caller alone. Any
// thread; create and accept take about half a second.

#include <stop_token>
#include <string>
#include <vector>

#include "mattermost/commands.h"
#include "remotes/channel_invites.h"
#include "remotes/command_line.h"
#include "remotes/dead_letters.h"
#include "remotes/dialogs.h"
#include "remotes/direct_messages.h"
#include "remotes/offer_commands.h"
#include "remotes/pairing.h"
#include "remotes/reconciliations.h"
#include "remotes/security_commands.h"

namespace causeway::remotes {

class Commands {
 public:
  Commands(Pairing& pairing, Dialogs& dialogs, SecurityCommands& security, OfferCommands& offers,
           ChannelInvites& invites, DeadLetters& dead_letters, Reconciliations& reconciliations, DirectMessages& direct,
           store::Store& store, const config::Current& current)
      : pairing_(pairing),
        dialogs_(dialogs),
        security_(security),
        offers_(offers),
        invites_(invites),
        dead_letters_(dead_letters),
        reconciliations_(reconciliations),
        direct_(direct),
        store_(store),
        current_(current) {}

  // What to register.
  static std::vector<mattermost::Command> definitions();

  mattermost::CommandAnswer execute(const mattermost::CommandCall& call, std::stop_token stop);

 private:
  std::string secure_connection(const mattermost::CommandCall& call, const CommandLine& line, std::stop_token stop);
  std::string share_channel(const mattermost::CommandCall& call, const CommandLine& line);
  std::string ask(const mattermost::CommandCall& call, const CommandLine& line, const char* which);
  std::string create(const mattermost::CommandCall& call, const CommandLine& line);
  std::string accept(const mattermost::CommandCall& call, const CommandLine& line, std::stop_token stop);
  std::string remove(const mattermost::CommandCall& call, const CommandLine& line);
  std::string connections(const mattermost::CommandCall& call);
  std::string invite(const mattermost::CommandCall& call, const CommandLine& line);
  std::string uninvite(const mattermost::CommandCall& call, const CommandLine& line);
  std::string unshare(const mattermost::CommandCall& call);
  std::string open_direct(const mattermost::CommandCall& call, const CommandLine& line);
  std::string channel_status(const mattermost::CommandCall& call);
  std::string reconcile(const mattermost::CommandCall& call, const CommandLine& line);
  std::string redrive(const mattermost::CommandCall& call, const CommandLine& line);

  Pairing& pairing_;
  Dialogs& dialogs_;
  SecurityCommands& security_;
  OfferCommands& offers_;
  ChannelInvites& invites_;
  DeadLetters& dead_letters_;
  Reconciliations& reconciliations_;
  DirectMessages& direct_;
  store::Store& store_;
  const config::Current& current_;
};

}  // namespace causeway::remotes
