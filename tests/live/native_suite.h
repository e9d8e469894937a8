#pragma once
// Causeway beside licensed Mattermost servers with their own shared channels, in both roles: it invited `n`, and `m`
// invited it. With each one channel whose home is here and one whose home is there. Native sees a peer that it accepted
// as online only with the round of pings after the first, so the making of this world may take a minute.

#include <map>
#include <string>

#include "pair_suite.h"

namespace causeway::live {

struct Way {
  std::string peer;  // n: Causeway invited it; m: it invited Causeway
  bool home_here = true;

  std::string name() const { return peer + (home_here ? "_home_here" : "_home_there"); }
};

class NativeSmoke : public WorldSuite, public ::testing::WithParamInterface<Way> {
 protected:
  // Native waits 2 s before it sends, and once more for what came meanwhile.
  static constexpr std::chrono::milliseconds cross_limit{20'000};

  static void SetUpTestSuite();
  static void TearDownTestSuite();

  static lab::Side& here() { return world_->side("c"); }
  static lab::Side& there() { return world_->side(GetParam().peer); }
  static const std::string& channel() { return channels_.at(GetParam().name()); }
  static lab::RestClient& ours() { return here().person("alice"); }
  static lab::RestClient& theirs() { return there().person(GetParam().peer == "n" ? "nina" : "mona"); }
  // The id of a post that has crossed.
  static std::string crossed(lab::RestClient& writer, const std::string& message, const std::string& root = {});
  // The post as the other side's admin sees it; absent when there is none yet.
  static std::optional<lab::Json> seen(lab::Side& reader, const std::string& post);
  // Until the other side's admin sees the post so; what is seen otherwise is the failure's text.
  static void expect(lab::Side& reader, const std::string& post, const std::string& what,
                     const std::function<bool(const lab::Json& post)>& fits);
  static bool arrives(lab::Side& reader, const std::string& post);
  static lab::Side& other_side(const lab::RestClient& writer) { return &writer == &ours() ? there() : here(); }

  static inline std::unique_ptr<lab::World> world_;
  static inline std::map<std::string, std::string> connections_;  // by the peer's name
  static inline std::map<std::string, std::string> channels_;     // by Way::name

 private:
  static void share_one(const Way& way);
};

}  // namespace causeway::live
