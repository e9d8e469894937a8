#include "peer/text_spans.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace causeway::peer {
namespace {

// The text with what is no running text put in brackets: code in {}, addresses in <>; labels in ||.
std::string marked(const std::string& text) {
  std::string out;
  for (const Span& span : text_spans(text)) {
    const std::string piece = text.substr(span.begin, span.end - span.begin);
    if (span.kind == Span::Kind::code) out += "{" + piece + "}";
    if (span.kind == Span::Kind::link) out += "<" + piece + ">";
    if (span.kind == Span::Kind::label) out += "|" + piece + "|";
    if (span.kind == Span::Kind::text) out += piece;
  }
  return out;
}

TEST(TextSpans, InlineCodeEndsWithAsManyBackticksAsItBegan) {
  EXPECT_EQ(marked("a `b` c"), "a {`b`} c");
  EXPECT_EQ(marked("``a ` b`` c"), "{``a ` b``} c");
  EXPECT_EQ(marked("an open ` alone"), "an open ` alone");
  EXPECT_EQ(marked("over `two\nlines` it goes"), "over {`two\nlines`} it goes");
  EXPECT_EQ(marked("`not over\n\na blank line`"), "`not over\n\na blank line`");
  EXPECT_EQ(marked("\\`no code`"), "\\`no code`");
}

TEST(TextSpans, FencedBlocksGoToTheirFenceOrToTheEnd) {
  EXPECT_EQ(marked("a\n```go\nb\n```\nc"), "a\n{```go\nb\n```\n}c");
  EXPECT_EQ(marked("~~~\nb\n```\nstill"), "{~~~\nb\n```\nstill}");
  EXPECT_EQ(marked("````\n```\n````\nout"), "{````\n```\n````\n}out");
  EXPECT_EQ(marked("```\r\nb\r\n```\r\nc"), "{```\r\nb\r\n```\r\n}c");
}

TEST(TextSpans, IndentedBlocksAreCodeUnlessTheyGoOnWithSomething) {
  EXPECT_EQ(marked("a\n\n    b\n\n    c\nd"), "a\n\n{    b\n}\n{    c\n}d");
  EXPECT_EQ(marked("a\n    goes on"), "a\n    goes on");
  EXPECT_EQ(marked("- item\n\n    its second part"), "- item\n\n    its second part");
  EXPECT_EQ(marked("\tb"), "{\tb}");
}

TEST(TextSpans, AddressesAndTargetsAreLinksAndLabelsAreText) {
  EXPECT_EQ(marked("see https://a.b/@c, @d"), "see <https://a.b/@c,> @d");
  EXPECT_EQ(marked("(http://a.b/(x)y) z"), "(<http://a.b/(x)y>) z");
  EXPECT_EQ(marked("[@bob](https://a.b/@c \"@d\") e"), "[|@bob|<](https://a.b/@c \"@d\")> e");
  EXPECT_EQ(marked("[![a](b)](c) [d]"), "[|![a|<](b)](c)> [d]");
  EXPECT_EQ(marked("[a `b` c][1] \\[d](e)"), "[|a |{`b`}| c|][1] \\[d<](e)>");
  EXPECT_EQ(marked("www.a.b/@c d"), "<www.a.b/@c> d");
  EXPECT_EQ(marked("<mattermost://x/@y> z"), "<<mattermost://x/@y>> z");
  EXPECT_EQ(marked("[a] (b) ](c"), "[a] (b) ](c");
  EXPECT_EQ(marked("`https://a.b` https://`x`"), "{`https://a.b`} <https://`x`>");
}

TEST(TextSpans, CoverEveryTextWithoutGaps) {
  std::mt19937 random(4);
  const std::string alphabet = "`~ \n\t\\@a.:/w-[](<)\xc3";
  for (int round = 0; round < 3000; ++round) {
    std::string text(std::uniform_int_distribution<std::size_t>(0, 60)(random), ' ');
    for (char& c : text) c = alphabet[std::uniform_int_distribution<std::size_t>(0, alphabet.size() - 1)(random)];
    std::size_t at = 0;
    const auto spans = text_spans(text);
    for (std::size_t i = 0; i < spans.size(); ++i) {
      ASSERT_EQ(spans[i].begin, at) << text;
      ASSERT_GT(spans[i].end, spans[i].begin) << text;
      ASSERT_TRUE(i == 0 || spans[i].kind != spans[i - 1].kind) << text;
      at = spans[i].end;
    }
    ASSERT_EQ(at, text.size()) << text;
  }
}

TEST(WordRune, LettersAndNumbersOfAnyScriptButNoPunctuationOrEmoji) {
  for (const char32_t rune : {U'a', U'Z', U'0', U'é', U'ß', U'ж', U'你', U'あ', U'ع', U'ש', U'²', U'ª', U'９'}) {
    EXPECT_TRUE(is_word_rune(rune)) << static_cast<std::uint32_t>(rune);
  }
  for (const char32_t rune :
       {U' ',  U'!',  U'@',      U'“',      U'…',      U'，',     U'。', U'、', U'،',      U'؟',
        U'🌉', U'😀', U'\u00a0', U'\u200d', U'\ufe0f', U'\u0301', U'€',  U'→',  U'\u3000', U'\U000e0041'}) {
    EXPECT_FALSE(is_word_rune(rune)) << static_cast<std::uint32_t>(rune);
  }
}

}  // namespace
}  // namespace causeway::peer
