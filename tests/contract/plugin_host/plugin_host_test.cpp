// The real executable under a host: how it starts, serves and, above all, ends.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <thread>

#include "base/id.h"
#include "fakes/plugin_host.h"

namespace causeway {
namespace {

namespace rpc = mattermost::rpc;
using fakes::PluginHost;
using Transport = PluginHost::Transport;

class Folder {
 public:
  Folder() : path_(std::filesystem::temp_directory_path() / ("host-" + base::new_id())) {
    std::filesystem::create_directories(path_);
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

class UnderAHost : public ::testing::TestWithParam<Transport> {
 protected:
  void be_active() {
    host_.connect();
    const auto error = host_.activate();
    ASSERT_TRUE(error.ok()) << error.error().text;
    ASSERT_TRUE(error->is_nil()) << host_.said();
  }

  Folder folder_;
  PluginHost host_{CAUSEWAY_EXECUTABLE, folder_.path(), GetParam()};
};

std::string name_of(const ::testing::TestParamInfo<Transport>& info) {
  return info.param == Transport::stdio ? "Stdio" : "Socket";
}
INSTANTIATE_TEST_SUITE_P(Transports, UnderAHost, ::testing::Values(Transport::socket, Transport::stdio), name_of);

TEST_P(UnderAHost, SaysItsHooksBeforeItIsActive) {
  host_.connect();
  EXPECT_EQ(host_.sockets(), 0U);
  const auto names = host_.hook<std::vector<std::string>>("Implemented", rpc::NoArguments{});
  ASSERT_TRUE(names.ok()) << names.error().text;
  EXPECT_THAT(*names, ::testing::IsSupersetOf({"OnActivate", "OnDeactivate", "ServeHTTP", "ExecuteCommand"}));
  EXPECT_TRUE(host_.api_calls().empty());
}

TEST_P(UnderAHost, AsksTheServerInThisOrderWhenActivated) {
  be_active();
  EXPECT_THAT(host_.api_calls(),
              ::testing::ElementsAre("LoadPluginConfiguration", "GetUnsanitizedConfig", "GetServerVersion",
                                     "EnsureBotUser", "RegisterCommand", "RegisterCommand"));
  EXPECT_TRUE(host_.driver_was_finished());
}

TEST_P(UnderAHost, DeactivatedAndToldToQuitItEndsWell) {
  be_active();
  const auto error = host_.hook<rpc::ErrorReply>("OnDeactivate", rpc::NoArguments{});
  ASSERT_TRUE(error.ok()) << error.error().text;
  EXPECT_TRUE(error->a.is_nil());
  ASSERT_TRUE(host_.quit().ok());
  host_.close();
  EXPECT_EQ(host_.wait(), 0);
  EXPECT_EQ(host_.sockets(), 0U);
}

TEST_P(UnderAHost, WithItsHostGoneItEnds) {
  be_active();
  host_.close();
  EXPECT_EQ(host_.wait(), 0);
  EXPECT_EQ(host_.sockets(), 0U);
}

TEST_P(UnderAHost, SigintDoesNotReachIt) {
  be_active();
  host_.signal(SIGINT);
  EXPECT_TRUE(host_.ping().ok());
  host_.close();
  EXPECT_EQ(host_.wait(), 0);
}

TEST_P(UnderAHost, AfterSigtermItStillServesItsDeactivation) {
  be_active();
  host_.signal(SIGTERM);
  EXPECT_TRUE(host_.ping().ok());
  EXPECT_TRUE(host_.hook<rpc::ErrorReply>("OnDeactivate", rpc::NoArguments{}).ok());
  ASSERT_TRUE(host_.quit().ok());
  host_.close();
  EXPECT_EQ(host_.wait(), 0);
}

TEST(Terminated, WithAHostThatSaysNothingItWaitsForItsDeactivationAndThenEnds) {
  const Folder folder;
  PluginHost host(CAUSEWAY_EXECUTABLE, folder.path(), Transport::socket);
  host.connect();
  ASSERT_TRUE(host.activate().ok());
  const base::RealClock clock;
  const base::Steady start = clock.steady();
  host.signal(SIGTERM);
  EXPECT_EQ(host.wait(), 0);
  EXPECT_GE(clock.steady() - start, std::chrono::seconds(10));  // what a server takes at most to deactivate a plugin
  EXPECT_EQ(host.sockets(), 0U);
}

TEST(Terminated, BeforeItsHostHasConnectedItEndsAtOnceAndLeavesNoSocket) {
  const Folder folder;
  PluginHost host(CAUSEWAY_EXECUTABLE, folder.path(), Transport::socket);
  while (host.sockets() == 0) std::this_thread::yield();  // the suite's time-out says when it never listens
  host.signal(SIGTERM);
  EXPECT_EQ(host.wait(), 1);
  EXPECT_THAT(host.said(), ::testing::HasSubstr("SIGTERM"));
  EXPECT_EQ(host.sockets(), 0U);
}

TEST_P(UnderAHost, WithTheApiLostItAsksForANewProcess) {
  be_active();
  host_.close_api();
  EXPECT_EQ(host_.wait(), 1);
  EXPECT_THAT(host_.said(), ::testing::HasSubstr("gorpc_api_lost"));
}

TEST_P(UnderAHost, AHostThatSpeaksSomethingElseIsLeft) {
  host_.send_garbage();
  EXPECT_EQ(host_.wait(), 1);
  EXPECT_THAT(host_.said(), ::testing::HasSubstr("gorpc_session_broken"));
}

TEST(StartedByHand, ItSaysWhatItIs) {
  const Folder folder;
  PluginHost host(CAUSEWAY_EXECUTABLE, folder.path(), Transport::socket, false);
  EXPECT_EQ(host.wait(), 1);
  EXPECT_THAT(host.said(), ::testing::HasSubstr("plugin of a Mattermost server"));
  EXPECT_EQ(host.sockets(), 0U);
}

}  // namespace
}  // namespace causeway
