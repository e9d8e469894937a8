#pragma once
// The server's configuration as the house wants it. Pure.

#include <string>

#include "mattermost/rpc/calls.h"
#include "mattermost/server.h"

namespace causeway::mattermost::rpc {

ServerFacts to_facts(const Config& config, const std::string& version);

}  // namespace causeway::mattermost::rpc
