#pragma once
// Our commands in Mattermost's form. Pure.

#include "mattermost/commands.h"
#include "mattermost/rpc/calls.h"

namespace causeway::mattermost::rpc {

// Refused (gob_unencodable) only for absurd sizes.
base::Result<GoCommand> to_go_command(const Command& command);
GoDialog to_go_dialog(const Dialog& dialog);

}  // namespace causeway::mattermost::rpc
