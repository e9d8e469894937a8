#include "mattermost/rpc/serve.h"

#include <cstdio>

#include "mattermost/rpc/event_hooks.h"

namespace causeway::mattermost::rpc {

int serve(Events& events, const base::Clock& clock, Transport transport, gorpc::plugin::HostOptions options) {
  using gorpc::plugin::Host;
  EventHooks hooks(events, clock);
  gorpc::plugin::HookTable table;
  hooks.fill(table);
  auto host = transport == Transport::stdio ? Host::over_stdio(table, clock, options)
                                            : Host::over_socket(table, clock, options);
  if (!host.ok()) {
    std::fprintf(stderr, "Causeway, shared channels for Mattermost. %s\n", host.error().text.c_str());
    return 1;
  }
  return gorpc::plugin::exit_code((*host)->run());
}

}  // namespace causeway::mattermost::rpc
