#pragma once
// The actions of /secure-connection that look after a connection and who may write through it:
// pause, resume, rotate, road, doctor, audit, block, unblock, blocked, sync-users, purge. Texts for
// the caller alone. Any thread.

#include <functional>
#include <optional>
#include <stop_token>
#include <string>

#include "mattermost/commands.h"
#include "remotes/audit.h"
#include "remotes/blocks.h"
#include "remotes/command_line.h"
#include "remotes/directory.h"
#include "remotes/pairing.h"
#include "remotes/purge.h"
#include "remotes/rotation.h"

namespace causeway::remotes {

class SecurityCommands {
 public:
  // Looks at the road to a peer and says in words what it found (a Markdown list); takes up to a minute.
  using Examine = std::function<base::Result<std::string>(const model::Remote&, std::stop_token)>;

  SecurityCommands(Pairing& pairing, Rotation& rotation, Audit& audit, Blocks& blocks, Directory& directory,
                   Purge& purge, Examine examine)
      : pairing_(pairing),
        rotation_(rotation),
        audit_(audit),
        blocks_(blocks),
        directory_(directory),
        purge_(purge),
        examine_(std::move(examine)) {}

  static std::vector<mattermost::Subcommand> definitions();

  // An answer when the action is one of these.
  std::optional<std::string> execute(const mattermost::CommandCall& call, const CommandLine& line,
                                     std::stop_token stop);

 private:
  std::string pause(const mattermost::CommandCall& call, const CommandLine& line, bool paused);
  std::string rotate(const mattermost::CommandCall& call, const CommandLine& line, std::stop_token stop);
  std::string road(const mattermost::CommandCall& call, const CommandLine& line);
  std::string doctor(const mattermost::CommandCall& call, const CommandLine& line, std::stop_token stop);
  std::string audit(const mattermost::CommandCall& call);
  std::string block(const mattermost::CommandCall& call, const CommandLine& line);
  std::string unblock(const mattermost::CommandCall& call, const CommandLine& line);
  std::string sync_users(const mattermost::CommandCall& call, const CommandLine& line);
  std::string blocked(const mattermost::CommandCall& call);
  std::string purge(const mattermost::CommandCall& call, const CommandLine& line);

  Pairing& pairing_;
  Rotation& rotation_;
  Audit& audit_;
  Blocks& blocks_;
  Directory& directory_;
  Purge& purge_;
  const Examine examine_;
};

// The road that --ca, --pin and --proxy describe, on top of another one; "none" takes a part away.
model::RemoteRoad road_of(const CommandLine& line, model::RemoteRoad road = {});

}  // namespace causeway::remotes
