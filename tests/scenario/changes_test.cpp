// What happens to posts after they were made: edits, pins, deletions, reactions.
#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

#include "stage/stage.h"

namespace causeway::scenario {
namespace {

class Changes : public testing::Test {
 protected:
  Changes() {
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
      ASSERT_TRUE(stage_.crosses(stage_.home, stage_.spoke, channel_, "marker"));
      ASSERT_TRUE(stage_.crosses(stage_.spoke, stage_.home, channel_, "marker back"));
    }
  }
  std::size_t reactions(Site& site, const model::PostId& post) { return site.server().reactions_to(post).size(); }

  TwoServers stage_;
  Site& home_ = stage_.home;
  Site& spoke_ = stage_.spoke;
  model::ChannelId channel_;
};

TEST_F(Changes, EditsCrossBothWaysOnceAndBackToAnEarlierTextToo) {
  for (const auto& [from, to] : {std::pair(&home_, &spoke_), std::pair(&spoke_, &home_)}) {
    const auto post = crossed(*from, *to, "first");
    for (const char* text : {"second", "first", "third"}) {
      from->server().user_edits(post, text);
      ASSERT_TRUE(reads(*to, post, text)) << text;
    }
    settle();
    EXPECT_EQ(to->server().revisions_of(post), 3);
    EXPECT_EQ(from->server().revisions_of(post), 3) << "nothing comes back";
    EXPECT_NE(to->find(post)->edit_at, base::Time());
  }
}

// The peer refuses a message over 280,000 bytes, as native does one over 300,000.
TEST_F(Changes, APageThatIsTooLargeForOneMessageGoesInSeveral) {
  home_.loses(spoke_);
  std::vector<model::PostId> posts;
  for (int i = 0; i < 60; ++i)
    posts.push_back(home_.posts(channel_, std::string(16'000, static_cast<char>('a' + i % 26))));
  home_.reaches(spoke_);
  for (const model::PostId& post : posts) ASSERT_TRUE(eventually([&] { return spoke_.has(post); }));
  settle();
  for (const model::PostId& post : posts) EXPECT_EQ(spoke_.copies(post, channel_), 1U);
}

TEST_F(Changes, ManyLongNamesDoNotMakeAMessageTooLarge) {
  constexpr int people = 900;
  constexpr int names_a_post = 200;
  const auto name = [](int i) { return "name-" + std::to_string(i % people) + "-" + std::string(50, 'x'); };
  for (int i = 0; i < people; ++i) home_.add_user(name(i));
  home_.loses(spoke_);
  std::vector<model::PostId> posts;
  for (int i = 0; i < 30; ++i) {
    std::string text;
    for (int j = 0; j < names_a_post; ++j) text += "@" + name(i * names_a_post + j) + " ";
    posts.push_back(home_.posts(channel_, text));
  }
  home_.reaches(spoke_);
  for (const model::PostId& post : posts) ASSERT_TRUE(eventually([&] { return spoke_.has(post); }));
}

TEST_F(Changes, AnEditOfAPostNotYetSeenArrivesAsTheNewestVersion) {
  home_.loses(spoke_);
  const auto post = home_.posts(channel_, "first");
  home_.server().user_edits(post, "newest");
  // What was collected before the edit has failed: nothing of it is on its way any more.
  ASSERT_TRUE(eventually([&] {
    const auto tasks = home_.store().tasks(stage_.link).value();
    return std::any_of(tasks.begin(), tasks.end(), [](const model::Task& task) { return task.attempts > 0; });
  }));
  home_.reaches(spoke_);
  ASSERT_TRUE(reads(spoke_, post, "newest"));
  settle();
  EXPECT_EQ(spoke_.server().revisions_of(post), 0);
}

TEST_F(Changes, AChangeThatChangesNothingIsNotWritten) {
  const auto post = crossed(home_, spoke_, "text");
  home_.server().user_edits(post, "text");
  settle();
  EXPECT_EQ(spoke_.server().revisions_of(post), 0);
}

TEST_F(Changes, DeletionsCrossAndAThreadGoesWithItsRoot) {
  const auto root = crossed(home_, spoke_, "root");
  const auto reply = spoke_.posts(channel_, "reply", root);
  ASSERT_TRUE(eventually([&] { return home_.has(reply); }));
  home_.server().user_deletes(root);
  ASSERT_TRUE(eventually([&] { return !spoke_.has(root) && !spoke_.has(reply); }));
  EXPECT_FALSE(home_.has(reply));
}

TEST_F(Changes, WhatWasDeletedBeforeItCrossedLeavesNothing) {
  home_.loses(spoke_);
  const auto post = home_.posts(channel_, "oops");
  home_.server().user_deletes(post);
  ASSERT_TRUE(eventually([&] {  // nothing is under way any more that was read before the deletion
    const auto tasks = home_.store().tasks(stage_.link).value();
    return !tasks.empty() && tasks[0].attempts > 0;
  }));
  home_.reaches(spoke_);
  settle();
  EXPECT_EQ(spoke_.copies(post, channel_), 0U);
}

TEST_F(Changes, APostWhoseAnswerWasLostAndThatWasDeletedThenGoes) {
  ASSERT_TRUE(eventually([&] { return home_.store().remote(stage_.link).value()->causeway; }));
  crossed(home_, spoke_, "its author is known there");
  home_.peer().set_weather({.lost_answers = 100});
  const auto post = home_.posts(channel_, "sent, and nobody knows it");
  ASSERT_TRUE(eventually([&] { return spoke_.has(post); }));
  home_.server().user_deletes(post);
  home_.peer().set_weather({});
  ASSERT_TRUE(eventually([&] { return !spoke_.has(post); }));
}

TEST_F(Changes, AModeratorsDeletionOfAPeersPostHoldsAtHomeOnlyWhenHomeSaysSo) {
  const auto post = crossed(home_, spoke_, "of home's person");
  spoke_.server().user_deletes(post);
  settle();
  EXPECT_TRUE(home_.has(post));
  ASSERT_TRUE(home_.set("AcceptPeerModeration", true));
  const auto other = crossed(home_, spoke_, "another one");
  spoke_.server().user_deletes(other);
  ASSERT_TRUE(eventually([&] { return !home_.has(other); }));
}

TEST_F(Changes, APeersEditOfAPostThatIsNotItsOwnIsNotTaken) {
  const auto post = crossed(home_, spoke_, "as its author wrote it");
  spoke_.server().user_edits(post, "as somebody else would have it");
  settle();
  EXPECT_EQ(home_.find(post)->message, "as its author wrote it");
}

TEST_F(Changes, PinsCrossFromAnybodyAndTheAuthorsServerHasTheLastWord) {
  const auto post = crossed(home_, spoke_, "worth keeping");
  spoke_.server().user_pins(post, true);
  ASSERT_TRUE(eventually([&] { return home_.find(post)->is_pinned; }));
  home_.server().user_pins(post, false);
  ASSERT_TRUE(eventually([&] { return !spoke_.find(post)->is_pinned; }));
  // Two that cross each other on the way.
  home_.loses(spoke_);
  spoke_.loses(home_);
  home_.server().user_pins(post, true);
  home_.server().user_pins(post, false);
  spoke_.server().user_pins(post, true);
  home_.reaches(spoke_);
  spoke_.reaches(home_);
  settle();
  EXPECT_TRUE(eventually([&] { return home_.find(post)->is_pinned == spoke_.find(post)->is_pinned; }));
}

// An edit that waits for a peer that is away is not forgotten over what the peer says meanwhile.
TEST_F(Changes, WhatCrossesEachOtherOnTheWayIsMerged) {
  const auto ours = crossed(home_, spoke_, "ours");
  const auto theirs = crossed(spoke_, home_, "theirs");
  home_.loses(spoke_);
  home_.server().user_edits(ours, "ours, edited");
  home_.server().user_pins(theirs, true);
  spoke_.server().user_pins(ours, true);
  spoke_.server().user_edits(theirs, "theirs, edited");
  ASSERT_TRUE(stage_.crosses(spoke_, home_, channel_, "marker of the spoke's"));
  ASSERT_TRUE(eventually([&] { return home_.find(ours)->is_pinned; }));
  home_.reaches(spoke_);
  for (Site* site : {&home_, &spoke_}) {
    for (const auto& [post, text] : {std::pair(ours, "ours, edited"), std::pair(theirs, "theirs, edited")}) {
      EXPECT_TRUE(reads(*site, post, text)) << site->name() << ": " << text;
      EXPECT_TRUE(eventually([&] { return site->find(post)->is_pinned; })) << site->name() << ": " << text;
    }
  }
}

// The other server's message writes a new post first and then changes the old one, which is changed here meanwhile.
TEST_F(Changes, WhatIsPinnedOrEditedWhileAMessageIsAppliedStays) {
  const auto pinned = crossed(home_, spoke_, "pinned there, edited here");
  const auto edited = crossed(home_, spoke_, "edited here, pinned there");
  spoke_.meanwhile([&](const model::Post& post) {
    if (post.message == "from home") spoke_.server().user_pins(pinned, true);
  });
  home_.meanwhile([&](const model::Post& post) {
    if (post.message == "from spoke") home_.server().user_edits(edited, "edited at last");
  });
  home_.loses(spoke_);
  home_.server().user_edits(pinned, "edited");
  home_.posts(channel_, "from home");
  home_.reaches(spoke_);
  EXPECT_TRUE(reads(spoke_, pinned, "edited"));
  spoke_.loses(home_);
  spoke_.server().user_pins(edited, true);
  spoke_.posts(channel_, "from spoke");
  spoke_.reaches(home_);
  for (Site* site : {&home_, &spoke_}) {
    EXPECT_TRUE(eventually([&] { return site->find(pinned)->is_pinned; })) << site->name();
    EXPECT_TRUE(reads(*site, edited, "edited at last")) << site->name();
    EXPECT_TRUE(eventually([&] { return site->find(edited)->is_pinned; })) << site->name();
  }
  settle();
  EXPECT_EQ(spoke_.find(pinned)->message, "edited");
  EXPECT_EQ(home_.find(edited)->message, "edited at last");
}

TEST_F(Changes, ReactionsAreAddedTakenBackAndAddedAgainWithoutTouchingTheText) {
  const auto post = crossed(home_, spoke_, "nice");
  const auto alice = home_.person().id;
  const auto bob = spoke_.person().id;
  home_.server().user_reacts(alice, post, "wave");
  spoke_.server().user_reacts(bob, post, "wave");
  ASSERT_TRUE(eventually([&] { return reactions(home_, post) == 2 && reactions(spoke_, post) == 2; }));
  home_.server().user_reacts(alice, post, "wave", false);
  ASSERT_TRUE(eventually([&] { return reactions(spoke_, post) == 1; }));
  home_.server().user_reacts(alice, post, "wave");
  ASSERT_TRUE(eventually([&] { return reactions(spoke_, post) == 2; }));
  settle();
  EXPECT_EQ(reactions(home_, post), 2U);
  EXPECT_EQ(home_.server().revisions_of(post) + spoke_.server().revisions_of(post), 0);
}

TEST_F(Changes, ALateReplyNeverLosesAnEditOfItsRoot) {
  const auto root = crossed(home_, spoke_, "root");
  spoke_.loses(home_);
  const auto late = spoke_.posts(channel_, "late", root);
  // What sets the root's time back has to be older than anything that a scan looks behind its cursor for.
  home_.loses(spoke_);
  home_.server().user_edits(root, "edited meanwhile");
  home_.reaches(spoke_);
  spoke_.reaches(home_);
  ASSERT_TRUE(eventually([&] { return home_.has(late); }));
  ASSERT_TRUE(reads(spoke_, root, "edited meanwhile"));
}

TEST_F(Changes, ARootOlderThanTheShareIsSentBeforeItsReply) {
  const auto other = home_.open_channel("later").id;
  const auto root = home_.posts(other, "from before");
  const auto written = home_.find(root)->create_at;
  ASSERT_TRUE(eventually([&] { return stage_.clock.now() > written; }));
  share(home_, spoke_, stage_.link, other);
  const auto reply = home_.posts(other, "a reply of now", root);
  ASSERT_TRUE(eventually([&] { return spoke_.has(reply); }));
  EXPECT_EQ(spoke_.find(root)->message, "from before");
}

TEST_F(Changes, HowAChannelLooksFollowsBothWaysAndArchivingToo) {
  const auto look = [&](Site& site) { return site.server().get_channel(channel_).value(); };
  const auto change = [&](Site& site, const std::string& name, const std::string& header) {
    model::Channel channel = look(site);
    channel.delete_at = base::Time();
    channel.display_name = name;
    channel.header = header;
    ASSERT_TRUE(site.server().update_channel(channel).ok());
  };
  change(home_, "Town Hall", "about the town");
  ASSERT_TRUE(eventually([&] { return look(spoke_).display_name == "Town Hall"; }));
  EXPECT_EQ(look(spoke_).header, "about the town");
  change(spoke_, "Town Hall", "by the spoke");
  ASSERT_TRUE(eventually([&] { return look(home_).header == "by the spoke"; }));
  ASSERT_TRUE(home_.server().delete_channel(channel_).ok());
  ASSERT_TRUE(eventually([&] { return look(spoke_).delete_at != base::Time(); }));
  change(home_, "Town Hall", "open again");
  ASSERT_TRUE(eventually([&] { return look(spoke_).header == "open again"; }));
  EXPECT_EQ(look(spoke_).delete_at, base::Time());
}

TEST_F(Changes, AChangedLookIsSaidOnceOnEachSideAndNotSentOn) {
  const auto said = [&](Site& site, const std::string& type) {
    std::vector<model::Post> found = site.server().posts_in(channel_);
    std::erase_if(found, [&](const model::Post& post) { return post.type != type; });
    return found;
  };
  const auto change = [&](Site& site, const std::string& header) {
    model::Channel channel = site.server().get_channel(channel_).value();
    channel.header = header;
    ASSERT_TRUE(site.server().update_channel(channel).ok());  // as a plugin does it: nobody says it on this side
  };
  change(home_, "first");
  ASSERT_TRUE(eventually([&] { return said(spoke_, "system_header_change").size() == 1; }));
  const model::Post notice = said(spoke_, "system_header_change")[0];
  EXPECT_EQ(*notice.props.find("old_header"), json::Value(""));
  EXPECT_EQ(*notice.props.find("new_header"), json::Value("first"));
  EXPECT_EQ(*notice.props.find("username"), json::Value("causeway"));
  // The answer is lost: the same change comes once more.
  spoke_.server().fail_next("update_channel", base::retry_later("server_unavailable", "not now"));
  change(home_, "second");
  ASSERT_TRUE(eventually([&] { return spoke_.server().get_channel(channel_).value().header == "second"; }));
  change(spoke_, "third");
  ASSERT_TRUE(eventually([&] { return said(home_, "system_header_change").size() == 1; }));
  settle();
  EXPECT_EQ(said(spoke_, "system_header_change").size(), 2U);
  EXPECT_EQ(said(home_, "system_header_change").size(), 1U);
}

TEST_F(Changes, TwoLooksThatCrossEachOtherEndAsTheHomeSays) {
  const auto header = [&](Site& site, const std::string& text) {
    model::Channel channel = site.server().get_channel(channel_).value();
    channel.header = text;
    ASSERT_TRUE(site.server().update_channel(channel).ok());
  };
  const auto both_read = [&](const std::string& text) {
    return eventually([&] {
      return home_.server().get_channel(channel_).value().header == text &&
             spoke_.server().get_channel(channel_).value().header == text;
    });
  };
  header(home_, "known to both");
  ASSERT_TRUE(both_read("known to both"));
  home_.loses(spoke_);
  spoke_.loses(home_);
  header(home_, "as the home says");
  header(spoke_, "as the spoke says");
  spoke_.reaches(home_);
  home_.reaches(spoke_);
  EXPECT_TRUE(both_read("as the home says"));
  header(spoke_, "the spoke again, knowing that");
  EXPECT_TRUE(both_read("the spoke again, knowing that"));
}

TEST_F(Changes, WhoMayOnlyReadDoesNotReactEither) {
  const auto other = stage_.share("read", "--readonly Y");
  const auto post = home_.posts(other, "look, but do not touch");
  ASSERT_TRUE(eventually([&] { return spoke_.has(post); }));
  home_.server().user_reacts(home_.person().id, post, "wave");
  ASSERT_TRUE(eventually([&] { return reactions(spoke_, post) == 1; })) << "the home's reactions cross";
  spoke_.server().user_reacts(spoke_.person().id, post, "eyes");
  EXPECT_EQ(reactions(spoke_, post), 1U);
  EXPECT_EQ(reactions(home_, post), 1U);
}

TEST_F(Changes, APeerThatMayOnlyReadDoesNotChangeTheChannel) {
  const auto other = stage_.share("read", "--readonly Y");
  model::Channel there = spoke_.server().get_channel(other).value();
  there.header = "by a reader";
  ASSERT_TRUE(spoke_.server().update_channel(there).ok());
  there = home_.server().get_channel(other).value();
  there.purpose = "a marker";
  ASSERT_TRUE(home_.server().update_channel(there).ok());
  ASSERT_TRUE(eventually([&] { return spoke_.server().get_channel(other).value().purpose == "a marker"; }));
  EXPECT_EQ(home_.server().get_channel(other).value().header, "");
}

}  // namespace
}  // namespace causeway::scenario
