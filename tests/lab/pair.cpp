#include "lab/pair.h"

namespace causeway::lab {
namespace {

WorldOptions world_of(const PairOptions& options) {
  WorldOptions world;
  world.sides = {{"a", options.people_a, false}, {"b", options.people_b, false}};
  world.bundle = options.bundle;
  world.proxies = options.proxies;
  world.durable = options.durable;
  world.settings = options.settings;
  return world;
}

}  // namespace

Pair::Pair(const PairOptions& options) : World(world_of(options)), a(side("a")), b(side("b")) {}

std::string Pair::connect() {
  return connect(a, b);
}

std::string Pair::share_new_channel(const std::string& name, const std::string& type, const std::string& connection,
                                    const std::vector<std::string>& members) {
  const std::string channel = new_channel(a, name, type, members);
  share(a, channel, connection, b);
  return channel;
}

}  // namespace causeway::lab
