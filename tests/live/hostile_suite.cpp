#include "hostile_suite.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace causeway::live {

using lab::Json;

void Hostile::SetUpTestSuite() {
  lab::WorldOptions options;
  options.sides = {{"a", {"alice", "anna"}, false}};
  world_ = start_world(options);
  set(Json::object());
  evil_ = std::make_unique<ScriptedPeer>(side(), "evil");
  other_ = std::make_unique<ScriptedPeer>(side(), "other");
  channel_ = evil_->gets_channel("shared-with-evil");
  channel_of_other_ = other_->gets_channel("shared-with-other");
  for (const std::string& channel : {channel_, channel_of_other_}) admin().join_channel(channel, alice().user_id());
  mallory_ = evil_->settles(channel_, "mallory");
  oscar_ = other_->settles(channel_of_other_, "oscar");
}

void Hostile::TearDownTestSuite() {
  if (world_) report_failure(*world_);
  evil_.reset();
  other_.reset();
  world_.reset();
}

void Hostile::SetUp() {
  log_start_ = std::filesystem::file_size(side().server->log());
}

void Hostile::set(const Json& settings) {
  Json all{{"allowinsecurepeers", true}, {"loglevel", "debug"}, {"pingfrequencyseconds", 1}};
  for (const char* limit : {"maxpeerchannels", "maxpeerusers", "maxpeerrequestspersecond"}) all[limit] = "";  // default
  all.update(settings);
  admin().patch_config({{"PluginSettings", {{"Plugins", {{"causeway", all}}}}}});
}

bool Hostile::logged(const std::string& code, std::initializer_list<std::string> words) {
  return lab::eventually(std::chrono::seconds(5), [&] {
    std::ifstream log(side().server->log());
    log.seekg(static_cast<std::streamoff>(log_start_));
    for (std::string line; std::getline(log, line);) {
      // The host writes our fields one behind the other, with nothing between.
      const bool ours = line.find("\"plugin_id\":\"causeway\"") != std::string::npos;
      if (!ours || line.find("code" + code) == std::string::npos) continue;
      const auto there = [&](const std::string& word) { return line.find(word) != std::string::npos; };
      if (std::all_of(words.begin(), words.end(), there)) return true;
    }
    return false;
  });
}

std::vector<std::string> Hostile::errors(const Json& payload, const std::string& list) {
  if (!payload.is_object() || !payload.contains(list) || payload.at(list).is_null()) return {};
  return payload.at(list).get<std::vector<std::string>>();
}

std::vector<std::string> Hostile::refused_posts(const Json& post, const std::string& channel) {
  return errors(evil_->sync(channel, {{"posts", {post}}}), "post_errors");
}

bool Hostile::has_post(const Json& post) {
  return query("SELECT count(*) FROM posts WHERE id = '" + post.at("id").get<std::string>() + "'") != "0";
}

}  // namespace causeway::live
