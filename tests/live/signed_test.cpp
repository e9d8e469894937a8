// Where plugins must be signed nothing can be uploaded: the bundle is laid beside the server with its signature, as
// docs/install.md says.
#include <filesystem>
#include <fstream>

#include "lab/process.h"
#include "pair_suite.h"

namespace causeway::live {
namespace {

namespace fs = std::filesystem;
using lab::Json;
using lab::plugin_id;
using std::chrono::seconds;

class Signed : public WorldSuite {
 protected:
  static void SetUpTestSuite() {
    lab::WorldOptions options;
    options.sides = {{"a", {}, false}};
    options.settings = {{"MM_PLUGINSETTINGS_REQUIREPLUGINSIGNATURE", "true"},
                        {"MM_PLUGINSETTINGS_AUTOMATICPREPACKAGEDPLUGINS", "true"}};
    world_ = std::make_unique<lab::World>(options);
    keys_ = world_->folder().sockets() / "gpg";
    fs::create_directories(keys_);
    fs::permissions(keys_, fs::perms::owner_all);
    gpg({"--quick-generate-key", "Causeway's tests", "rsa2048", "sign", "never"});
  }
  static void TearDownTestSuite() {
    lab::ProcessSpec agent;
    agent.program = "/usr/bin/gpgconf";
    agent.arguments = {"--homedir", keys_.string(), "--kill", "all"};
    agent.environment = lab::plain_environment();
    agent.output = keys_ / "log";
    lab::run_command(agent, seconds(10));
    report_failure(*world_);
    world_.reset();
  }

  static void gpg(std::vector<std::string> words) {
    lab::ProcessSpec spec;
    spec.program = "/usr/bin/gpg";
    spec.arguments = {"--homedir", keys_.string(),    "--batch", "--yes", "--passphrase",
                      "",          "--pinentry-mode", "loopback"};
    spec.arguments.insert(spec.arguments.end(), words.begin(), words.end());
    spec.environment = lab::plain_environment();
    spec.output = keys_ / "log";
    lab::run_command(spec, seconds(60));
  }
  static lab::Side& side() { return world_->side("a"); }
  static void restart() {
    side().server->stop();
    side().server->start();
    side().server->wait_until_up();
  }
  static fs::path packaged() { return side().server->folder() / "prepackaged_plugins"; }

  static inline std::unique_ptr<lab::World> world_;
  static inline fs::path keys_;
};

TEST_F(Signed, AnUploadIsNotTaken) {
  EXPECT_THROW(side().admin->upload_plugin(lab::find_bundle()), lab::LabError);
  EXPECT_EQ(side().admin->plugin_state(plugin_id), -1);
}

TEST_F(Signed, LaidBesideTheServerWithItsSignatureItIsInstalled) {
  fs::create_directories(packaged());
  const fs::path bundle = packaged() / "causeway.tar.gz";
  fs::copy_file(lab::find_bundle(), bundle);
  gpg({"--detach-sign", bundle.string()});
  gpg({"--output", (side().server->folder() / "config" / "causeway-key.gpg").string(), "--export"});
  side().admin->patch_config({{"PluginSettings", {{"PluginStates", {{plugin_id, {{"Enable", true}}}}}}}});
  restart();
  EXPECT_EQ(side().admin->plugin_state(plugin_id), -1) << "nobody trusts the key yet";

  side().admin->patch_config({{"PluginSettings", {{"SignaturePublicKeyFiles", {"causeway-key.gpg"}}}}});
  restart();
  side().admin->wait_for_plugin_state(plugin_id, 2, seconds(20));
  EXPECT_TRUE(lab::eventually(seconds(15), [] {
    return side().admin->command(side().team, side().town_square, "/secure-connection status").find("No secure") !=
           std::string::npos;
  }));
}

TEST_F(Signed, AnotherBundleWithThatSignatureIsNot) {
  side().admin->disable_plugin(plugin_id);
  side().admin->remove(std::string("/api/v4/plugins/") + plugin_id);
  std::ofstream(packaged() / "causeway.tar.gz", std::ios::app) << "more";
  side().admin->patch_config({{"PluginSettings", {{"PluginStates", {{plugin_id, {{"Enable", true}}}}}}}});
  restart();
  EXPECT_EQ(side().admin->plugin_state(plugin_id), -1);
}

}  // namespace
}  // namespace causeway::live
