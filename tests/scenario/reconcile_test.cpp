// Two servers that have drifted apart, as after a database came back from a backup, and find together again.
#include <gtest/gtest.h>

#include "stage/stage.h"

namespace causeway::scenario {
namespace {

class Reconcile : public testing::Test {
 protected:
  Reconcile() {
    stage_.connect();
    channel_ = stage_.share("town");
  }
  // A post of `from` that both have.
  model::PostId crossed(Site& from, Site& to, const std::string& text) {
    return stage_.crossed(from, to, channel_, text);
  }
  // Asked by home's administrator; both sides have told everything when it returns.
  void reconciles() {
    rest();
    const std::string answer = home_.types("/share-channel reconcile", channel_);
    EXPECT_NE(answer.find("compared with 1 server"), std::string::npos) << answer;
    EXPECT_TRUE(eventually([&] {
      const auto found = comparison();
      return found && found->ours.done_at != base::Time() && found->theirs.done_at != base::Time();
    }));
  }
  std::optional<model::Reconciliation> comparison() {
    return home_.store().reconciliation(channel_, stage_.link).value();
  }
  // What was changed a moment ago is not compared.
  void rest() {
    for (const model::Post& post : home_.messages(channel_)) older(home_, post);
    for (const model::Post& post : spoke_.messages(channel_)) older(spoke_, post);
  }
  static void older(Site& site, model::Post post) {
    post.update_at -= std::chrono::seconds(10);
    site.store().put_post(post);
  }
  static std::string text(Site& site, const model::PostId& post) {
    const auto found = site.find(post);
    return found ? found->message : "none";
  }

  TwoServers stage_;
  Site& home_ = stage_.home;
  Site& spoke_ = stage_.spoke;
  model::ChannelId channel_;
};

TEST_F(Reconcile, WhereNothingDiffersNothingIsSent) {
  const auto first = crossed(home_, spoke_, "with a name: @alice");
  const auto second = crossed(spoke_, home_, "back to @alice");
  spoke_.server().user_pins(first, true);
  ASSERT_TRUE(eventually([&] { return home_.find(first)->is_pinned; }));
  const auto deleted = crossed(home_, spoke_, "gone soon");
  home_.server().user_deletes(deleted);
  ASSERT_TRUE(eventually([&] { return text(spoke_, deleted) == "none"; }));
  reconciles();
  EXPECT_EQ(comparison()->ours.posts, 2);
  EXPECT_EQ(comparison()->ours.missing + comparison()->ours.differing, 0);
  EXPECT_EQ(comparison()->theirs.posts, 1);
  EXPECT_EQ(comparison()->theirs.missing + comparison()->theirs.differing, 0);
  const std::string status = home_.types("/share-channel status", channel_);
  EXPECT_NE(status.find("2 posts: the same | 1 posts: the same"), std::string::npos) << status;
  const auto seen = spoke_.store().reconciliation(channel_, stage_.link).value();
  ASSERT_TRUE(seen);
  EXPECT_TRUE(seen->asked_by.empty()) << "and the other side has the same figures";
  EXPECT_EQ(seen->theirs.posts, 2);
  EXPECT_EQ(seen->ours.posts, 1);
}

TEST_F(Reconcile, WhatABackupHasLostComesBack) {
  const auto same = crossed(home_, spoke_, "the same");
  const auto root = crossed(home_, spoke_, "root"), edited = crossed(home_, spoke_, "edited"),
             gone = crossed(home_, spoke_, "gone"), theirs = crossed(spoke_, home_, "of the spoke");
  const auto reply = home_.posts(channel_, "reply", root);
  ASSERT_TRUE(eventually([&] { return spoke_.has(reply); }));
  home_.server().user_edits(edited, "edited at last");
  home_.server().user_deletes(gone);
  ASSERT_TRUE(eventually([&] { return text(spoke_, edited) == "edited at last" && text(spoke_, gone) == "none"; }));
  spoke_.loses_post(root);
  spoke_.loses_post(reply);
  spoke_.goes_back(edited, "edited");
  spoke_.goes_back(gone, "gone");
  home_.loses_post(theirs);
  reconciles();
  EXPECT_EQ(comparison()->ours.posts, 5);
  EXPECT_EQ(comparison()->ours.missing, 2);
  EXPECT_EQ(comparison()->ours.differing, 2);
  EXPECT_EQ(comparison()->theirs.missing, 1);
  struct Wanted {
    Site* site;
    model::PostId post;
    std::string text;
  };
  for (const Wanted& one :
       {Wanted{&spoke_, root, "root"}, Wanted{&spoke_, reply, "reply"}, Wanted{&spoke_, edited, "edited at last"},
        Wanted{&spoke_, gone, "none"}, Wanted{&spoke_, same, "the same"}, Wanted{&home_, theirs, "of the spoke"}}) {
    EXPECT_TRUE(eventually([&] { return text(*one.site, one.post) == one.text; }))
        << one.text << ", but " << text(*one.site, one.post);
  }
  reconciles();
  EXPECT_EQ(comparison()->ours.missing + comparison()->ours.differing + comparison()->theirs.missing, 0);
}

TEST_F(Reconcile, MoreThanOnePageIsCompared) {
  constexpr int posts = 1'100;
  std::vector<model::PostId> all;
  for (int i = 0; i < posts; ++i) all.push_back(home_.posts(channel_, "post " + std::to_string(i)));
  ASSERT_TRUE(eventually([&] { return spoke_.has(all.back()) && spoke_.messages(channel_).size() == all.size(); }));
  // What is lost must have been written down there, and here: else its message is still on its way and brings it back.
  ASSERT_TRUE(eventually([&] { return home_.store().tasks(stage_.link).value().empty(); }));
  for (const std::size_t i : {0U, 499U, 500U, 1'099U}) spoke_.loses_post(all[i]);
  reconciles();
  EXPECT_EQ(comparison()->ours.posts, posts);
  EXPECT_EQ(comparison()->ours.missing, 4);
  EXPECT_TRUE(eventually([&] { return spoke_.messages(channel_).size() == all.size(); }));
}

TEST_F(Reconcile, IsForThoseWhoMayShareAndForSharedChannels) {
  const auto unshared = home_.open_channel("quiet").id;
  EXPECT_NE(home_.types("/share-channel reconcile", unshared).find("Could not compare"), std::string::npos);
  EXPECT_NE(home_.types("/share-channel reconcile --connectionID nobody", channel_).find("Could not compare"),
            std::string::npos);
  EXPECT_NE(home_.types("/share-channel reconcile", channel_, home_.person().id).find("Could not compare"),
            std::string::npos);
  EXPECT_EQ(comparison(), std::nullopt);
}

}  // namespace
}  // namespace causeway::scenario
