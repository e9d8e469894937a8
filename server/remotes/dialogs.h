#pragma once
// THE BANKS: what /secure-connection create and accept ask for in a dialog when the command brings no password: there
// it would stand in the input box and in the browser's history. The filled-in dialog comes back by a door
// (routes/console_doors); its answer is shown to that person alone. Any thread; submit takes about half a second.

#include <map>
#include <stop_token>
#include <string>

#include "base/result.h"
#include "config/current.h"
#include "mattermost/commands.h"
#include "mattermost/server.h"
#include "model/state.h"
#include "remotes/pairing.h"

namespace causeway::remotes {

// What people are told of an invitation, and of one that they have accepted; Markdown.
std::string invitation_text(const Invitation& invitation, const std::string& public_url);
std::string accepted_text(const model::Remote& remote);

class Dialogs {
 public:
  static constexpr const char* create = "create";
  static constexpr const char* accept = "accept";

  Dialogs(mattermost::Server& server, Pairing& pairing, const config::Current& current)
      : server_(server), pairing_(pairing), current_(current) {}

  // Shows the dialog to who typed the command. `which`: create or accept; `name` and `display_name` stand in it
  // already.
  base::Result<> open(const mattermost::CommandCall& call, const std::string& which, const std::string& name,
                      const std::string& display_name);

  struct Filled {
    std::string which;
    model::UserId user_id;
    model::ChannelId channel_id;
    model::TeamId team_id;
    std::map<std::string, std::string> values;
  };
  // What is wrong, for the dialog, which stays open then: refused with the text.
  base::Result<> submit(const Filled& filled, std::stop_token stop);

 private:
  mattermost::Server& server_;
  Pairing& pairing_;
  const config::Current& current_;
};

}  // namespace causeway::remotes
