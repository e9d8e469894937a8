// 500 posts written as fast as REST allows on each side, in fair and in foul weather: the same 1,000 posts on both.
#include <atomic>
#include <csignal>
#include <map>
#include <thread>

#include "pair_suite.h"

namespace causeway::live {
namespace {

using lab::Json;
using lab::RestClient;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr int writers = 4;             // on each side
constexpr int posts_per_writer = 125;  // 500 a side
constexpr int thread_length = 5;       // a root, then four replies
constexpr seconds settle_limit{150};

// What one side's people write: some threads, each with its own connection.
class Crowd {
 public:
  Crowd(lab::Side& side, const std::string& person, std::string channel, std::string name)
      : channel_(std::move(channel)), name_(std::move(name)) {
    for (int i = 0; i < writers; ++i) clients_.push_back(side.person(person).twin());
  }

  // Every writer writes its posts numbered from `first` to before `last`; join() waits for them.
  void write(int first, int last) {
    for (int i = 0; i < writers; ++i) {
      threads_.emplace_back([this, i, first, last] { run(clients_[static_cast<std::size_t>(i)], i, first, last); });
    }
  }
  void join() {
    for (auto& thread : threads_) thread.join();
    threads_.clear();
  }
  int written() const { return written_; }
  int failed() const { return failed_; }

 private:
  void run(RestClient& client, int writer, int first, int last) {
    std::string root;
    for (int i = first; i < last; ++i) {
      if (i % thread_length == 0) root.clear();
      const std::string message = name_ + "/" + std::to_string(writer) + "/" + std::to_string(i);
      const auto reply = client.call_json("POST", "/api/v4/posts",
                                          {{"channel_id", channel_}, {"message", message}, {"root_id", root}});
      if (!reply.ok()) {
        ++failed_;
        continue;
      }
      if (root.empty()) root = reply.body.at("id").get<std::string>();
      ++written_;
    }
  }

  std::string channel_;
  std::string name_;
  std::vector<RestClient> clients_;
  std::vector<std::thread> threads_;
  std::atomic<int> written_{0};
  std::atomic<int> failed_{0};
};

// id → what must be equal on both sides; system messages left out.
std::map<std::string, std::string> contents(RestClient& reader, const std::string& channel) {
  std::map<std::string, std::string> result;
  for (const auto& post : reader.posts(channel)) {
    if (!post.value("type", "").empty()) continue;
    result[post.at("id")] = Json{post.at("message"), post.at("create_at"), post.at("root_id")}.dump();
  }
  return result;
}

class Storm : public PairSuite {
 protected:
  static void SetUpTestSuite() {
    pair_ = start_pair({});
    connection_ = pair_->connect();
  }
  static void TearDownTestSuite() { end_pair(pair_); }

  std::string new_channel(const std::string& name) {
    const std::string channel = pair_->share_new_channel(name, "O", connection_, {"alice"});
    pair_->b.admin->join_channel(channel, pair_->b.admin->user_id());
    pair_->b.admin->join_channel(channel, pair_->b.person("bob").user_id());
    return channel;
  }

  // What both sides know of the posts that only the second one has.
  static std::string known_of_missing(const std::map<std::string, std::string>& have,
                                      const std::map<std::string, std::string>& wanted) {
    std::string text;
    for (const auto& [id, content] : wanted) {
      if (have.count(id) != 0) continue;
      text += "missing: " + id + " " + content + "\n";
      for (lab::Side* side : {&pair_->a, &pair_->b}) {
        for (const std::string& rows : {"posts WHERE id = '" + id + "'", "causeway.ledger WHERE item_id = '" + id + "'",
                                        "causeway.held_items WHERE post_id = '" + id + "'",
                                        std::string("causeway.channel_remotes"), std::string("causeway.tasks")}) {
          text += side->name() + ", " + rows + ": " + pair_->query(*side, "SELECT xmin, * FROM " + rows) + "\n";
        }
      }
    }
    return text;
  }

  void expect_the_same_posts(const std::string& channel) {
    constexpr std::size_t all = 2U * writers * posts_per_writer;
    std::map<std::string, std::string> on_a;
    std::map<std::string, std::string> on_b;
    const bool same = lab::eventually(settle_limit, [&] {
      std::this_thread::sleep_for(milliseconds(500));  // reading 1,000 posts is work for the servers too
      on_a = contents(*pair_->a.admin, channel);
      on_b = contents(*pair_->b.admin, channel);
      return on_a.size() >= all && on_a == on_b;
    });
    EXPECT_TRUE(same) << "a has " << on_a.size() << ", b has " << on_b.size() << " of " << all << "\n"
                      << known_of_missing(on_a, on_b) << known_of_missing(on_b, on_a) << pair_->logs();
    EXPECT_EQ(on_a.size(), all);
    std::map<std::string, int> messages;
    for (const auto& [id, content] : on_b) ++messages[Json::parse(content).at(0)];
    for (const auto& [message, count] : messages) EXPECT_EQ(count, 1) << message;
  }

  static inline std::unique_ptr<lab::Pair> pair_;
  static inline std::string connection_;
};

TEST_F(Storm, FairWeather) {
  const std::string channel = new_channel("fair");
  lab::SocketClient on_b(pair_->b.server->port(), pair_->b.admin->token());
  Crowd from_a(pair_->a, "alice", channel, "a");
  Crowd from_b(pair_->b, "bob", channel, "b");
  from_a.write(0, posts_per_writer);
  from_b.write(0, posts_per_writer);
  from_a.join();
  from_b.join();
  EXPECT_EQ(from_a.failed() + from_b.failed(), 0);
  expect_the_same_posts(channel);
  // Live, each post showed once, and a root before its replies.
  std::map<std::string, int> shown;
  for (const auto& event : on_b.events()) {
    if (event.event != "posted") continue;
    const std::string root = event.post.value("root_id", "");
    EXPECT_TRUE(root.empty() || shown.count(root) == 1) << "a reply came before its root " << root;
    ++shown[event.post.at("id").get<std::string>()];
  }
  for (const auto& [id, times] : shown) EXPECT_EQ(times, 1) << id;
}

TEST_F(Storm, OnePluginKilledInTheMiddle) {
  const std::string channel = new_channel("killed");
  Crowd from_a(pair_->a, "alice", channel, "a");
  Crowd from_b(pair_->b, "bob", channel, "b");
  from_a.write(0, posts_per_writer);
  from_b.write(0, posts_per_writer);
  ASSERT_TRUE(lab::eventually(seconds(60), [&] { return from_a.written() + from_b.written() > 400; }));
  const auto victim = lab::plugin_process(*pair_->b.server);
  ASSERT_TRUE(victim);
  ::kill(victim->pid, SIGKILL);
  std::this_thread::sleep_for(seconds(1));  // some posts are written while nobody listens
  pair_->restart_plugin(pair_->b);
  from_a.join();
  from_b.join();
  EXPECT_EQ(from_a.failed() + from_b.failed(), 0);
  expect_the_same_posts(channel);
}

TEST_F(Storm, OneServerStoppedForTwentySeconds) {
  const std::string channel = new_channel("stopped");
  Crowd from_a(pair_->a, "alice", channel, "a");
  Crowd from_b(pair_->b, "bob", channel, "b");
  from_a.write(0, posts_per_writer);
  from_b.write(0, posts_per_writer / thread_length / 2 * thread_length);
  from_b.join();  // b's people write the rest when their server is back
  pair_->b.server->stop();
  std::this_thread::sleep_for(seconds(20));
  pair_->b.server->start();
  pair_->b.server->wait_until_up();
  from_b.write(posts_per_writer / thread_length / 2 * thread_length, posts_per_writer);
  from_a.join();
  from_b.join();
  EXPECT_EQ(from_a.failed() + from_b.failed(), 0);
  expect_the_same_posts(channel);
}

}  // namespace
}  // namespace causeway::live
