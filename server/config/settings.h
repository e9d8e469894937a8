#pragma once
// The plugin's settings: read once, checked once, then immutable. A change makes a new Settings; a bad change is
// refused and the last good one stays. Values.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/log.h"
#include "base/result.h"
#include "json/value.h"
#include "mattermost/server.h"

namespace causeway::config {

struct Settings {
  bool enabled = true;
  std::string peer_site_url;               // what we publish to peers; empty = made from the server's SiteURL
  std::string data_source;                 // a secret; empty = the server's own
  bool allow_insecure_peers = false;       // http:// and private addresses
  bool approve_incoming_channels = false;  // a channel that a peer shares waits for an administrator here
  bool accept_peer_moderation = false;  // a peer may delete any post of a channel that it shares, not only its people's
  std::chrono::seconds ping_frequency{60};
  std::chrono::seconds online_timeout{300};
  std::size_t max_posts_per_sync = 100;
  std::size_t max_users_per_sync = 25;
  // Who shares channels beside those with Mattermost's permission manage_shared_channels: the admins of the channel's
  // team, or these and the channel's own.
  enum class Sharers { permitted, team_admins, channel_admins };
  Sharers sharers = Sharers::permitted;
  bool member_sync = true;       // joins and leaves cross
  bool status_sync = true;       // online, away, do not disturb, offline cross
  bool direct_messages = false;  // with people of peers, although the server's own flag is off
  std::size_t member_sync_batch_size = 100;
  bool global_users = false;  // everybody of this server is told to peers, and theirs are taken
  std::size_t global_user_sync_batch_size = 25;
  bool allow_channel_mentions = false;          // @channel, @all and @here of peers' users push and mail
  std::int64_t max_file_size_mb = 0;            // 0 = the server's own limit
  std::int64_t max_peer_requests = 200;         // of one connection a second; twice as many at once
  std::int64_t max_peer_channels = 1'000;       // that one connection may have made here
  std::int64_t max_peer_users = 100'000;        // that one connection may have made here
  std::vector<std::string> blocked_file_types;  // extensions in lower case, without a dot
  std::string synthetic_email_domain;           // empty = an address without a domain
  base::log::Level log_level = base::log::Level::info;
  std::string secret;  // made by the plugin at first start: encrypts outgoing tokens at rest
  bool operator==(const Settings&) const = default;
};

// The settings page's values, keys in any case (Mattermost lower-cases them), numbers also as text. Refused (code
// settings_invalid) with the key and what is wrong with it; unknown keys are ignored.
base::Result<Settings> parse(const json::Value& values);

// The same object with the secret put in, for saving.
json::Value with_secret(const json::Value& values, const std::string& secret);

// The URL under which peers reach this plugin: the setting, or SiteURL + /plugins/causeway. No trailing slash. Refused
// (site_url_not_set, site_url_invalid) when there is none.
base::Result<std::string> public_url(const Settings& settings, const mattermost::ServerFacts& facts);

}  // namespace causeway::config
