// Settings that are not kept where the plugin saves them.
#include <gtest/gtest.h>

#include "stage/stage.h"

namespace causeway::scenario {
namespace {

// Tokens would be sealed with nothing, and after the next start with something else.
TEST(Settings, WithoutASecretThatIsKeptThePluginDoesNotStart) {
  const base::RealClock clock;
  Site site(clock, "home", "alice", 1);
  site.crashes();
  json::Object fixed = *site.server().settings().object();
  fixed.erase("secret");
  site.server().fix_settings(fixed);
  EXPECT_FALSE(site.starts());
  fixed.emplace("secret", "a secret of the administrator's own");
  site.server().fix_settings(fixed);
  EXPECT_TRUE(site.starts());
}

}  // namespace
}  // namespace causeway::scenario
