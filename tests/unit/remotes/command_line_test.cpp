#include "remotes/command_line.h"

#include <gtest/gtest.h>

namespace causeway::remotes {
namespace {

TEST(CommandLine, TriggerActionAndNamedArguments) {
  const auto line = parse_command("/Share-Channel INVITE --connectionID abc --readonly Y").value();
  EXPECT_EQ(line.trigger, "share-channel");
  EXPECT_EQ(line.action, "invite");
  EXPECT_EQ(line.get("connectionid"), "abc");
  EXPECT_EQ(line.get("readonly"), "Y");
  EXPECT_EQ(line.get("other"), "");
}

TEST(CommandLine, QuotesHoldBlanksTogetherAndLineBreaksSeparate) {
  const auto line =
      parse_command("/secure-connection create --displayname \"Acme  Inc.\"\n --password \"--x y\"").value();
  EXPECT_EQ(line.get("displayname"), "Acme  Inc.");
  EXPECT_EQ(parse_command("/a b --name \"x").value().get("name"), "x") << "a quote that is never closed";
}

TEST(CommandLine, ArgumentWithoutAValueIsThereButEmpty) {
  const auto line = parse_command("/a b --x --y 1").value();
  EXPECT_EQ(line.arguments.count("x"), 1U);
  EXPECT_EQ(line.get("x"), "");
  EXPECT_EQ(line.get("y"), "1");
}

// Its letters are random, and one of 64 is a dash.
TEST(CommandLine, AnInvitationThatBeginsWithDashesIsAValueAndSoIsWhatIsQuoted) {
  const std::string invite = "--" + std::string(180, 'x') + "_--9";
  EXPECT_EQ(parse_command("/a accept --invite " + invite + " --name b").value().get("invite"), invite);
  EXPECT_EQ(parse_command("/a accept --name b --invite " + invite).value().get("invite"), invite);
  EXPECT_EQ(parse_command("/a b --password \"--name\" --name c").value().get("password"), "--name");
}

TEST(CommandLine, NoActionIsEmpty) {
  EXPECT_EQ(parse_command("/share-channel").value().action, "");
}

TEST(CommandLine, WhatIsNoCommandIsRefused) {
  for (const char* text :
       {"", "   ", "share-channel invite", "/a b value", "/a b --", "/a b --x 1 --X 2", "/a b --x 1 2"}) {
    const auto line = parse_command(text);
    ASSERT_FALSE(line.ok()) << text;
    EXPECT_EQ(line.error().code, "command_syntax");
  }
}

TEST(YesNo, AcceptsNativesWordsInAnyCase) {
  for (const char* yes : {"1", "t", "TRUE", "Yes", "y"}) EXPECT_EQ(parse_yes_no(yes), true) << yes;
  for (const char* no : {"0", "f", "False", "NO", "n"}) EXPECT_EQ(parse_yes_no(no), false) << no;
  for (const char* neither : {"", "2", "perhaps"}) EXPECT_EQ(parse_yes_no(neither), std::nullopt) << neither;
}

TEST(Plain, CannotBreakATableOrMentionAnybody) {
  EXPECT_EQ(plain("a|b`c\nd@all"), "a b c d&#64;all");
  EXPECT_EQ(plain("ümlaut"), "ümlaut");
}

}  // namespace
}  // namespace causeway::remotes
