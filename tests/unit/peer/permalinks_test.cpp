#include "peer/permalinks.h"

#include <gtest/gtest.h>

namespace causeway::peer {
namespace {

const std::string here(26, 'a');
const std::string elsewhere(26, 'b');
const std::string wire_link = "https://chat.example/team-a/plshared/" + here;

std::string marked(const std::string& text, const std::string& site) {
  return mark_permalinks(text, site, [](const model::PostId& post) { return post.str() == here; });
}

TEST(MarkPermalinks, LinksToPostsOfTheChannelBearTheMark) {
  const std::string site = "https://chat.example";
  EXPECT_EQ(marked("see " + site + "/team-a/pl/" + here + ".", site), "see " + wire_link + ".");
  EXPECT_EQ(marked("[x](" + site + "/team-a/pl/" + here + ")", site), "[x](" + wire_link + ")");
  EXPECT_EQ(marked("<" + site + "/team-a/pl/" + here + ">", site + "/"), "<" + wire_link + ">");
  EXPECT_EQ(marked("HTTPS://Chat.Example:443/team-a/pl/" + here, site), wire_link);
  EXPECT_EQ(marked(site + "/_redirect/pl/" + here, site), "https://chat.example/team/plshared/" + here);
}

TEST(MarkPermalinks, PortAndPathOfTheSiteAreOursToo) {
  for (const std::string site :
       {"https://chat.example:8443", "https://chat.example/sub/path", "https://chat.example:8443/sub"}) {
    EXPECT_EQ(marked("x " + site + "/team-a/pl/" + here + " y", site), "x " + wire_link + " y") << site;
  }
}

TEST(MarkPermalinks, OtherLinksStay) {
  const std::string site = "https://chat.example:8443/sub";
  for (const std::string& text :
       {site + "/team/pl/" + elsewhere, "https://chat.example/sub/team/pl/" + here,
        "https://chat.example:8443/team/pl/" + here, "https://other.example:8443/sub/team/pl/" + here,
        site + "/team/pl/" + here + "c", site + "/team/pl/short", site + "/pl/" + here, site + "er/team/pl/" + here,
        "`" + site + "/team/pl/" + here + "`", "```\n" + site + "/team/pl/" + here + "\n```",
        std::string("no links :// at all")}) {
    EXPECT_EQ(marked(text, site), text);
  }
  EXPECT_EQ(marked("http://x/t/pl/" + here, ""), "http://x/t/pl/" + here);
}

TEST(LinkedPosts, EachOnceInOrderOutsideCode) {
  const std::string site = "http://localhost:8065";
  const std::string link = site + "/t/pl/";
  const auto posts = linked_posts(
      link + elsewhere + " " + link + here + " " + link + elsewhere + " `" + link + std::string(26, 'c') + "`", site);
  EXPECT_EQ(posts, (std::vector<model::PostId>{model::PostId(elsewhere), model::PostId(here)}));
  EXPECT_TRUE(linked_posts("none", site).empty());
}

TEST(LocalisePermalinks, MarkedLinksLeadToThisServerAndTeam) {
  const std::string site = "https://b.example:9443/chat";
  const std::string local = site + "/ours/pl/" + here;
  EXPECT_EQ(localise_permalinks("see " + wire_link + ".", site, "ours"), "see " + local + ".");
  EXPECT_EQ(localise_permalinks("[x](" + wire_link + ") `" + wire_link + "`", site + "/", "ours"),
            "[x](" + local + ") `" + local + "`");
  EXPECT_EQ(localise_permalinks("http://h:8065/sub/t/plshared/" + here, site, "ours"), local)
      << "of a peer that keeps them";
}

TEST(LocalisePermalinks, NothingElseIsTouched) {
  for (const std::string& text :
       {std::string("https://a.example/t/pl/") + here, std::string("https://a.example/plshared/") + here,
        std::string("ftp://a.example/t/plshared/") + here, std::string("https://a.example/t/plshared/short"),
        std::string("/t/plshared/") + here, wire_link + "x"}) {
    EXPECT_EQ(localise_permalinks(text, "https://b.example", "ours"), text);
  }
}

TEST(Permalinks, ThereAndBackIsTheSamePost) {
  const std::string a = "https://a.example:1234/x";
  const std::string b = "http://b.example/y";
  const std::string text = "one " + a + "/ta/pl/" + here + ", two " + a + "/ta/pl/" + here;
  const std::string at_b = localise_permalinks(marked(text, a), b, "tb");
  EXPECT_EQ(at_b, "one " + b + "/tb/pl/" + here + ", two " + b + "/tb/pl/" + here);
  EXPECT_EQ(localise_permalinks(marked(at_b, b), a, "ta"), text);
}

}  // namespace
}  // namespace causeway::peer
