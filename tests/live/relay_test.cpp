// Causeway over stdio on real servers: the plugin executable of the bundle is the relay, which runs the bundle's own
// one as `--stdio` and copies bytes. What crosses here crosses the same session as ever, with nothing but two pipes
// below.
#include <filesystem>
#include <fstream>
#include <iterator>

#include "pair_suite.h"

namespace causeway::live {
namespace {

namespace fs = std::filesystem;
using lab::Json;
using lab::SocketClient;
using std::chrono::seconds;

constexpr const char* executable = "server/dist/plugin-linux-amd64";
constexpr seconds cross_limit{15};

// The bundle with the relay as its executable and the real one beside it, where the relay looks for it.
fs::path relayed_bundle(const fs::path& bundle, const fs::path& folder) {
  lab::ProcessSpec tar;
  tar.program = "/bin/tar";
  tar.folder = folder;
  tar.environment = lab::plain_environment();
  tar.output = folder / "unpack.log";
  tar.arguments = {"xzf", bundle.string()};
  lab::run_command(tar, seconds(60));
  return lab::repack_bundle(
      bundle, folder,
      {{executable, CAUSEWAY_STDIO_RELAY}, {"server/dist/inner", folder / lab::plugin_id / executable}});
}

class Relay : public PairSuite {
 protected:
  static void SetUpTestSuite() {
    pair_ = start_pair({}, false);
    const fs::path bundle = lab::find_bundle();
    if (bundle.empty()) throw lab::LabError("no bundle to test: run make bundle, or set CAUSEWAY_BUNDLE");
    const fs::path relayed = relayed_bundle(bundle, pair_->folder().files());
    pair_->install(pair_->a, relayed);
    pair_->install(pair_->b, relayed);
  }
  static void TearDownTestSuite() { end_pair(pair_); }

  // The relay first, then the real executable that it runs.
  static std::vector<pid_t> processes(const lab::Side& side) {
    const auto relay = lab::plugin_process(*side.server);
    return relay ? lab::process_tree(relay->pid) : std::vector<pid_t>();
  }

  static inline std::unique_ptr<lab::Pair> pair_;
};

TEST_F(Relay, TheServerRunsCausewayOnTwoPipes) {
  for (const lab::Side* side : {&pair_->a, &pair_->b}) {
    EXPECT_EQ(side->admin->plugin_state(lab::plugin_id), 2);
    const auto found = processes(*side);
    ASSERT_EQ(found.size(), 2U);
    std::ifstream in("/proc/" + std::to_string(found[1]) + "/cmdline");
    const std::string line((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    EXPECT_NE(line.find("--stdio"), std::string::npos) << line;
  }
}

TEST_F(Relay, TwoServersConnectShareAndWriteBothWays) {
  const std::string connection = pair_->connect();
  const std::string channel = pair_->share_new_channel("over-stdio", "O", connection, {"alice"});
  pair_->b.admin->join_channel(channel, pair_->b.admin->user_id());
  pair_->b.admin->join_channel(channel, pair_->b.person("bob").user_id());
  auto on_a = pair_->a.socket();
  auto on_b = pair_->b.socket();
  const Json there = pair_->a.person("alice").write(channel, "through two pipes: ünïcödé 🌉");
  const auto seen_there = on_b.wait_for(SocketClient::posted(there.at("id")), cross_limit);
  ASSERT_TRUE(seen_there) << pair_->logs();
  EXPECT_EQ(seen_there->post.at("message"), there.at("message"));
  const Json back = pair_->b.person("bob").write(channel, "and back through two more");
  const auto seen_back = on_a.wait_for(SocketClient::posted(back.at("id")), cross_limit);
  ASSERT_TRUE(seen_back) << pair_->logs();
  EXPECT_EQ(seen_back->post.at("message"), back.at("message"));
}

TEST_F(Relay, SwitchedOffNeitherProcessStays) {
  const auto before = processes(pair_->a);
  ASSERT_EQ(before.size(), 2U);
  ASSERT_TRUE(pair_->a.admin->disable_plugin(lab::plugin_id).ok());
  EXPECT_TRUE(lab::eventually(seconds(5),
                              [&] { return !lab::inspect_process(before[0]) && !lab::inspect_process(before[1]); }));
  const std::string log = lab::tail(pair_->a.server->log(), 64U << 20U);
  EXPECT_EQ(log.find("failed to exit gracefully"), std::string::npos);
}

}  // namespace
}  // namespace causeway::live
