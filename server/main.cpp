#include <cstdio>
#include <string_view>

#include "base/clock.h"
#include "doctor/examination.h"
#include "mattermost/rpc/serve.h"
#include "plugin/plugin.h"
#include "plugin/self_test.h"

// Mattermost starts us without arguments and speaks over a unix socket; --stdio is the same session on stdin and
// stdout;
// --doctor examines the road to a peer for the plugin that started it; --self-test tries every library once, for a new
// kind of machine.
int main(int argc, char** argv) {
  using causeway::mattermost::rpc::Transport;
  const causeway::base::RealClock clock;
  const std::string_view word = argc > 1 ? argv[1] : "";
  if (word == "--self-test") return causeway::plugin::self_test(clock);
  if (word == "--doctor") return causeway::doctor::examine_stdin(clock);
  if (!word.empty() && word != "--stdio") {
    std::fprintf(stderr,
                 "causeway: unknown argument. It is started by Mattermost; --stdio and --self-test are for tests.\n");
    return 1;
  }
  causeway::plugin::Plugin plugin(clock, causeway::plugin::real_walls(clock));
  return causeway::mattermost::rpc::serve(plugin, clock, word == "--stdio" ? Transport::stdio : Transport::socket);
}
