// The web part in a real browser, against two real servers: webapp-stub/browser/story.mjs.
#include <cstdlib>

#include "lab/error.h"
#include "lab/process.h"
#include "lab/run_folder.h"
#include "pair_suite.h"

namespace causeway::live {
namespace {

constexpr std::chrono::minutes story_limit{4};

class Web : public PairSuite {
 protected:
  static void SetUpTestSuite() { pair_ = start_pair({}); }
  static void TearDownTestSuite() { end_pair(pair_); }
  static inline std::unique_ptr<lab::Pair> pair_;
};

TEST_F(Web, AdministratorsConnectAndShareByMouseAndByKeyboard) {
  const auto source = lab::source_folder();
  const auto out = source / "out" / "web";
  std::filesystem::create_directories(out);
  std::filesystem::remove(out / "story.log");
  const std::string channel =
      pair_->a.admin
          ->post(
              "/api/v4/channels",
              {{"team_id", pair_->a.team}, {"name", "harbour-news"}, {"display_name", "Harbour news"}, {"type", "O"}})
          .at("id");
  lab::ProcessSpec story;
  story.program = "/usr/bin/env";
  story.arguments = {"node",
                     (source / "webapp-stub" / "browser" / "story.mjs").string(),
                     pair_->a.server->url(),
                     pair_->b.server->url(),
                     "admin",
                     lab::lab_password,
                     channel,
                     out.string()};
  story.folder = source / "webapp-stub";
  story.environment = lab::plain_environment();
  story.output = out / "story.log";
  lab::Process process(story);
  EXPECT_TRUE(process.wait(story_limit));
  EXPECT_EQ(process.exit_code(), 0) << lab::tail(story.output, 4000);
  std::printf("%s", lab::tail(story.output, 4000).c_str());
  EXPECT_EQ(pair_->query(pair_->b, "SELECT count(*) FROM posts WHERE message = 'written while it was paused'"), "1");
}

}  // namespace
}  // namespace causeway::live
