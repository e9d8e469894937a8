#include "peer/site_url.h"

#include <gtest/gtest.h>

namespace causeway::peer {
namespace {

TEST(SiteUrl, KeepsThePathAndLosesTrailingSlashes) {
  EXPECT_EQ(*check_site_url("https://a.example.com:8065/chat/plugins/causeway//"),
            "https://a.example.com:8065/chat/plugins/causeway");
  EXPECT_EQ(door_url("https://a/x", "msg"), "https://a/x/api/v4/remotecluster/msg");
  EXPECT_EQ(site_parts("HTTPS://[FD00::1]:8065/x").host, "fd00::1");
  EXPECT_EQ(site_parts("https://A.example.com:8065/x").origin, "https://a.example.com:8065");
  EXPECT_FALSE(site_parts("http://a").secure);
}

TEST(SiteUrl, RefusesWhatRequestsCannotBeBuiltOn) {
  for (const char* wrong :
       {"", "a.example.com", "ftp://a", "file:///etc/passwd", "https://", "https:///x", "https://u:p@a",
        "https://a?x=1", "https://a#x", "https://a b", "https://a\r\nHost: b", "https://a:0", "https://a:65536",
        "https://a:", "https://[::1", "https://a\\@b", "https://a/../b", "plugin_x"}) {
    EXPECT_FALSE(check_site_url(wrong).ok()) << wrong;
  }
  EXPECT_FALSE(check_site_url("https://" + std::string(600, 'a')).ok());
}

TEST(SiteUrl, SaysHowToWriteAnInternationalisedName) {
  const auto checked = check_site_url("https://bücher.example");
  ASSERT_FALSE(checked.ok());
  EXPECT_NE(checked.error().text.find("xn--"), std::string::npos) << checked.error().text;
  EXPECT_TRUE(check_site_url("https://xn--bcher-kva.example").ok());
  EXPECT_FALSE(check_site_url("https://127.0.0.\xef\xbc\x91").ok());  // to a resolver that is 127.0.0.1
}

}  // namespace
}  // namespace causeway::peer
