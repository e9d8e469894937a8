#include "config/settings.h"

#include <gtest/gtest.h>

#include "model/limits.h"

namespace causeway::config {
namespace {

TEST(Settings, NothingSetIsTheDefault) {
  EXPECT_EQ(parse(json::Object{}).value(), Settings{});
  EXPECT_EQ(parse(json::Value()).value(), Settings{});
}

TEST(Settings, KeysInAnyCaseAndNumbersAsText) {
  const auto settings = parse(json::Object{{"pingfrequencyseconds", "7"},
                                           {"OnlineTimeoutSeconds", 30},
                                           {"MAXPOSTSPERSYNC", " 12 "},
                                           {"allowinsecurepeers", "true"},
                                           {"allowchannelmentions", true},
                                           {"enablesyncallusersforremotecluster", true},
                                           {"globalusersyncbatchsize", 200},
                                           {"EnableSharedChannels", false},
                                           {"peersiteurl", " https://a.example "},
                                           {"loglevel", "debug"},
                                           {"somethingelse", json::Array{}}})
                            .value();
  EXPECT_EQ(settings.ping_frequency, std::chrono::seconds(7));
  EXPECT_EQ(settings.online_timeout, std::chrono::seconds(30));
  EXPECT_EQ(settings.max_posts_per_sync, 12U);
  EXPECT_TRUE(settings.allow_insecure_peers);
  EXPECT_TRUE(settings.allow_channel_mentions);
  EXPECT_TRUE(settings.global_users);
  EXPECT_EQ(settings.global_user_sync_batch_size, 200U);
  EXPECT_FALSE(settings.enabled);
  EXPECT_EQ(settings.peer_site_url, "https://a.example");
  EXPECT_EQ(settings.log_level, base::log::Level::debug);
}

TEST(Settings, EmptyFieldOfThePageIsTheDefault) {
  EXPECT_EQ(
      parse(json::Object{{"pingfrequencyseconds", ""}, {"maxuserspersync", json::Value()}, {"loglevel", ""}}).value(),
      Settings{});
}

TEST(Settings, BlockedFileTypesAreAListHoweverWritten) {
  const auto settings =
      parse(json::Object{{"blockedfiletypes", " .EXE, bat;scr ,,tar.gz"}, {"maxfilesizemb", "25"}}).value();
  EXPECT_EQ(settings.blocked_file_types, (std::vector<std::string>{"exe", "bat", "scr", "tar.gz"}));
  EXPECT_EQ(settings.max_file_size_mb, 25);
}

TEST(Settings, BadValueIsRefusedWithItsKey) {
  const std::vector<std::pair<const char*, json::Value>> bad{
      {"PingFrequencySeconds", "soon"},
      {"PingFrequencySeconds", 0},
      {"PingFrequencySeconds", "12x"},
      {"PingFrequencySeconds", "99999999999999999999"},
      {"OnlineTimeoutSeconds", 1},
      {"OnlineTimeoutSeconds", 60},
      {"MaxPostsPerSync", static_cast<std::int64_t>(model::limits::sync_posts) + 1},
      {"MaxUsersPerSync", true},
      {"AllowInsecurePeers", "perhaps"},
      {"DataSource", 5},
      {"PeerSiteURL", "ftp://a.example"},
      {"PeerSiteURL", "https://a.example/?q=1"},
      {"PeerSiteURL", "https://"},
      {"PeerSiteURL", "https://somebody@a.example"},
      {"SyntheticEmailDomain", "a@b"},
      {"MaxFileSizeMB", -1},
      {"MaxPeerRequestsPerSecond", 0},
      {"MaxPeerChannels", 0},
      {"MaxPeerUsers", "many"},
      {"BlockedFileTypes", 7},
      {"WhoMayShare", "everybody"},
      {"LogLevel", "loud"}};
  for (const auto& [key, value] : bad) {
    const auto parsed = parse(json::Object{{key, value}});
    ASSERT_FALSE(parsed.ok()) << key << " " << json::dump(value);
    EXPECT_EQ(parsed.error().code, "settings_invalid");
    EXPECT_NE(parsed.error().text.find(key), std::string::npos) << parsed.error().text;
  }
}

TEST(Settings, ErrorNeverShowsASecretValue) {
  const auto parsed = parse(json::Object{{"DataSource", json::Array{"postgres://u:hidden@h"}}});
  ASSERT_FALSE(parsed.ok());
  EXPECT_EQ(parsed.error().text.find("hidden"), std::string::npos);
}

TEST(Settings, SecretReplacesOneOfAnyCaseAndKeepsTheRest) {
  const auto saved = with_secret(json::Object{{"Secret", "old"}, {"loglevel", "warn"}}, "new");
  EXPECT_EQ(saved.object()->size(), 2U);
  EXPECT_EQ(parse(saved).value().secret, "new");
  EXPECT_EQ(parse(saved).value().log_level, base::log::Level::warn);
}

TEST(PublicUrl, IsTheSettingOrThePluginsRouteUnderTheSiteUrl) {
  Settings settings;
  mattermost::ServerFacts facts;
  EXPECT_EQ(public_url(settings, facts).error().code, "site_url_not_set");
  facts.site_url = "https://a.example/sub//";
  EXPECT_EQ(public_url(settings, facts).value(), "https://a.example/sub/plugins/causeway");
  facts.site_url = "a.example";
  EXPECT_EQ(public_url(settings, facts).error().code, "site_url_invalid");
  facts.site_url = "https://a.example/" + std::string(model::limits::site_url_chars - 20, 'a');
  EXPECT_EQ(public_url(settings, facts).error().code, "site_url_invalid") << "with our path it is too long";
  settings.peer_site_url = "https://b.example/";
  EXPECT_EQ(public_url(settings, facts).value(), "https://b.example");
}

}  // namespace
}  // namespace causeway::config
