#include "inbound/storm_guard.h"

#include <gtest/gtest.h>

#include "fakes/fake_server.h"
#include "fakes/fake_store.h"

namespace causeway::inbound {
namespace {

using Kind = mattermost::Notification::Kind;

class Storms : public testing::Test {
 protected:
  void SetUp() override {
    team_ = server_.add_team("team");
    channel_ = server_.add_channel(team_.id, "town");
    receiver_ = server_.add_user("bob");
    author_ = server_.add_user("alice");
  }
  model::PostId says(const std::string& text, bool of_peer = true, const model::PostId& root = {}) {
    model::Post post;
    post.user_id = author_.id;
    post.channel_id = channel_.id;
    post.message = text;
    post.root_id = root;
    if (of_peer) post.remote_id = model::RemoteId("ra");
    return server_.create_post(post).value().id;
  }
  bool cancelled(const model::PostId& post, Kind kind = Kind::push, const std::string& type = "O") {
    return guard_.cancels({kind, post, receiver_.id, type});
  }
  void prefers(const model::StringMap& preferences, const std::string& first_name = {}) {
    receiver_.notify_props = preferences;
    receiver_.first_name = first_name;
    ASSERT_TRUE(server_.update_user(receiver_).ok());
  }

  base::RealClock clock_;
  fakes::FakeServer server_{clock_};
  config::Current current_;
  fakes::FakeStore store_{clock_, 1};
  StormGuard guard_{server_, store_, current_};
  model::Team team_;
  model::Channel channel_;
  model::User receiver_;
  model::User author_;
};

TEST_F(Storms, APeersChannelMentionAloneNotifiesNobody) {
  for (const char* text : {"@channel lunch", "lunch, @all!", "@HERE", "**@channel**"}) {
    EXPECT_TRUE(cancelled(says(text))) << text;
    EXPECT_TRUE(cancelled(says(text), Kind::email)) << text;
  }
  for (const char* text : {"hello", "`@channel`", "mail@channel.example", "@channels"}) {
    EXPECT_FALSE(cancelled(says(text))) << text << ": whatever it is for, it is not that";
  }
}

TEST_F(Storms, WhatIsOlderThanTheShareNotifiesNobodyAndWhatIsYoungerDoes) {
  model::ChannelRemote row;
  row.channel_id = channel_.id;
  row.remote_id = model::RemoteId("ra");
  row.shared_at = clock_.now() + std::chrono::hours(1);
  ASSERT_TRUE(store_.save_channel_remote(row).ok());
  const auto old = says("hello @bob");
  EXPECT_TRUE(cancelled(old));
  EXPECT_TRUE(cancelled(old, Kind::email));
  EXPECT_FALSE(cancelled(says("hello @bob", false))) << "one's own";
  row.shared_at = clock_.now() - std::chrono::hours(1);
  ASSERT_TRUE(store_.save_channel_remote(row).ok());
  EXPECT_FALSE(cancelled(says("hello @bob")));
}

TEST_F(Storms, AConnectionsPolicyComesBeforeTheSetting) {
  model::Remote remote;
  remote.id = model::RemoteId("ra");
  remote.name = "a";
  remote.state = model::RemoteState::connected;
  ASSERT_TRUE(store_.add_remote(remote).ok());
  EXPECT_TRUE(cancelled(says("@channel lunch")));
  remote.policy.channel_mentions = true;
  ASSERT_TRUE(store_.set_policy(remote.id, remote.policy, std::nullopt).ok());
  EXPECT_FALSE(cancelled(says("@channel supper")));
}

TEST_F(Storms, OnesOwnPeopleMay) {
  EXPECT_FALSE(cancelled(says("@channel lunch", false)));
}

TEST_F(Storms, WhoeverIsNamedHears) {
  EXPECT_FALSE(cancelled(says("@channel and @bob")));
  EXPECT_FALSE(cancelled(says("@channel and @Bob:")));
  EXPECT_TRUE(cancelled(says("@channel and @bobby")));
  prefers({{"mention_keys", "deploy, Build"}, {"first_name", "true"}}, "Robert");
  EXPECT_FALSE(cancelled(says("@channel the build is red")));
  EXPECT_FALSE(cancelled(says("@channel Robert?")));
  EXPECT_TRUE(cancelled(says("@channel robert?"))) << "first names count as they are written";
  prefers({{"first_name", "false"}}, "Robert");
  EXPECT_TRUE(cancelled(says("@channel Robert?")));
}

TEST_F(Storms, WhoWantsEveryPushGetsIt) {
  prefers({{"push", "all"}});
  EXPECT_FALSE(cancelled(says("@channel")));
  EXPECT_TRUE(cancelled(says("@channel"), Kind::email));
}

TEST_F(Storms, DirectAndGroupMessagesAndTheThreadsAuthorHear) {
  EXPECT_FALSE(cancelled(says("@all"), Kind::push, "G"));
  EXPECT_FALSE(cancelled(says("@all"), Kind::email, "D"));
  const auto root = server_.user_posts(receiver_.id, channel_.id, "my thread").id;
  EXPECT_FALSE(cancelled(says("@channel look at this", true, root)));
  const auto other = server_.user_posts(author_.id, channel_.id, "another thread").id;
  EXPECT_TRUE(cancelled(says("@channel look at this", true, other)));
}

TEST_F(Storms, TheSettingLetsThemThrough) {
  config::Snapshot snapshot;
  snapshot.settings.allow_channel_mentions = true;
  current_.set(snapshot);
  EXPECT_FALSE(cancelled(says("@channel")));
  EXPECT_EQ(server_.calls("get_post"), 1) << "only whether it is of what was written before the share";
  EXPECT_EQ(server_.calls("get_user"), 0);
}

TEST_F(Storms, APostIsLookedAtOnceForAllItsReceivers) {
  const auto post = says("@channel");
  const auto calm = says("hello", false);
  for (int i = 0; i < 50; ++i) {
    EXPECT_TRUE(cancelled(post));
    EXPECT_FALSE(cancelled(calm));
  }
  EXPECT_EQ(server_.calls("get_post"), 2);
  EXPECT_EQ(server_.calls("get_user"), 50);
}

TEST_F(Storms, WhatCannotBeJudgedGoes) {
  EXPECT_FALSE(cancelled(model::PostId("unknown")));
  EXPECT_FALSE(cancelled(model::PostId()));
  const auto post = says("@channel");
  server_.fail_next("get_user", base::retry_later("server_unavailable", "away"));
  EXPECT_FALSE(cancelled(post));
  EXPECT_TRUE(cancelled(post));
}

}  // namespace
}  // namespace causeway::inbound
