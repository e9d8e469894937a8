#pragma once
// The entry: a Mattermost server on the other end of a socket or of stdin and stdout, our Events behind it.
//
//   int main(int argc, char** argv) { ... return mattermost::rpc::serve(events, clock, transport); }

#include "base/clock.h"
#include "gorpc/plugin/host.h"
#include "mattermost/events.h"

namespace causeway::mattermost::rpc {

enum class Transport {
  socket,  // as Mattermost starts plugins
  stdio,   // the same session on stdin and stdout
};

// Serves until the server lets go, and gives the process's exit code: 0, or 1 with a text on stderr when started by
// hand or when the session broke. The calling thread is the session's. Call it before any other thread is started
// (signals, see gorpc/plugin/host.h). Events end before it returns; when the session ends without a farewell,
// on_deactivate is not called: there is no server left to talk to.
int serve(Events& events, const base::Clock& clock, Transport transport, gorpc::plugin::HostOptions options = {});

}  // namespace causeway::mattermost::rpc
