// What becomes of people when their connection ends, and when it is back.
#include <gtest/gtest.h>

#include "stage/stage.h"

namespace causeway::scenario {
namespace {

class Leaving : public testing::Test {
 protected:
  Leaving() {
    stage_.connect();
    channel_ = stage_.share("town");
    EXPECT_TRUE(stage_.crosses(home_, spoke_, channel_, "alice is known there"));
    EXPECT_TRUE(stage_.crosses(spoke_, home_, channel_, "bob is known there"));
    old_ = home_.posts(channel_, "from before");
    EXPECT_TRUE(eventually([&] { return spoke_.has(old_); }));
    mirror(home_, bob_);
    mirror(spoke_, alice_);
  }
  // The tables of a server hold the accounts that Causeway makes.
  static void mirror(Site& site, const model::UserId& id) { site.store().put_user(site.server().get_user(id).value()); }
  static bool active(Site& site, const model::UserId& id) {
    return site.server().get_user(id)->delete_at == base::Time();
  }
  static bool becomes(Site& site, const model::UserId& id, bool is_active) {
    return eventually([&] { return active(site, id) == is_active; });
  }
  void remove() {
    const std::string answer = home_.types("/secure-connection remove --connectionID " + stage_.link.str());
    EXPECT_NE(answer.find("removed"), std::string::npos) << answer;
    EXPECT_TRUE(becomes(home_, bob_, false));
    EXPECT_TRUE(becomes(spoke_, alice_, false)) << "the other side is told";
  }
  void come_back() {
    const std::string gone = spoke_.types("/secure-connection remove --connectionID " + stage_.link.str());
    EXPECT_NE(gone.find("removed"), std::string::npos) << gone;
    stage_.connect();
    share(home_, spoke_, stage_.link, channel_, "--history all");
  }

  TwoServers stage_;
  Site& home_ = stage_.home;
  Site& spoke_ = stage_.spoke;
  const model::UserId alice_ = home_.person().id, bob_ = spoke_.person().id;
  model::ChannelId channel_;
  model::PostId old_;
};

TEST_F(Leaving, NobodyIsLeftBehindAsAGhostAndTheirPostsStay) {
  const std::size_t posts = home_.messages(channel_).size();
  remove();
  EXPECT_EQ(home_.messages(channel_).size(), posts);
  EXPECT_TRUE(active(home_, alice_));
  EXPECT_TRUE(active(spoke_, bob_));
}

TEST_F(Leaving, WhoComesBackIsTheSamePersonAndActive) {
  remove();
  come_back();
  const auto from_home = home_.posts(channel_, "alice is back");
  EXPECT_TRUE(eventually([&] { return spoke_.has(from_home); }));
  const auto from_spoke = spoke_.posts(channel_, "bob is back");
  EXPECT_TRUE(eventually([&] { return home_.has(from_spoke); }));
  EXPECT_EQ(spoke_.find(from_home)->user_id, alice_);
  EXPECT_EQ(home_.find(from_spoke)->user_id, bob_);
  EXPECT_TRUE(becomes(home_, bob_, true));
  EXPECT_TRUE(becomes(spoke_, alice_, true));
  for (const auto& [site, id] : {std::pair(&home_, bob_), std::pair(&spoke_, alice_)}) {
    EXPECT_EQ(site->server().get_user(id)->remote_id, stage_.link);
    EXPECT_EQ(site->store().owner_of(id).value(), stage_.link);
  }
  // What they said before is theirs again, and there once.
  EXPECT_EQ(spoke_.copies(old_, channel_), 1U);
  home_.server().user_edits(old_, "changed after all");
  EXPECT_TRUE(eventually([&] { return spoke_.find(old_)->message == "changed after all"; }));
}

TEST_F(Leaving, WhomAnAdministratorHadDeactivatedStaysSo) {
  ASSERT_TRUE(spoke_.server().set_user_active(alice_, false).ok());
  mirror(spoke_, alice_);
  remove();
  come_back();
  const auto post = home_.posts(channel_, "am I there?");
  EXPECT_TRUE(eventually([&] { return spoke_.has(post); }));
  EXPECT_FALSE(active(spoke_, alice_));
}

TEST_F(Leaving, APurgeComesLast) {
  const auto purge = [&](const std::string& more = {}) {
    return home_.types("/secure-connection purge --confirm causeway" + more);
  };
  home_.server().allow(home_.admin().id, mattermost::permission::manage_system);
  EXPECT_NE(home_.types("/secure-connection purge").find("--confirm causeway"), std::string::npos);
  EXPECT_NE(purge().find("remove these connections first: `spoke`"), std::string::npos) << purge();
  EXPECT_NE(home_.types("/secure-connection purge --confirm causeway", {}, alice_).find("permission"),
            std::string::npos);
  home_.loses(spoke_);
  EXPECT_NE(home_.types("/secure-connection remove --connectionID " + stage_.link.str()).find("removed"),
            std::string::npos);
  EXPECT_TRUE(becomes(home_, bob_, false));
  mirror(home_, bob_);
  if (home_.server().get_user(spoke_.admin().id).ok()) {
    EXPECT_TRUE(becomes(home_, spoke_.admin().id, false));
    mirror(home_, spoke_.admin().id);
  }
  EXPECT_NE(purge().find("have not heard yet"), std::string::npos) << purge();
  const std::string done = purge(" --untold Y");
  EXPECT_NE(done.find("tables are gone"), std::string::npos) << done;
  EXPECT_EQ(home_.store().remotes(true).error().code, "store_purged");
  EXPECT_EQ(home_.types("/secure-connection create --name x --displayname x --password " + std::string(password))
                .find("invitation"),
            std::string::npos);
}

// Somebody who had read the list of connections a moment before asks for something of one that is removed.
TEST_F(Leaving, WhatWasAskedOfARemovedConnectionDoesNotStopAPurge) {
  home_.server().allow(home_.admin().id, mattermost::permission::manage_system);
  home_.types("/secure-connection remove --connectionID " + stage_.link.str());
  ASSERT_TRUE(home_.store().enqueue({{stage_.link, {}, model::TaskKind::people, {}}}, stage_.clock.now()).ok());
  EXPECT_TRUE(becomes(home_, bob_, false));
  mirror(home_, bob_);
  if (home_.server().get_user(spoke_.admin().id).ok()) {
    EXPECT_TRUE(becomes(home_, spoke_.admin().id, false));
    mirror(home_, spoke_.admin().id);
  }
  std::string said;
  EXPECT_TRUE(eventually([&] {
    said = home_.types("/secure-connection purge --confirm causeway");
    return said.find("tables are gone") != std::string::npos;
  })) << said;
}

TEST_F(Leaving, NobodyElseGetsThem) {
  remove();
  // Another server, whose connection claims alice.
  Site stranger(stage_.clock, "stranger", "sam", 3);
  stranger.reaches(spoke_);
  spoke_.reaches(stranger);
  const model::RemoteId link = pair(stranger, spoke_);
  const model::ChannelId other = stranger.open_channel("other").id;
  share(stranger, spoke_, link, other, "");
  model::User claimed = home_.server().get_user(alice_).value();
  claimed.password = "Secret-123";
  claimed.remote_id = model::RemoteId("somebody");  // only then with an id of one's choice
  ASSERT_TRUE(stranger.server().create_user(claimed).ok());
  claimed.remote_id.reset();
  ASSERT_TRUE(stranger.server().update_user(claimed).ok());
  stranger.store().put_user(stranger.server().get_user(alice_).value());
  stranger.server().user_joins(other, alice_);
  const auto forged = stranger.server().user_posts(alice_, other, "I am alice").id;
  const auto honest = stranger.posts(other, "I am sam");
  EXPECT_TRUE(eventually([&] { return spoke_.has(honest); }));
  EXPECT_FALSE(spoke_.has(forged));
  EXPECT_FALSE(active(spoke_, alice_));
  EXPECT_NE(spoke_.server().get_user(alice_)->remote_id, link);
  stranger.deactivate();
}

}  // namespace
}  // namespace causeway::scenario
