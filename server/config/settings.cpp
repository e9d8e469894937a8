#include "config/settings.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "model/limits.h"
#include "peer/site_url.h"

namespace causeway::config {
namespace {

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1));
}

// "exe, .BAT" as {"exe", "bat"}.
std::vector<std::string> extensions(const std::string& text) {
  std::vector<std::string> found;
  std::string word;
  for (const char c : base::ascii_lower(text) + ",") {
    if (c != ',' && c != ' ' && c != ';' && c != '\n' && c != '\t') {
      if (c != '.' || !word.empty()) word.push_back(c);
    } else if (!word.empty()) {
      found.push_back(std::move(word));
      word.clear();
    }
  }
  return found;
}

class Reader {
 public:
  explicit Reader(const json::Object& values) : values_(values) {}

  void read(std::string_view key, bool& out) {
    const json::Value* value = find(key);
    if (value == nullptr) return;
    if (const bool* b = value->boolean()) {
      out = *b;
    } else if (const std::string* s = value->string(); s != nullptr && (*s == "true" || *s == "false")) {
      out = *s == "true";
    } else {
      fail(key, "must be true or false");
    }
  }

  void read(std::string_view key, std::string& out) {
    const json::Value* value = find(key);
    if (value == nullptr || value->is_null()) return;
    if (const std::string* s = value->string()) {
      out = trimmed(*s);
    } else {
      fail(key, "must be text");
    }
  }

  std::optional<std::int64_t> number(std::string_view key, std::int64_t least, std::int64_t most) {
    const json::Value* value = find(key);
    if (value == nullptr || value->is_null()) return std::nullopt;
    std::int64_t n = 0;
    if (const std::int64_t* i = value->integer()) {
      n = *i;
    } else if (const std::string* s = value->string()) {
      if (trimmed(*s).empty()) return std::nullopt;
      const std::string text = trimmed(*s);
      const auto parsed = std::from_chars(text.data(), text.data() + text.size(), n);
      if (parsed.ec != std::errc{} || parsed.ptr != text.data() + text.size())
        return fail(key, "must be a whole number");
    } else {
      return fail(key, "must be a whole number");
    }
    if (n < least || n > most) {
      return fail(key, "must lie between " + std::to_string(least) + " and " + std::to_string(most));
    }
    return n;
  }

  void read(std::string_view key, std::size_t& out, std::int64_t most) {
    if (const auto n = number(key, 1, most)) out = static_cast<std::size_t>(*n);
  }

  void read(std::string_view key, std::chrono::seconds& out, std::int64_t least, std::int64_t most) {
    if (const auto n = number(key, least, most)) out = std::chrono::seconds(*n);
  }

  // One of these words; empty: the default stays.
  template <class T>
  void choose(std::string_view key, T& out, const std::vector<std::pair<std::string_view, T>>& choices) {
    std::string word;
    read(key, word);
    if (word.empty()) return;
    std::string list;
    for (std::size_t i = 0; i < choices.size(); ++i) {
      if (choices[i].first == word) {
        out = choices[i].second;
        return;
      }
      list += (i == 0 ? "" : i + 1 == choices.size() ? " or " : ", ") + std::string(choices[i].first);
    }
    fail(key, "must be " + list);
  }

  std::nullopt_t fail(std::string_view key, const std::string& what) {
    if (error_.empty()) error_ = "the setting " + std::string(key) + " " + what;
    return std::nullopt;
  }
  const std::string& error() const { return error_; }

 private:
  const json::Value* find(std::string_view key) const {
    const std::string wanted = base::ascii_lower(key);
    for (const auto& [name, value] : values_) {
      if (base::ascii_lower(name) == wanted) return &value;
    }
    return nullptr;
  }

  const json::Object& values_;
  std::string error_;
};

}  // namespace

base::Result<Settings> parse(const json::Value& values) {
  static const json::Object none;
  Reader reader(values.object() != nullptr ? *values.object() : none);
  Settings settings;
  reader.read("EnableSharedChannels", settings.enabled);
  reader.read("PeerSiteURL", settings.peer_site_url);
  reader.read("DataSource", settings.data_source);
  reader.read("AllowInsecurePeers", settings.allow_insecure_peers);
  reader.read("ApproveIncomingChannels", settings.approve_incoming_channels);
  reader.read("AcceptPeerModeration", settings.accept_peer_moderation);
  reader.read("AllowChannelMentions", settings.allow_channel_mentions);
  reader.read("PingFrequencySeconds", settings.ping_frequency, 1, 3600);
  reader.read("OnlineTimeoutSeconds", settings.online_timeout, 5, 86'400);
  reader.read("MaxPostsPerSync", settings.max_posts_per_sync, static_cast<std::int64_t>(model::limits::sync_posts));
  reader.read("MaxUsersPerSync", settings.max_users_per_sync, static_cast<std::int64_t>(model::limits::sync_users));
  reader.read("EnableSharedChannelsMemberSync", settings.member_sync);
  reader.read("EnableDirectMessages", settings.direct_messages);
  bool statuses_stay = false;
  reader.read("DisableSharedChannelsStatusSync", statuses_stay);
  settings.status_sync = !statuses_stay;
  reader.read("MemberSyncBatchSize", settings.member_sync_batch_size, 1000);
  reader.read("EnableSyncAllUsersForRemoteCluster", settings.global_users);
  reader.read("GlobalUserSyncBatchSize", settings.global_user_sync_batch_size, 200);
  if (const auto most = reader.number("MaxFileSizeMB", 0, model::limits::max_file_size_mb))
    settings.max_file_size_mb = *most;
  if (const auto most = reader.number("MaxPeerRequestsPerSecond", 1, 10'000)) settings.max_peer_requests = *most;
  if (const auto most = reader.number("MaxPeerChannels", 1, 1'000'000)) settings.max_peer_channels = *most;
  if (const auto most = reader.number("MaxPeerUsers", 1, 10'000'000)) settings.max_peer_users = *most;
  std::string blocked;
  reader.read("BlockedFileTypes", blocked);
  settings.blocked_file_types = extensions(blocked);
  reader.read("SyntheticEmailDomain", settings.synthetic_email_domain);
  reader.read("Secret", settings.secret);
  using Sharers = Settings::Sharers;
  reader.choose<Sharers>("WhoMayShare", settings.sharers,
                         {{"permitted", Sharers::permitted},
                          {"team_admins", Sharers::team_admins},
                          {"channel_admins", Sharers::channel_admins}});
  using Level = base::log::Level;
  reader.choose<Level>(
      "LogLevel", settings.log_level,
      {{"debug", Level::debug}, {"info", Level::info}, {"warn", Level::warn}, {"error", Level::error}});
  if (!settings.peer_site_url.empty()) {
    const auto url = peer::check_site_url(settings.peer_site_url);
    if (!url.ok()) reader.fail("PeerSiteURL", "is no address for peers: " + url.error().text);
  }
  if (settings.synthetic_email_domain.find_first_of("@ /") != std::string::npos) {
    reader.fail("SyntheticEmailDomain", "must be a domain such as example.invalid");
  }
  if (settings.online_timeout <= settings.ping_frequency) {
    reader.fail("OnlineTimeoutSeconds", "must be greater than PingFrequencySeconds");
  }
  if (!reader.error().empty()) return base::refused("settings_invalid", reader.error());
  return settings;
}

json::Value with_secret(const json::Value& values, const std::string& secret) {
  json::Object object = values.object() != nullptr ? *values.object() : json::Object{};
  for (auto member = object.begin(); member != object.end();) {
    member = base::ascii_lower(member->first) == "secret" ? object.erase(member) : std::next(member);
  }
  object.emplace("secret", secret);
  return object;
}

base::Result<std::string> public_url(const Settings& settings, const mattermost::ServerFacts& facts) {
  if (!settings.peer_site_url.empty()) return peer::check_site_url(settings.peer_site_url);
  if (facts.site_url.empty()) {
    return base::refused("site_url_not_set",
                         "Site URL not set. Please set this in System Console > Environment > Web Server.");
  }
  CAUSEWAY_TRY(url, peer::check_site_url(facts.site_url));
  return peer::check_site_url(url + "/plugins/causeway");
}

}  // namespace causeway::config
