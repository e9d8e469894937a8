// The fake keeps the rules that the real server was seen to keep.
#include "fakes/fake_server.h"

#include <gtest/gtest.h>

#include "base/id.h"

namespace causeway::fakes {
namespace {

class Listener final : public mattermost::Events {
 public:
  base::Result<> on_activate(mattermost::Server&) override { return base::ok(); }
  void on_deactivate() override {}
  void on_configuration_change() override { heard.push_back("config"); }
  std::string settings_will_be_saved(const json::Value&) override { return {}; }
  void serve_http(const mattermost::HttpRequest&, mattermost::Body&, mattermost::HttpAnswer&) override {}
  void serve_metrics(mattermost::HttpAnswer&) override {}
  std::vector<mattermost::SupportFile> support_files() override { return {}; }
  mattermost::CommandAnswer execute_command(const mattermost::CommandCall&) override { return {}; }
  mattermost::PostVerdict message_will_be_posted(const model::Post& post) override {
    heard.push_back("will " + post.type);
    return {post.type.empty() ? mattermost::PostVerdict::Kind::keep : mattermost::PostVerdict::Kind::dismiss_silently,
            {}};
  }
  bool cancels_notification(const mattermost::Notification&) override { return false; }
  void message_has_been_posted(const model::Post&) override { heard.push_back("posted"); }
  void message_has_been_updated(const model::Post&, const model::Post&) override {}
  void message_has_been_deleted(const model::Post&) override {}
  base::Result<std::int64_t> run_data_retention(std::int64_t) override { return std::int64_t{0}; }
  void reaction_has_been_added(const model::Reaction&) override {}
  void reaction_has_been_removed(const model::Reaction&) override {}
  void user_has_joined_channel(const model::ChannelId&, const model::UserId&) override { heard.push_back("joined"); }
  void user_has_left_channel(const model::ChannelId&, const model::UserId&) override {}
  void user_has_joined_team(const model::TeamId&, const model::UserId&) override { heard.push_back("team"); }
  void user_has_left_team(const model::TeamId&, const model::UserId&) override {}
  void user_has_been_created(const model::User&) override { heard.push_back("user"); }
  void user_has_been_deactivated(const model::User&) override {}
  void channel_has_been_created(const model::Channel&) override { heard.push_back("channel"); }

  std::vector<std::string> heard;
};

class FakeServerRules : public testing::Test {
 protected:
  model::Post post(const std::string& id, bool remote) const {
    model::Post made;
    made.id = model::PostId(id);
    made.user_id = alice_.id;
    made.channel_id = town_.id;
    made.message = "hello";
    made.create_at = base::from_millis(1000);
    if (remote) made.remote_id = model::RemoteId("peer");
    return made;
  }

  base::RealClock clock_;
  FakeServer server_{clock_};
  model::User alice_ = server_.add_user("alice");
  model::Team team_ = server_.add_team("team");
  model::Channel town_ = server_.add_channel(team_.id, "town");
};

TEST_F(FakeServerRules, PresetIdsNeedTheirReason) {
  EXPECT_EQ(server_.create_post(post("p1", false)).error().code, "app.post.save.existing.app_error");
  auto saved = server_.create_post(post("p1", true));
  ASSERT_TRUE(saved.ok());
  EXPECT_EQ(saved->update_at, saved->create_at);
  EXPECT_EQ(*saved->props.find("from_plugin"), json::Value("true"));
  EXPECT_EQ(server_.create_post(post("p1", true)).error().next, base::Next::retry_later);
  EXPECT_EQ(server_.posts_in(town_.id).size(), 1U);

  model::Channel channel;
  channel.id = model::ChannelId("c1");
  channel.team_id = team_.id;
  channel.type = "O";
  channel.name = "other";
  EXPECT_FALSE(server_.create_channel(channel).ok());
  channel.shared = true;
  EXPECT_TRUE(server_.create_channel(channel).ok());
}

TEST_F(FakeServerRules, RemoteUsers) {
  model::User bob;
  bob.id = model::UserId("b1");
  bob.username = "bob:remote";
  bob.email = "b1@nowhere";
  bob.auth_service = "causeway";
  EXPECT_FALSE(server_.create_user(bob).ok());
  bob.remote_id = model::RemoteId("peer");
  EXPECT_TRUE(server_.create_user(bob).ok());
  bob.id = model::UserId("b2");
  EXPECT_EQ(server_.create_user(bob).error().code, "app.user.save.username_exists.app_error");
  bob.username = "1bob";
  EXPECT_EQ(server_.create_user(bob).error().code, "model.user.is_valid.username.app_error");
}

TEST_F(FakeServerRules, AddingAMemberMayBeSilent) {
  Listener listener;
  server_.send_events_to(&listener);
  const model::User bob = server_.add_user("bob");
  EXPECT_FALSE(server_.add_user_to_channel(town_.id, bob.id, alice_.id).ok());  // not in the team
  ASSERT_TRUE(server_.create_team_member(team_.id, bob.id).ok());
  ASSERT_TRUE(server_.add_user_to_channel(town_.id, bob.id, alice_.id).ok());
  EXPECT_EQ(listener.heard, (std::vector<std::string>{"team", "will system_add_to_channel", "joined"}));
  EXPECT_TRUE(server_.posts_in(town_.id).empty());
  EXPECT_TRUE(*server_.is_channel_member(town_.id, bob.id));
}

TEST_F(FakeServerRules, HeldEventsComeLate) {
  Listener listener;
  server_.send_events_to(&listener);
  server_.hold_events(true);
  server_.user_posts(alice_.id, town_.id, "hello");
  EXPECT_EQ(listener.heard, (std::vector<std::string>{"will "}));
  EXPECT_EQ(server_.deliver(), 1U);
  EXPECT_EQ(listener.heard.back(), "posted");
}

TEST_F(FakeServerRules, Weather) {
  server_.fail_next("create_post", base::retry_later("server_unavailable", "x"), 2);
  EXPECT_FALSE(server_.create_post(post("p1", true)).ok());
  EXPECT_FALSE(server_.create_post(post("p1", true)).ok());
  EXPECT_TRUE(server_.posts_in(town_.id).empty());
  server_.lose_answer_next("*");
  EXPECT_EQ(server_.create_post(post("p1", true)).error().next, base::Next::in_doubt);
  EXPECT_TRUE(server_.get_post(model::PostId("p1")).ok());
  EXPECT_EQ(server_.calls("create_post"), 3);
}

// model.UploadSession.IsValid, app.UploadData, FileInfoStore.AttachToPost, app.attachNewFilesToPost of 11.4.
TEST_F(FakeServerRules, FilesAttachToTheirOwnersPostsAndNobodysToAnyOnce) {
  const auto mine = server_.user_uploads(alice_.id, town_.id, "mine.txt", "1");
  model::UploadSession session;
  session.id = base::new_id();
  session.user_id = model::UserId("nouser");
  session.channel_id = town_.id;
  session.file_name = "nobodys.txt";
  session.req_file_id = model::FileId(base::new_id());
  EXPECT_FALSE(server_.create_upload_session(session).ok()) << "an empty file";
  session.file_size = 1;
  ASSERT_TRUE(server_.create_upload_session(session).ok());
  session.file_size = 0;  // but its data are taken
  ASSERT_TRUE(
      server_.upload_data(session, [](char*, std::size_t) -> base::Result<std::size_t> { return 0U; })->has_value());

  model::Post by_alice = post("p1", true);
  by_alice.file_ids = {mine.id, session.req_file_id, model::FileId("unknown")};
  const auto made = server_.create_post(by_alice);
  ASSERT_TRUE(made.ok());
  EXPECT_EQ(made->file_ids, (std::vector<model::FileId>{mine.id, session.req_file_id}));
  model::Post again = post("p2", true);
  again.file_ids = by_alice.file_ids;
  EXPECT_TRUE(server_.create_post(again)->file_ids.empty());
  const auto later = server_.user_uploads(alice_.id, town_.id, "later.txt", "1");
  model::Post edited = *made;
  edited.file_ids.push_back(later.id);
  EXPECT_EQ(server_.update_posts({edited}).front()->file_ids, made->file_ids) << "a plugin's edit";
}

}  // namespace
}  // namespace causeway::fakes
