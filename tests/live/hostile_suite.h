#pragma once
// One real server and two peers without manners, `evil` and `other`, each with a valid token and a channel that the
// server's admin has shared with it. Every row tries one thing that must not work, and looks for the line in the log.

#include <initializer_list>
#include <string>

#include "pair_suite.h"
#include "scripted_peer.h"

namespace causeway::live {

inline std::string id_of(const lab::Json& item) {
  return item.at("id").get<std::string>();
}

class Hostile : public WorldSuite {
 protected:
  static void SetUpTestSuite();
  static void TearDownTestSuite();
  void SetUp() override;

  static lab::Side& side() { return world_->side("a"); }
  static lab::RestClient& admin() { return *side().admin; }
  static lab::RestClient& alice() { return side().person("alice"); }
  static std::string query(const std::string& sql) { return world_->query(side(), sql); }
  // Since this test began the plugin has logged a line with this code and all of these words.
  static bool logged(const std::string& code, std::initializer_list<std::string> words = {});
  // Of a sync's answer: the ids in this list of errors.
  static std::vector<std::string> errors(const lab::Json& payload, const std::string& list);
  static std::vector<std::string> refused_posts(const lab::Json& post, const std::string& channel = channel_);
  static bool has_post(const lab::Json& post);
  // A plugin setting, in force on return.
  static void set(const lab::Json& settings);

  static inline std::unique_ptr<lab::World> world_;
  static inline std::unique_ptr<ScriptedPeer> evil_, other_;
  static inline std::string channel_, channel_of_other_;  // shared with evil, with other
  static inline lab::Json mallory_, oscar_;               // people of evil, of other
  static inline std::uintmax_t log_start_ = 0;
};

}  // namespace causeway::live
