// Custom emojis: their pictures go before the posts and reactions that use them.
#include <gtest/gtest.h>

#include <algorithm>

#include "model/limits.h"
#include "peer/emoji.h"
#include "stage/stage.h"

namespace causeway::scenario {
namespace {

// The first bytes of a PNG of that size, and something that makes it another one.
std::string png(unsigned char width, const std::string& rest = {}) {
  using namespace std::string_literals;
  return "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0"s + static_cast<char>(width) + "\0\0\0\x10"s + rest;
}

class Emoji : public testing::Test {
 protected:
  Emoji() {
    stage_.connect();
    channel_ = stage_.share("town");
  }
  static model::Emoji makes(Site& site, const std::string& name, const std::string& image) {
    const auto emoji = site.server().user_makes_emoji(site.person().id, name, image);
    site.store().put_emoji(emoji);
    return emoji;
  }
  static std::optional<model::Emoji> emoji(Site& site, const std::string& name) {
    for (const model::Emoji& one : site.store().all_emojis()) {
      if (one.name == name) return one;
    }
    return std::nullopt;
  }
  static std::string image(Site& site, const std::string& name) {
    const auto there = emoji(site, name);
    return there ? site.server().get_emoji_image(there->id).value() : "no emoji";
  }
  void crosses(Site& from, Site& to, const std::string& text) { ASSERT_TRUE(stage_.crosses(from, to, channel_, text)); }
  TwoServers stage_;
  Site& home_ = stage_.home;
  Site& spoke_ = stage_.spoke;
  model::ChannelId channel_;
};

TEST_F(Emoji, InATextAndInAReactionGoBeforeThemBothWaysAndOnce) {
  for (const auto& way : {std::pair(&home_, &spoke_), std::pair(&spoke_, &home_)}) {
    Site *const from = way.first, *const to = way.second;
    const std::string suffix = from->name();
    makes(*from, "party_" + suffix, png(20, suffix));
    makes(*from, "wave_" + suffix, png(30, suffix));
    makes(*from, "unused_" + suffix, png(40));
    bool there = false;
    to->meanwhile([&](const model::Post& post) {
      if (post.message.starts_with("let us")) there = emoji(*to, "party_" + suffix).has_value();
    });
    const auto post = from->posts(channel_, "let us :party_" + suffix + ": at 10:30:00, :nothing:");
    ASSERT_TRUE(eventually([&] { return to->has(post); }));
    EXPECT_TRUE(there) << "the picture comes first";
    EXPECT_EQ(image(*to, "party_" + suffix), png(20, suffix));
    EXPECT_EQ(emoji(*to, "party_" + suffix)->creator_id, from->person().id);
    from->server().user_reacts(from->person().id, post, "wave_" + suffix);
    ASSERT_TRUE(eventually([&] { return to->server().reactions_to(post).size() == 1; }));
    EXPECT_EQ(image(*to, "wave_" + suffix), png(30, suffix));
    const int uploads = to->server().calls("create_upload_session");
    crosses(*from, *to, "again :party_" + suffix + ":");
    to->posts(channel_, "back :party_" + suffix + ":");
    crosses(*to, *from, "and back");
    EXPECT_EQ(to->server().calls("create_upload_session"), uploads);
    EXPECT_EQ(emoji(*to, "unused_" + suffix), std::nullopt);
    to->meanwhile({});
  }
  EXPECT_EQ(home_.store().all_emojis().size(), 5U);
}

TEST_F(Emoji, AnotherPictureOfTheNameFollowsAndANameThatIsTakenKeepsItsOwn) {
  makes(home_, "logo", png(20, "old"));
  crosses(home_, spoke_, ":logo:");
  EXPECT_EQ(image(spoke_, "logo"), png(20, "old"));
  makes(home_, "logo", png(20, "new"));  // people delete it and make another one
  crosses(home_, spoke_, ":logo:!");
  EXPECT_EQ(image(spoke_, "logo"), png(20, "new"));

  makes(home_, "ours", png(20, "home's"));
  makes(spoke_, "ours", png(20, "spoke's"));
  crosses(home_, spoke_, ":ours:");
  crosses(spoke_, home_, ":ours:!");
  EXPECT_EQ(image(home_, "ours"), png(20, "home's"));
  EXPECT_EQ(image(spoke_, "ours"), png(20, "spoke's"));
}

TEST_F(Emoji, ThatCannotBeTakenHoldsNothing) {
  makes(home_, "broken", "no picture at all");
  makes(home_, "wide", png(0, "not so wide, but nothing"));
  makes(home_, "large", png(20, std::string(model::limits::emoji_bytes, 'x')));
  crosses(home_, spoke_, ":broken: :wide: :large:");
  EXPECT_TRUE(spoke_.store().all_emojis().empty());
  // The server there stumbles: the post goes, the picture with the next use.
  spoke_.server().fail_next("upload_data", base::retry_later("server_unavailable", "disk full"));
  makes(home_, "late", png(20));
  crosses(home_, spoke_, ":late:");
  EXPECT_EQ(emoji(spoke_, "late"), std::nullopt);
  crosses(home_, spoke_, ":late:!");
  EXPECT_EQ(image(spoke_, "late"), png(20));
}

TEST_F(Emoji, WhereTheyAreSwitchedOffNoneIsMade) {
  auto facts = spoke_.server().facts().value();
  facts.custom_emoji = false;
  spoke_.server().set_facts(facts);
  ASSERT_TRUE(spoke_.set("loglevel", "error"));  // the plugin reads them again
  makes(home_, "party", png(20));
  crosses(home_, spoke_, ":party:");
  EXPECT_TRUE(spoke_.store().all_emojis().empty());
}

TEST_F(Emoji, APictureThatComesAfterALongSilenceIsLookedAtOnce) {
  makes(home_, "party", png(20));
  home_.loses(spoke_);
  const auto post = home_.posts(channel_, "see :party:");
  EXPECT_FALSE(spoke_.has(post));
  home_.reaches(spoke_);
  ASSERT_TRUE(eventually([&] { return spoke_.has(post); }));
  EXPECT_EQ(image(spoke_, "party"), png(20));
}

}  // namespace
}  // namespace causeway::scenario
