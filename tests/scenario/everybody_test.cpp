// People who have not written anything: told to servers that want to know, and to nobody else.
#include <gtest/gtest.h>

#include "base/id.h"
#include "json/record.h"
#include "peer/frame.h"
#include "stage/stage.h"

namespace causeway::scenario {
namespace {

class Everybody : public testing::Test {
 protected:
  static void tells_all(Site& site, bool on = true) { site.set("enablesyncallusersforremotecluster", on); }
  static bool knows(Site& site, const model::UserId& user) {
    return eventually([&] { return site.server().get_user(user).ok(); });
  }
  static bool has(Site& site, const model::UserId& user) { return site.server().get_user(user).ok(); }
  void sync_again() {
    const std::string answer = home_.types("/secure-connection sync-users");
    EXPECT_NE(answer.find("told to 1 server"), std::string::npos) << answer;
  }

  TwoServers stage_;
  Site& home_ = stage_.home;
  Site& spoke_ = stage_.spoke;
};

TEST_F(Everybody, IsKnownWithoutAChannelOrAPostAndSoIsWhoComesLater) {
  const model::UserId carol = home_.add_user("carol").id, dave = spoke_.add_user("dave").id;
  tells_all(home_);
  tells_all(spoke_);
  stage_.connect();
  EXPECT_TRUE(knows(spoke_, carol));
  EXPECT_TRUE(knows(home_, dave));
  const auto there = spoke_.server().get_user(carol).value();
  EXPECT_EQ(there.username, "carol:home");
  EXPECT_EQ(there.remote_id, stage_.link);
  const model::UserId erin = home_.add_user("erin").id;
  EXPECT_TRUE(knows(spoke_, erin));
  EXPECT_EQ(spoke_.server().calls("add_user_to_channel"), 0);
}

TEST_F(Everybody, StaysAtHomeUnlessBothWantIt) {
  const model::UserId carol = home_.add_user("carol").id, dave = spoke_.add_user("dave").id;
  tells_all(home_);
  stage_.connect();
  const auto channel = stage_.share("town");
  ASSERT_TRUE(stage_.crosses(home_, spoke_, channel, "marker"));
  ASSERT_TRUE(stage_.crosses(spoke_, home_, channel, "marker"));
  EXPECT_TRUE(eventually([&] {
    const auto tasks = home_.store().tasks(stage_.link).value();
    return std::none_of(tasks.begin(), tasks.end(),
                        [](const model::Task& task) { return task.kind == model::TaskKind::people; });
  }));
  EXPECT_FALSE(has(spoke_, carol));
  EXPECT_FALSE(has(home_, dave));
  EXPECT_NE(spoke_.types("/secure-connection sync-users").find("EnableSyncAllUsersForRemoteCluster is off"),
            std::string::npos);
  tells_all(spoke_);  // home is told again when somebody there asks for it
  sync_again();
  EXPECT_TRUE(knows(spoke_, carol));
  EXPECT_TRUE(knows(home_, dave));
}

TEST_F(Everybody, APolicySpeaksForOneConnection) {
  const model::UserId carol = home_.add_user("carol").id;
  stage_.connect();
  for (Site* site : {&home_, &spoke_}) {
    const std::string path = "/api/v1/connections/" + stage_.link.str() + "/policy";
    EXPECT_EQ(site->visits(site->admin().id, "PUT", path, R"({"global_users": true})").status, 200);
  }
  sync_again();
  EXPECT_TRUE(knows(spoke_, carol));
}

TEST_F(Everybody, BotsGuestsAndTheDeactivatedAreNot) {
  const auto with = [&](const std::string& name, const std::function<void(model::User&)>& change) {
    model::User user = home_.add_user(name);
    change(user);
    home_.store().put_user(user);
    return user.id;
  };
  const auto robot = with("robot", [](model::User& user) { user.is_bot = true; });
  const auto guest = with("guest", [](model::User& user) { user.roles = "system_guest"; });
  const auto gone = with("gone", [](model::User& user) { user.delete_at = base::from_millis(5); });
  const auto last = with("zoe", [](model::User& user) { user.update_at += base::Millis(1); });
  tells_all(home_);
  tells_all(spoke_);
  stage_.connect();
  EXPECT_TRUE(knows(spoke_, last));
  for (const auto& id : {robot, guest, gone}) EXPECT_FALSE(has(spoke_, id));
}

TEST_F(Everybody, ManyGoInBatchesAndOnesThatAreRefusedHoldUpNobody) {
  std::vector<model::UserId> people;
  for (int i = 0; i < 60; ++i) people.push_back(home_.add_user("p" + std::to_string(i)).id);
  // The middle one's id is somebody's there already.
  model::User taken;
  taken.id = people[30];
  taken.username = "taken";
  taken.email = "taken@example.com";
  taken.auth_service = "causeway";
  taken.remote_id = model::RemoteId("another connection");
  ASSERT_TRUE(spoke_.server().create_user(taken).ok());
  tells_all(home_);
  tells_all(spoke_);
  stage_.connect();
  for (const auto& id : people) EXPECT_TRUE(knows(spoke_, id)) << id.str();
  EXPECT_EQ(spoke_.server().get_user(people[30])->username, "taken");
  EXPECT_TRUE(eventually([&] {
    const auto tasks = home_.store().tasks(stage_.link).value();
    return std::none_of(tasks.begin(), tasks.end(),
                        [](const model::Task& task) { return task.kind == model::TaskKind::people; });
  })) << "an end";
  const int made = spoke_.server().calls("create_user");
  sync_again();
  ASSERT_TRUE(knows(spoke_, home_.add_user("late").id));
  EXPECT_EQ(spoke_.server().calls("create_user"), made + 1) << "nobody is made twice";
}

TEST_F(Everybody, AMessageOfNoChannelBringsPeopleAndNothingElse) {
  tells_all(home_);
  stage_.connect();
  const auto channel = stage_.share("town");
  model::SyncMsg message;
  message.id = base::new_id();
  model::User mallory;
  mallory.id = model::UserId(base::new_id());
  mallory.username = "mallory";
  mallory.roles = "system_admin";
  mallory.email = "mallory@example.com";
  message.users.emplace(mallory.id.str(), mallory);
  model::User alice = home_.server().get_user(home_.person().id).value();
  alice.nickname = "forged";
  message.users.emplace(alice.id.str(), alice);
  model::Post& post = message.posts.emplace_back();
  post.id = model::PostId(base::new_id());
  post.user_id = mallory.id;
  post.channel_id = channel;
  post.message = "forged";
  const auto frame =
      peer::make_frame(stage_.link, model::topic::global_user_sync, json::to_json(message), stage_.clock.now());
  const std::string token = spoke_.store().remote(stage_.link).value()->outgoing_token;
  const auto answer = home_.asked("msg", stage_.link, token, json::encode(frame));
  EXPECT_EQ(answer.status, 200);
  EXPECT_NE(answer.body.find(R"("users_syncd":[")" + mallory.id.str()), std::string::npos) << answer.body;
  EXPECT_NE(answer.body.find(R"("user_errors":[")" + alice.id.str()), std::string::npos) << answer.body;
  EXPECT_FALSE(home_.has(post.id));
  const auto made = home_.server().get_user(mallory.id).value();
  EXPECT_EQ(made.roles, "system_user");
  EXPECT_EQ(made.email.find("example.com"), std::string::npos);
  EXPECT_NE(home_.server().get_user(alice.id)->nickname, "forged");
}

}  // namespace
}  // namespace causeway::scenario
