#include "native_suite.h"

namespace causeway::live {

using lab::Json;
using lab::RestClient;
using lab::Side;

void NativeSmoke::SetUpTestSuite() {
  lab::WorldOptions options;
  options.sides = {{"c", {"alice"}, false}, {"n", {"nina"}, true}, {"m", {"mona"}, true}};
  world_ = start_world(options);
  connections_["n"] = world_->connect(here(), world_->side("n"));
  connections_["m"] = world_->connect(world_->side("m"), here());
  for (const std::string peer : {"n", "m"}) {
    const std::string& connection = connections_.at(peer);
    const bool online = lab::eventually(lab::ping_round,
                                        [&] { return world_->see_each_other(world_->side(peer), here(), connection); });
    if (!online) throw lab::LabError("c and " + peer + " do not see each other online\n" + world_->logs());
    for (const bool home_here : {true, false}) share_one({peer, home_here});
  }
}

void NativeSmoke::TearDownTestSuite() {
  if (world_) report_failure(*world_);
  world_.reset();
}

void NativeSmoke::share_one(const Way& way) {
  Side& peer = world_->side(way.peer);
  Side& home = way.home_here ? here() : peer;
  Side& guest = way.home_here ? peer : here();
  std::string name = "way-" + way.name();
  std::replace(name.begin(), name.end(), '_', '-');
  const std::string channel = world_->new_channel(home, name, "O");
  world_->share(home, channel, connections_.at(way.peer), guest);
  world_->enter(here(), channel, {"alice"});
  world_->enter(peer, channel, {peer.people.begin()->first});
  channels_[way.name()] = channel;
}

std::string NativeSmoke::crossed(RestClient& writer, const std::string& message, const std::string& root) {
  const std::string post = writer.write(channel(), message, root).at("id");
  EXPECT_TRUE(arrives(other_side(writer), post)) << message << "\n" << world_->logs();
  return post;
}

std::optional<Json> NativeSmoke::seen(Side& reader, const std::string& post) {
  const auto reply = reader.admin->call("GET", "/api/v4/posts/" + post);
  return reply.ok() ? std::optional(reply.body) : std::nullopt;
}

void NativeSmoke::expect(Side& reader, const std::string& post, const std::string& what,
                         const std::function<bool(const Json& post)>& fits) {
  lab::Reply last;
  const bool so = lab::eventually(cross_limit, [&] {
    last = reader.admin->call("GET", "/api/v4/posts/" + post);
    return last.ok() && fits(last.body);
  });
  EXPECT_TRUE(so) << what << " is not on " << reader.name() << ", which has " << last.text << "\n" << world_->logs();
}

bool NativeSmoke::arrives(Side& reader, const std::string& post) {
  return lab::eventually(cross_limit, [&] { return seen(reader, post).has_value(); });
}

}  // namespace causeway::live
