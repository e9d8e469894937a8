#include "lab/secrets.h"

#include <gtest/gtest.h>

#include <fstream>

#include "base/id.h"

namespace causeway::lab {
namespace {

TEST(Secrets, AreFoundInThePluginsLinesAlone) {
  const auto log = std::filesystem::temp_directory_path() / ("secrets-" + base::new_id());
  const std::string ours = R"({"caller":"plugin/hclog_adapter.go:61","plugin_id":"causeway","msg":")";
  const auto found_in = [&](const std::string& line) {
    std::ofstream(log) << line << "\n";
    return !secrets_in_log(log).empty();
  };
  keep_secret("a message between friends");
  keep_secret("too short");
  EXPECT_FALSE(found_in(ours + R"(all is well"})"));
  EXPECT_TRUE(found_in(ours + R"(said: a message between friends"})"));
  EXPECT_TRUE(found_in(ours + R"(wrote to alice@a.lab.example"})"));
  EXPECT_FALSE(found_in(ours + R"(too short"})"));
  EXPECT_FALSE(found_in(R"({"caller":"app/post.go:1","msg":"a message between friends"})"));
  std::filesystem::remove(log);
}

}  // namespace
}  // namespace causeway::lab
