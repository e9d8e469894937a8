// Two writers of one post at once: the server's own last one wins, whole. Here a peer's change and somebody's of ours.
#include <gtest/gtest.h>

#include "stage/stage.h"

namespace causeway::scenario {
namespace {

class Overwrites : public testing::Test {
 protected:
  Overwrites() {
    stage_.connect();
    channel_ = stage_.share("town");
  }
  // A post of `from` that both have.
  model::PostId crossed(Site& from, Site& to, const std::string& text) {
    return stage_.crossed(from, to, channel_, text);
  }
  static bool reads(Site& site, const model::PostId& post, const std::string& text) {
    return eventually([&] { return site.has(post) && site.find(post)->message == text; });
  }
  // Everything that was asked for until now has been looked at on both sides.
  void settle() {
    for (int round = 0; round < 2; ++round) {
      ASSERT_TRUE(stage_.crosses(home_, spoke_, channel_, "marker"));
      ASSERT_TRUE(stage_.crosses(spoke_, home_, channel_, "marker back"));
    }
  }

  TwoServers stage_;
  Site& home_ = stage_.home;
  Site& spoke_ = stage_.spoke;
  model::ChannelId channel_;
};

// The server itself reads a post and writes it whole: of two writers at once one undoes the other. Where one of the two
// is a peer's message, both stay.
TEST_F(Overwrites, WhatTheServerUndoesOfTwoWritersAtOnceIsDoneAgain) {
  using enum fakes::FakeServer::InBetween;
  for (const auto when : {asked_and_read, read_and_written}) {
    const std::string suffix = when == asked_and_read ? ", before" : ", between";
    const auto theirs = crossed(home_, spoke_, "theirs" + suffix), ours = crossed(home_, spoke_, "ours" + suffix);
    spoke_.server().race_next_change(theirs, when, [&] { spoke_.server().user_pins(theirs, true); });
    home_.server().race_next_change(ours, when, [&] { home_.server().user_edits(ours, "edited" + suffix); });
    home_.server().user_edits(theirs, "edited" + suffix);
    spoke_.server().user_pins(ours, true);
    for (Site* site : {&home_, &spoke_}) {
      for (const auto& post : {theirs, ours}) {
        EXPECT_TRUE(reads(*site, post, "edited" + suffix)) << site->name();
        EXPECT_TRUE(eventually([&] { return site->find(post)->is_pinned; })) << site->name() << suffix;
      }
    }
    settle();
    for (Site* site : {&home_, &spoke_}) {
      for (const auto& post : {theirs, ours}) {
        EXPECT_EQ(site->find(post)->message, "edited" + suffix) << site->name();
        EXPECT_TRUE(site->find(post)->is_pinned) << site->name() << suffix;
      }
    }
  }
}

// The other way round: somebody's pin is written over the edit that has just come.
TEST_F(Overwrites, WhatIsWrittenOverAPeersChangeLeavesItInForce) {
  const auto post = crossed(home_, spoke_, "first");
  spoke_.server().race_next_change(post, fakes::FakeServer::InBetween::read_and_written, [&] {
    home_.server().user_edits(post, "second");
    EXPECT_TRUE(reads(spoke_, post, "second"));
  });
  spoke_.server().user_pins(post, true);
  for (Site* site : {&home_, &spoke_}) {
    EXPECT_TRUE(reads(*site, post, "second")) << site->name();
    EXPECT_TRUE(eventually([&] { return site->find(post)->is_pinned; })) << site->name();
  }
  settle();
  EXPECT_EQ(spoke_.find(post)->message, "second");
  EXPECT_TRUE(home_.find(post)->is_pinned);
}

// What people take back themselves is not brought back, also while a peer's message is written.
TEST_F(Overwrites, WhatPeopleTakeBackMeanwhileStaysTakenBack) {
  using enum fakes::FakeServer::InBetween;
  for (const auto when : {asked_and_read, read_and_written}) {
    const auto post = crossed(home_, spoke_, "first");
    spoke_.loses(home_);  // which hears only what is left of it
    spoke_.server().race_next_change(post, when, [&] {
      spoke_.server().user_pins(post, true);
      spoke_.server().user_pins(post, false);
    });
    home_.server().user_edits(post, "second");
    EXPECT_TRUE(reads(spoke_, post, "second"));
    spoke_.reaches(home_);
    settle();
    for (Site* site : {&home_, &spoke_}) {
      EXPECT_EQ(site->find(post)->message, "second");
      EXPECT_FALSE(site->find(post)->is_pinned);
    }
  }
}

}  // namespace
}  // namespace causeway::scenario
