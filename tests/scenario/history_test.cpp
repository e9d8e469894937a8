// What was written before a channel was shared.
#include <gtest/gtest.h>

#include <chrono>

#include "stage/stage.h"

namespace causeway::scenario {
namespace {

class History : public testing::Test {
 protected:
  void SetUp() override {
    stage_.connect();
    ASSERT_TRUE(eventually([&] { return home().store().remote(stage_.link).value()->causeway; }));
    channel_ = home().open_channel("town").id;
  }
  Site& home() { return stage_.home; }
  Site& spoke() { return stage_.spoke; }
  // The clock has moved on: what is shared now is younger than what stands.
  void share_with(const std::string& options) {
    const auto before = stage_.clock.now();
    ASSERT_TRUE(eventually([&] { return stage_.clock.now() > before; }));
    share(home(), spoke(), stage_.link, channel_, options);
  }

  TwoServers stage_;
  model::ChannelId channel_;
};

TEST_F(History, AllOfItCrossesInOrderWithItsThreadsFilesPinsAndReactions) {
  const auto root = home().posts(channel_, "a root");
  std::vector<model::PostId> wanted{root};
  for (int i = 0; i < 250; ++i) wanted.push_back(home().posts(channel_, "post " + std::to_string(i)));  // three pages
  wanted.push_back(home().posts(channel_, "a late reply", root));
  wanted.push_back(home().posts_files(channel_, "with a file", {{"a.txt", "content"}}).id);
  const auto deleted = home().posts(channel_, "deleted before");
  home().server().user_deletes(deleted);
  home().server().user_pins(wanted[3], true);
  home().server().user_reacts(home().person().id, wanted[4], "wave");
  share_with("--history all");
  const auto live = home().posts(channel_, "live");
  ASSERT_TRUE(eventually([&] { return spoke().has(wanted.back()) && spoke().has(live); }));
  for (const auto& post : wanted) {
    ASSERT_TRUE(eventually([&] { return spoke().copies(post, channel_) == 1; }));
    EXPECT_EQ(spoke().find(post)->create_at, home().find(post)->create_at);
  }
  EXPECT_EQ(spoke().find(wanted[wanted.size() - 2])->root_id, root);
  EXPECT_EQ(spoke().find(wanted.back())->file_ids, home().find(wanted.back())->file_ids);
  EXPECT_TRUE(eventually([&] { return spoke().find(wanted[3])->is_pinned; }));
  EXPECT_TRUE(eventually([&] { return spoke().find(wanted[4])->has_reactions; }));
  EXPECT_FALSE(spoke().has(deleted));
  EXPECT_TRUE(eventually([&] { return home().store().tasks(stage_.link).value().empty(); }));
}

TEST_F(History, NoneOfItCrossesUnlessItIsAskedFor) {
  const auto old = home().posts(channel_, "for ourselves");
  share_with("");
  EXPECT_TRUE(stage_.crosses(home(), spoke(), channel_, "live"));
  EXPECT_FALSE(spoke().has(old));
}

TEST_F(History, OfSomeDaysWhatIsYoungerCrosses) {
  model::Post old;
  old.id = model::PostId("oldoldoldoldoldoldoldoldol");
  old.user_id = home().person().id;
  old.channel_id = channel_;
  old.message = "three days ago";
  old.create_at = old.update_at = stage_.clock.now() - std::chrono::hours(72);
  home().store().put_post(old);
  const auto young = home().posts(channel_, "today");
  share_with("--history 2d");
  ASSERT_TRUE(eventually([&] { return spoke().has(young); }));
  EXPECT_TRUE(stage_.crosses(home(), spoke(), channel_, "live"));
  EXPECT_FALSE(spoke().has(old.id));
}

TEST_F(History, WrongWordsAreSaidToBeWrong) {
  for (const char* word : {"0d", "-1d", "2", "d", "2dd", "99999999999999999999d", "some"}) {
    const std::string line = "/share-channel invite --connectionID " + stage_.link.str() + " --history " + word;
    EXPECT_NE(home().types(line, channel_).find("Invalid value for 'history'"), std::string::npos) << word;
  }
}

TEST_F(History, SharedAgainWithItsHistoryNothingIsDoubled) {
  share_with("");
  const auto first = home().posts(channel_, "first");
  const auto answer = spoke().posts(channel_, "an answer");
  ASSERT_TRUE(eventually([&] { return spoke().has(first) && home().has(answer); }));
  home().types("/share-channel unshare", channel_);
  ASSERT_TRUE(eventually([&] { return !spoke().store().channel_remote(channel_, stage_.link).value().has_value(); }));
  const auto between = home().posts(channel_, "between");
  share_with("--history all");
  ASSERT_TRUE(eventually([&] { return spoke().has(between); }));
  EXPECT_TRUE(stage_.crosses(home(), spoke(), channel_, "live"));
  for (const auto& post : {first, answer, between}) {
    EXPECT_EQ(spoke().copies(post, channel_), 1U);
    EXPECT_EQ(home().copies(post, channel_), 1U);
  }
}

}  // namespace
}  // namespace causeway::scenario
