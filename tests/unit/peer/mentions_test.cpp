#include "peer/mentions.h"

#include <gtest/gtest.h>

#include <map>
#include <random>

namespace causeway::peer {
namespace {

using Names = std::vector<std::string>;

Names found(const std::string& text) {
  Names names;
  for (const Mention& mention : find_mentions(text)) {
    EXPECT_EQ(text.substr(mention.at, mention.name.size() + 1), "@" + mention.name);
    names.push_back(mention.name);
  }
  return names;
}

std::string renamed(const std::string& text, const std::map<std::string, std::string>& names) {
  return rename_mentions(text, [&](const Names& spelled) -> std::optional<NewName> {
    for (std::size_t i = 0; i < spelled.size(); ++i) {
      const auto known = names.find(spelled[i]);
      if (known != names.end()) return NewName{i, known->second};
    }
    return std::nullopt;
  });
}

TEST(FindMentions, TakesTheWholeWordBehindTheAt) {
  EXPECT_EQ(found("@alice and (@bob), **@Carol** \"@dave\" @eve:b!"),
            (Names{"alice", "bob", "Carol", "dave", "eve:b"}));
  EXPECT_EQ(found("@bob. @bob, @bob: @bob- @bob_"), (Names{"bob.", "bob", "bob:", "bob-", "bob_"}));
  EXPECT_EQ(found("_@bob_ ...@bob end.@bob"), (Names{"bob_", "bob", "bob"}));
  EXPECT_EQ(found("“@bob” @bob，你好 @bob… ،@bob 🌉@bob🌉"), (Names{"bob", "bob", "bob", "bob", "bob"}));
  EXPECT_EQ(found("@here @all @channel"), (Names{"here", "all", "channel"}));
}

TEST(FindMentions, FindsNoneInCodeLinksAddressesAndWords) {
  EXPECT_EQ(found("`@a` ```@b``` https://x.y/@c mail@d.e :@f: @@g @h@i é@j @é @ @-k x_@l @bob你"), Names{});
  EXPECT_EQ(found("```\n@a\n```\n    \n\n    @b"), Names{});
  EXPECT_EQ(found("[@alice](https://x.y/@c)"), Names{"alice"}) << "Mattermost looks into labels";
}

TEST(Spellings, ShedTheEndsPunctuationOneByOne) {
  EXPECT_EQ(spellings("bob"), Names{"bob"});
  EXPECT_EQ(spellings("bob:."), (Names{"bob:.", "bob:", "bob"}));
  EXPECT_EQ(spellings("b.o-b"), Names{"b.o-b"});
  EXPECT_TRUE(spellings(std::string(65, 'a')).empty()) << "longer than any name";
  EXPECT_EQ(spellings(std::string(64, 'a') + ".").size(), 1U);
}

TEST(WordsOf, HaveEverySpellingThatMayBeAKeyword) {
  EXPECT_EQ(words_of("Hello @bob. a.b `code` https://x/word :emoji: 你好，"),
            (std::set<std::string>{"Hello", "@bob.", "@bob", "a.b", "a", "b", "你好"}));
  EXPECT_TRUE(words_of("").empty());
}

TEST(IsChannelWide, InAnyCase) {
  for (const char* name : {"channel", "Here", "ALL"}) EXPECT_TRUE(is_channel_wide(name)) << name;
  for (const char* name : {"channels", "al", "", "all."}) EXPECT_FALSE(is_channel_wide(name)) << name;
}

TEST(RenameMentions, ReplacesByPositionNeverInsideAnotherName) {
  const std::map<std::string, std::string> names{{"bob", "bob:a"}, {"bobby", "bobby:a"}, {"al:b", "al"}};
  EXPECT_EQ(renamed("@bobby @bob @bobbyx @xbob bob", names), "@bobby:a @bob:a @bobbyx @xbob bob");
  EXPECT_EQ(renamed("@bob. @bob: (@bob) @al:b, @al:bc", names), "@bob:a. @bob:a: (@bob:a) @al, @al:bc");
  EXPECT_EQ(renamed("`@bob` [@bob](http://x/@bob) a@bob.c", names), "`@bob` [＠bob:a](http://x/@bob) a@bob.c");
}

TEST(RenameMentions, LabelsGetASilentSignWhereMattermostWouldCutTheName) {
  const std::map<std::string, std::string> names{{"bob", "bob:a"}, {"al:b", "al"}};
  EXPECT_EQ(renamed("[x @bob y][1] ![@bob](http://x) [@al:b](http://x) [@bob]\n", names),
            "[x ＠bob:a y][1] ![＠bob:a](http://x) [@al](http://x) [@bob:a]\n");
  EXPECT_EQ(renamed("[@bob] and @bob\n\n[@bob]: http://x", names), "[＠bob:a] and @bob:a\n\n[＠bob:a]: http://x");
}

TEST(RenameMentions, TheLongestKnownSpellingWins) {
  EXPECT_EQ(renamed("@bob.", {{"bob.", "dotted"}, {"bob", "plain"}}), "@dotted");
  EXPECT_EQ(renamed("@bob..", {{"bob.", "dotted"}, {"bob", "plain"}}), "@dotted.");
}

TEST(RenameMentions, NothingElseOfAnyTextChanges) {
  std::mt19937 random(16);
  const std::vector<std::string> pieces{"@bob", "@bobby", "bob", " ", ".",  ":",    "`",        "```",
                                        "\n",   "    ",   "@",   "é", "你", "🌉",   "https://", "x",
                                        "_",    "](",     ")",   "[", "\\", "\xff", "-",        "，"};
  for (int round = 0; round < 5000; ++round) {
    std::string text;
    const int count = std::uniform_int_distribution<int>(0, 20)(random);
    for (int i = 0; i < count; ++i) {
      text += pieces[std::uniform_int_distribution<std::size_t>(0, pieces.size() - 1)(random)];
    }
    EXPECT_EQ(renamed(text, {}), text);
    EXPECT_EQ(renamed(text, {{"bob", "bob"}, {"bobby", "bobby"}}), text);
    // Replacing a name by one of the same shape and back again is nothing.
    const std::string there = renamed(text, {{"bob", "rob"}, {"bobby", "robby"}});
    EXPECT_EQ(renamed(there, {{"rob", "bob"}, {"robby", "bobby"}}), text) << there;
    EXPECT_EQ(there.size(), text.size());
  }
}

}  // namespace
}  // namespace causeway::peer
