// Server A is two nodes on one database, each with a plugin of its own: they share the work, and one carries on alone.
#include <atomic>
#include <map>
#include <thread>

#include "pair_suite.h"

namespace causeway::live {
namespace {

using lab::Json;
using std::chrono::seconds;

constexpr seconds cross_limit{60};

class Cluster : public WorldSuite {
 protected:
  static void SetUpTestSuite() {
    lab::WorldOptions options;
    options.sides = {{"a", {"alice"}}, {"b", {"bob"}}, {"a2", {}, false, "a"}};
    options.proxies = true;
    world_ = start_world(options);
    connection_ = world_->connect(a(), b());
  }
  static void TearDownTestSuite() {
    if (world_) report_failure(*world_);
    world_.reset();
  }

  static lab::Side& a() { return world_->side("a"); }
  static lab::Side& a2() { return world_->side("a2"); }
  static lab::Side& b() { return world_->side("b"); }

  static std::string shared_channel(const std::string& name, lab::Side& by) {
    const std::string channel = world_->new_channel(by, name, "O", {"alice"});
    world_->share(by, channel, connection_, b());
    world_->enter(b(), channel, {"bob"});
    return channel;
  }

  // Numbered posts, one after the other; those that were answered well.
  class Writer {
   public:
    Writer(lab::RestClient client, std::string channel, std::string name, int count)
        : client_(std::move(client)), thread_([this, channel, name, count] {
            for (int i = 0; i < count && !stop_; ++i) {
              const std::string text = name + "/" + std::to_string(1000 + i);
              try {
                if (client_.call_json("POST", "/api/v4/posts", {{"channel_id", channel}, {"message", text}}).ok()) {
                  written_.push_back(text);
                }
              } catch (const lab::LabError&) {  // the node is gone
              }
            }
          }) {}
    void stop() { stop_ = true; }
    const std::vector<std::string>& written() {
      if (thread_.joinable()) thread_.join();
      return written_;
    }

   private:
    lab::RestClient client_;
    std::vector<std::string> written_;
    std::atomic<bool> stop_ = false;
    std::jthread thread_;  // last
  };

  // How often each text is there.
  static std::map<std::string, int> texts(lab::Side& side, const std::string& channel) {
    std::map<std::string, int> counts;
    const Json posts = side.admin->posts(channel);
    for (const Json& post : posts) {
      if (post.value("type", "").empty()) ++counts[post.at("message").get<std::string>()];
    }
    return counts;
  }
  static void expect_each_once(lab::Side& side, const std::string& channel, const std::vector<std::string>& wanted) {
    std::map<std::string, int> have;
    const auto all = [&] {
      have = texts(side, channel);
      return std::all_of(wanted.begin(), wanted.end(), [&](const std::string& text) { return have.count(text) != 0; });
    };
    EXPECT_TRUE(lab::eventually(cross_limit, all)) << have.size() << " of " << wanted.size() << " on " << side.name();
    for (const auto& [text, times] : have) EXPECT_EQ(times, 1) << text << " on " << side.name();
  }

  // As the channel shows them, by time: what one person wrote after another thing comes after it.
  static void expect_order(lab::Side& side, const std::string& channel) {
    const Json posts = side.admin->posts(channel);
    std::multimap<std::int64_t, std::string> by_time;
    for (const Json& post : posts) {
      if (post.value("type", "").empty()) by_time.emplace(post.at("create_at"), post.at("message"));
    }
    std::map<std::string, std::string> last;
    for (const auto& [at, text] : by_time) {
      const std::string writer = text.substr(0, text.find('/'));
      EXPECT_LT(last[writer], text) << "not in order on " << side.name();
      last[writer] = text;
    }
  }

  static inline std::unique_ptr<lab::World> world_;
  static inline std::string connection_;
};

TEST_F(Cluster, BothNodesCarryAndTakeEachPostOnceAndInOrder) {
  const std::string channel = shared_channel("two-nodes", a());
  Writer by_first(a().person("alice").twin(), channel, "first", 150);
  Writer by_second(a2().person("alice").twin(), channel, "second", 150);
  Writer from_b(b().person("bob").twin(), channel, "b", 150);
  std::this_thread::sleep_for(seconds(1));
  a().proxy->set_target(a2().server->port());  // what peers send arrives at the other node from now on
  std::vector<std::string> wanted = by_first.written();
  wanted.insert(wanted.end(), by_second.written().begin(), by_second.written().end());
  EXPECT_EQ(wanted.size(), 300U);
  expect_each_once(b(), channel, wanted);
  EXPECT_EQ(from_b.written().size(), 150U);
  expect_each_once(a(), channel, from_b.written());
  a().proxy->set_target(a().server->port());
  expect_order(b(), channel);
  expect_order(a(), channel);
}

TEST_F(Cluster, WhatIsSharedOnTheSecondNodeIsKnownToBoth) {
  const std::string channel = shared_channel("by-the-second", a2());
  for (lab::Side* const node : {&a(), &a2()}) {
    const std::string status = node->admin->command(node->team, channel, "/share-channel status");
    EXPECT_NE(status.find("b"), std::string::npos) << status;
    Writer one(node->person("alice").twin(), channel, "from-" + node->name(), 1);
    expect_each_once(b(), channel, one.written());
  }
}

TEST_F(Cluster, ANodeThatDiesUnderLoadIsReplacedByTheOther) {
  const std::string channel = shared_channel("one-dies", a());
  a().proxy->set_target(a2().server->port());
  Writer by_first(a().person("alice").twin(), channel, "first", 100'000);
  Writer by_second(a2().person("alice").twin(), channel, "second", 400);
  Writer from_b(b().person("bob").twin(), channel, "b", 400);
  std::this_thread::sleep_for(seconds(2));
  a().server->kill();
  const auto died = std::chrono::steady_clock::now();
  by_first.stop();
  std::vector<std::string> wanted = by_first.written();
  EXPECT_FALSE(wanted.empty());
  wanted.insert(wanted.end(), by_second.written().begin(), by_second.written().end());
  const std::vector<std::string> back = from_b.written();
  expect_each_once(b(), channel, wanted);
  expect_each_once(a2(), channel, back);
  const double took = lab::seconds_since(died);
  std::printf("%zu posts are there, %.1f s after one of two nodes was killed\n", wanted.size() + back.size(), took);
  EXPECT_LT(took, 40);  // the dead one's leases last 15 s, the writing itself some seconds

  a().server->start();
  a().server->wait_until_up();
  a().admin->wait_for_plugin_state(lab::plugin_id, 2, seconds(30));
  Writer again(a().person("alice").twin(), channel, "back", 20);
  expect_each_once(b(), channel, again.written());
}

}  // namespace
}  // namespace causeway::live
