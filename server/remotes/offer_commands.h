#pragma once
// The actions of /secure-connection about channels that wait for an administrator: offers, take, decline. Texts for the
// caller alone. Any thread.

#include <optional>
#include <string>
#include <vector>

#include "mattermost/commands.h"
#include "mattermost/server.h"
#include "remotes/command_line.h"
#include "remotes/offers.h"
#include "store/store.h"

namespace causeway::remotes {

class OfferCommands {
 public:
  OfferCommands(Offers& offers, mattermost::Server& server, store::Store& store)
      : offers_(offers), server_(server), store_(store) {}

  static std::vector<mattermost::Subcommand> definitions();

  // An answer when the action is one of these.
  std::optional<std::string> execute(const mattermost::CommandCall& call, const CommandLine& line);

 private:
  std::string table(const mattermost::CommandCall& call);
  std::string take(const mattermost::CommandCall& call, const CommandLine& line);
  std::string decline(const mattermost::CommandCall& call, const CommandLine& line);
  base::Result<model::TeamId> team_named(const std::string& name);

  Offers& offers_;
  mattermost::Server& server_;
  store::Store& store_;
};

}  // namespace causeway::remotes
