// The bundle's life on a real server: installed, switched off and on, killed, orphaned.
#include <csignal>
#include <filesystem>

#include "pair_suite.h"

namespace causeway::live {
namespace {

using lab::plugin_id;
using lab::plugin_process;
using std::chrono::seconds;

class BundleLife : public PairSuite {
 protected:
  static void SetUpTestSuite() {
    pair_ = start_pair({}, false);
    pair_->install(pair_->a, lab::find_bundle());
  }
  static void TearDownTestSuite() { end_pair(pair_); }

  lab::Side& side() { return pair_->a; }
  pid_t plugin_pid() {
    const auto found = plugin_process(*side().server);
    return found ? found->pid : 0;
  }
  // Names of what is left in the server's TMPDIR.
  std::string left_over() {
    std::string names;
    for (const auto& entry : std::filesystem::directory_iterator(side().server->temp_folder())) {
      if (entry.is_socket() || entry.path().string().find("causeway") != std::string::npos) {
        names += entry.path().filename().string() + " ";
      }
    }
    return names;
  }

  static inline std::unique_ptr<lab::Pair> pair_;
};

TEST_F(BundleLife, UploadedAndEnabledItRuns) {
  EXPECT_EQ(side().admin->plugin_state(plugin_id), 2);
  EXPECT_NE(plugin_pid(), 0);
  EXPECT_EQ(left_over(), "");
}

TEST_F(BundleLife, TwentyTimesOffAndOnLeavesNothingBehind) {
  for (int cycle = 0; cycle < 20; ++cycle) {
    const pid_t before = plugin_pid();
    ASSERT_NE(before, 0) << "cycle " << cycle;
    ASSERT_TRUE(side().admin->disable_plugin(plugin_id).ok());
    ASSERT_TRUE(lab::eventually(seconds(5), [&] { return !lab::inspect_process(before); })) << "cycle " << cycle;
    ASSERT_TRUE(side().admin->enable_plugin(plugin_id).ok());
    side().admin->wait_for_plugin_state(plugin_id, 2, seconds(10));
    ASSERT_NE(plugin_pid(), before);
  }
  EXPECT_EQ(left_over(), "");
  const std::string log = lab::tail(side().server->log(), 64U << 20U);
  EXPECT_EQ(log.find("failed to exit gracefully"), std::string::npos);
  EXPECT_EQ(log.find("error closing client during Kill"), std::string::npos);
}

TEST_F(BundleLife, KilledItIsBroughtBackByTheHealthCheck) {
  const pid_t before = plugin_pid();
  ASSERT_NE(before, 0);
  ::kill(before, SIGKILL);
  ASSERT_TRUE(lab::eventually(seconds(90), [&] {
    const pid_t now = plugin_pid();  // once: between two looks the old one goes
    return now != 0 && now != before;
  }));
  side().admin->wait_for_plugin_state(plugin_id, 2, seconds(10));
}

TEST_F(BundleLife, WithItsServerKilledItEndsAndComesBackWithIt) {
  const pid_t before = plugin_pid();
  ASSERT_NE(before, 0);
  side().server->kill();
  EXPECT_TRUE(lab::eventually(seconds(5), [&] { return !lab::inspect_process(before); }));
  EXPECT_EQ(left_over(), "");
  side().server->start();
  side().server->wait_until_up();
  side().admin->wait_for_plugin_state(plugin_id, 2, seconds(20));
  EXPECT_NE(plugin_pid(), 0);
}

}  // namespace
}  // namespace causeway::live
