#include "lab/fan_out.h"

#include <algorithm>
#include <deque>
#include <thread>

#include "lab/bench_words.h"
#include "lab/world.h"

namespace causeway::lab {

using std::chrono::duration;
using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

namespace {

constexpr seconds cross_limit{60};
constexpr milliseconds between{300};

std::string peer_name(int number) {
  return "peer" + std::to_string(number);
}

WorldOptions wanted(const std::filesystem::path& bundle, const FanOutOptions& options) {
  WorldOptions world;
  world.bundle = bundle;
  world.sides.push_back({"hub", {bench_writer}, options.native});
  for (int i = 1; i <= options.peers; ++i) world.sides.push_back({peer_name(i), {}, options.native});
  world.settings = {{"MM_RATELIMITSETTINGS_ENABLE", "false"}};
  return world;
}

// The hub's channel, which every peer has.
std::string shared_with_all(World& world, Side& hub, const FanOutOptions& options) {
  std::vector<std::string> connections;
  for (int i = 1; i <= options.peers; ++i) connections.push_back(world.connect(hub, world.side(peer_name(i))));
  const std::string channel = world.new_channel(hub, "fan-out", "O", {bench_writer});
  for (int i = 1; i <= options.peers; ++i) {
    Side& peer = world.side(peer_name(i));
    const std::string& connection = connections[static_cast<std::size_t>(i - 1)];
    if (!eventually(ping_round, [&] { return world.see_each_other(hub, peer, connection); })) {
      throw LabError(peer.name() + " is not connected\n" + world.logs());
    }
    world.share(hub, channel, connection, peer);
  }
  return channel;
}

}  // namespace

std::vector<double> run_fan_out(const std::filesystem::path& bundle, const FanOutOptions& options) {
  World world(wanted(bundle, options));
  Side& hub = world.side("hub");
  const std::string channel = shared_with_all(world, hub, options);
  std::deque<SocketClient> sockets;
  for (int i = 1; i <= options.peers; ++i)
    sockets.emplace_back(world.side(peer_name(i)).server->port(), world.side(peer_name(i)).admin->token());
  std::vector<double> medians;
  for (int round = 0; round < options.rounds; ++round) {
    std::vector<double> times;
    for (int i = 0; i < options.posts; ++i) {
      std::this_thread::sleep_for(between);
      const Json post = hub.person(bench_writer).write(channel, "to all, " + std::to_string(i));
      const auto answered = steady_clock::now();
      double last = 0;
      for (SocketClient& socket : sockets) {
        const auto event = socket.wait_for(SocketClient::posted(post.at("id")), cross_limit);
        if (!event) throw LabError("a post did not reach every peer\n" + world.logs());
        last = std::max(last, duration<double, std::milli>(event->at - answered).count());
      }
      times.push_back(last);
    }
    medians.push_back(percentile(times, 0.5));
  }
  return medians;
}

}  // namespace causeway::lab
