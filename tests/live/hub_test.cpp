// What one of three writes the other two see, once: the hub passes on between its spokes.
#include <map>
#include <thread>

#include "hub_suite.h"

namespace causeway::live {
namespace {

using lab::Json;
using lab::SocketEvent;

std::map<std::string, int> shown(const lab::SocketClient& socket) {
  std::map<std::string, int> result;
  for (const SocketEvent& event : socket.events()) {
    if (event.event == "posted") ++result[event.post.at("id").get<std::string>()];
  }
  return result;
}

// By the name that all three can agree on: bob:b, on B too.
std::string author_of(lab::Side& side, const std::string& post) {
  const std::string user = side.admin->get("/api/v4/posts/" + post).at("user_id");
  const std::string name = side.admin->get("/api/v4/users/" + user).at("username");
  return name.find(':') == std::string::npos ? name + ":" + side.name() : name;
}

TEST_F(Hub, PostsOfEachAppearOnceEverywhereWithTheirAuthor) {
  std::vector<std::unique_ptr<lab::SocketClient>> sockets;
  for (const auto& place : places()) {
    sockets.push_back(std::make_unique<lab::SocketClient>(place.side->server->port(), place.side->admin->token()));
  }
  std::map<std::string, std::string> author;
  for (const auto& place : places()) {
    const Json written = place.person->write(channel_, "from " + place.side->name());
    const std::string id = written.at("id");
    author[id] = place.side->people.begin()->first + ":" + place.side->name();
    expect_everywhere(id, written.at("message"), [&](const Json& post) {
      return post.at("message") == written.at("message") && post.at("create_at") == written.at("create_at");
    });
  }
  std::this_thread::sleep_for(echo_limit);
  for (std::size_t i = 0; i < sockets.size(); ++i) {
    lab::Side& side = *places()[i].side;
    const auto times = shown(*sockets[i]);
    for (const auto& [id, name] : author) {
      EXPECT_EQ(times.count(id) == 0 ? 0 : times.at(id), 1) << name << " on " << side.name();
      EXPECT_EQ(author_of(side, id), name) << side.name();
    }
  }
}

TEST_F(Hub, AThreadOfThreeServersIsOneThreadOnEach) {
  const auto all = places();
  for (const auto& starter : all) {
    const std::string root = starter.person->write(channel_, "a thread of " + starter.side->name()).at("id");
    expect_everywhere(root, "the root", [](const Json&) { return true; });
    std::vector<std::string> replies;
    for (const auto& place : all) {
      replies.push_back(place.person->write(channel_, "answer of " + place.side->name(), root).at("id"));
      // Two first replies at once fail each other in the server itself.
      if (replies.size() == 1) expect_everywhere(replies[0], "the first reply", [](const Json&) { return true; });
    }
    for (const auto& reply : replies) {
      expect_everywhere(reply, "a reply", [&](const Json& post) { return post.at("root_id") == root; });
    }
    for (const auto& place : all) {
      EXPECT_EQ(place.side->admin->thread(root).at("posts").size(), 1U + all.size()) << place.side->name();
    }
  }
}

}  // namespace
}  // namespace causeway::live
