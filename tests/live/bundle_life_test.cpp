// The bundle's life on a real server: installed, switched off and on, killed, orphaned.
#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>

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

// What the page of the System Console does; the lines are for docs/configure.md.
TEST_F(BundleLife, ABadValueOfAnySettingIsRefusedWithAMessageAndTheLastGoodOneStays) {
  using lab::Json;
  std::ifstream manifest(std::string(CAUSEWAY_SOURCE_DIR) + "/plugin.json");
  const auto keep = [&](const Json& values) {
    return side().admin->call_json("PUT", "/api/v4/config/patch",
                                   {{"PluginSettings", {{"Plugins", {{plugin_id, values}}}}}});
  };
  const auto kept = [&] {
    return side().admin->get("/api/v4/config").at("PluginSettings").at("Plugins").at(plugin_id);
  };
  const std::map<std::string, std::vector<Json>> bad_texts{
      {"PeerSiteURL", {"chat.example.com", "ftp://chat.example.com", "https://me:secret@chat.example.com", 5}},
      {"SyntheticEmailDomain", {"somebody@example.com", true}},
      {"BlockedFileTypes", {5}},
      {"DataSource", {5}},
      {"Secret", {5}}};
  const Json before = kept();
  std::size_t tried = 0;
  const Json settings = Json::parse(manifest).at("settings_schema").at("settings");
  for (const Json& setting : settings) {
    const std::string key = setting.at("key"), type = setting.at("type");
    if (type == "custom") continue;
    std::vector<Json> bad{"perhaps", Json::array({1})};
    if (type == "number") bad = {"many", -1, 1.5, 100'000'000'000};
    if (type == "text") bad = bad_texts.at(key);
    for (const Json& value : bad) {
      std::string name = key;
      std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
      const lab::Reply reply = keep({{name, value}});
      EXPECT_EQ(reply.status, 400) << key << " " << value << " " << reply.text;
      const std::string said = reply.body.is_object() ? reply.body.value("message", "") : "";
      EXPECT_NE(said.find("Causeway: the setting " + key), std::string::npos)
          << key << " " << value << " " << reply.text;
      EXPECT_EQ(said.find("secret"), std::string::npos) << said;
      std::printf("%s %s: %s\n", key.c_str(), value.dump().c_str(), said.c_str());
      ++tried;
    }
  }
  EXPECT_GT(tried, 50U);
  EXPECT_EQ(kept(), before);
  EXPECT_EQ(keep({{"pingfrequencyseconds", 30}}).status, 200);
  EXPECT_EQ(kept().at("pingfrequencyseconds"), 30);
  EXPECT_EQ(keep({{"pingfrequencyseconds", "60"}}).status, 200) << "as a text, which the page may send";
  EXPECT_EQ(side().admin->call_json("PUT", "/api/v4/config/patch", {{"TeamSettings", {{"SiteName", "Lab"}}}}).status,
            200);
}

// The command without a password opens the dialog in the client; the server brings back what was filled in.
TEST_F(BundleLife, AnInvitationIsMadeInADialog) {
  using lab::Json;
  lab::SocketClient socket = side().socket();
  side().admin->call_json("POST", "/api/v4/commands/execute",
                          {{"channel_id", side().town_square},
                           {"team_id", side().team},
                           {"command", "/secure-connection create --name harbour"}});
  const auto opened = socket.wait_for([](const auto& event) { return event.event == "open_dialog"; }, seconds(10));
  ASSERT_TRUE(opened);
  const Json request = Json::parse(opened->data.at("dialog").get<std::string>());
  EXPECT_EQ(request.at("dialog").at("elements").at(0).at("default"), "harbour");
  EXPECT_EQ(request.at("dialog").at("elements").at(2).at("subtype"), "password");
  const auto submit = [&](const Json& values) {
    return side().admin->call_json("POST", "/api/v4/actions/dialogs/submit",
                                   {{"url", request.at("url")},
                                    {"callback_id", request.at("dialog").at("callback_id")},
                                    {"channel_id", side().town_square},
                                    {"team_id", side().team},
                                    {"submission", values}});
  };
  const lab::Reply refused = submit({{"name", "harbour"}, {"password", "short"}});
  EXPECT_EQ(refused.status, 200) << refused.text;
  EXPECT_NE(refused.body.value("error", "").find("14"), std::string::npos) << refused.text;
  const lab::Reply made = submit({{"name", "harbour"}, {"displayname", "Harbour"}});
  EXPECT_EQ(made.status, 200) << made.text;
  EXPECT_EQ(made.body.value("error", ""), "") << made.text;
  const auto told = socket.wait_for(
      [](const auto& event) {
        return event.event == "ephemeral_message" && event.data.dump().find("Invitation created") != std::string::npos;
      },
      seconds(10));
  ASSERT_TRUE(told);
  EXPECT_NE(told->data.dump().find("shown only now"), std::string::npos);
  EXPECT_EQ(side().admin->get("/plugins/causeway/api/v4/remotecluster").at(0).at("name"), "harbour");
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

// Its settings are fixed by the environment.
class FixedSettings : public PairSuite {
 protected:
  static std::unique_ptr<lab::Pair> start(const std::string& values) {
    lab::PairOptions options;
    options.settings["MM_PLUGINSETTINGS_PLUGINS"] = "{\"causeway\":" + values + "}";
    return start_pair(options);
  }
};

TEST_F(FixedSettings, CountAndAreToldTheConsole) {
  auto pair = start(R"({"allowinsecurepeers":true,"maxpeerusers":7,"secret":"a secret of the administrator's own"})");
  lab::RestClient& admin = *pair->a.admin;
  EXPECT_EQ(admin.get("/api/v4/config/environment").at("PluginSettings").at("Plugins"), true);
  admin.patch_config({{"PluginSettings", {{"Plugins", {{plugin_id, {{"maxpeerusers", 9}}}}}}}});
  EXPECT_EQ(admin.get("/api/v4/config").at("PluginSettings").at("Plugins").at(plugin_id).at("maxpeerusers"), 7);
  pair->connect();
  end_pair(pair);
}

}  // namespace
}  // namespace causeway::live
