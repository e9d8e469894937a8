// Connections that are held, and what status says of channels that are behind.

#include "contract/store/store_suite.h"

namespace causeway::contract {
namespace {

using model::RemoteState;

class StandingContract : public StoreContract {
 protected:
  void put_post(const std::string& id, std::int64_t update_at) {
    if (fake_ != nullptr) {
      model::Post post;
      post.id = model::PostId(id);
      post.channel_id = ChannelId("c1");
      post.update_at = from_millis(update_at);
      return fake_->put_post(post);
    }
    const std::string at = std::to_string(update_at);
    run_sql(
        "INSERT INTO posts (id, createat, updateat, deleteat, editat, userid, channelid, rootid, originalid, message, "
        "type, props, hashtags, filenames, fileids, hasreactions, ispinned, remoteid) VALUES ('" +
        id + "', " + at + ", " + at +
        ", 0, 0, 'u1', 'c1', '', '', 'text', '', '{}', '', '[]', '[]', false, false, '')");
  }
};

TEST_P(StandingContract, PausedRemoteStaysSoUntilItIsResumed) {
  const RemoteId id("r1");
  ASSERT_TRUE(store().add_remote(make_remote("r1")).ok());
  ASSERT_TRUE(store().add_remote(make_remote("r2", RemoteState::pending)).ok());
  ASSERT_TRUE(store().save_channel_remote(make_row("c1", "r1")).ok());
  ASSERT_TRUE(store().enqueue_posts(ChannelId("c1"), {}, {}, from_millis(10)).ok());
  EXPECT_FALSE(store().pause_remote(id, false).value()) << "it is not paused";
  EXPECT_TRUE(store().pause_remote(id, true).value());
  EXPECT_FALSE(store().pause_remote(id, true).value());
  EXPECT_FALSE(store().pause_remote(RemoteId("r2"), true).value()) << "a pending one cannot be";

  EXPECT_TRUE(store().claim(10, from_millis(20), Millis(100), {}).value().empty()) << "what is ours waits";
  ASSERT_TRUE(store().set_remote_state(id, RemoteState::stopped, "401").ok());
  ASSERT_TRUE(store().set_remote_state(id, RemoteState::connected, "").ok());
  EXPECT_EQ(store().remote(id).value()->state, RemoteState::paused);
  EXPECT_TRUE(store().take_tokens(id, "digest of theirs", "theirs").value()) << "the peer may change tokens";

  EXPECT_TRUE(store().pause_remote(id, false).value());
  EXPECT_EQ(store().remote(id).value()->state, RemoteState::connected);
  EXPECT_EQ(store().claim(10, from_millis(20), Millis(100), {}).value().size(), 1U);
}

TEST_P(StandingContract, StandingsCountWhatWaitsBehindTheCursor) {
  ASSERT_TRUE(store().add_remote(make_remote("r1")).ok());
  model::ChannelRemote row = make_row("c1", "r1");
  row.last_post_update.at = from_millis(20);
  ASSERT_TRUE(store().save_channel_remote(row).ok());
  for (int i = 1; i <= 5; ++i) put_post("p" + std::to_string(i), i * 10);
  const std::vector<store::Store::Standing> level{{ChannelId("c1"), RemoteId("r1"), 0, {}, 0, {}, ""}};
  EXPECT_EQ(store().standings(100).value(), level) << "nothing waits while there is no task";

  ASSERT_TRUE(store().enqueue_posts(ChannelId("c1"), {}, {}, from_millis(60)).ok());
  EXPECT_EQ(store().standings(100).value().at(0).pending, 3);
  EXPECT_EQ(store().standings(100).value().at(0).oldest, from_millis(30));
  EXPECT_EQ(store().standings(2).value().at(0).pending, 2) << "counted that far and no farther";
  const model::Task task = store().claim(1, from_millis(60), Millis(100), {}).value().at(0);
  store::Settlement failed;
  failed.kind = store::Settlement::Kind::retry;
  failed.not_before = from_millis(900);
  failed.error = "away";
  ASSERT_TRUE(store().settle(task, failed, from_millis(61)).ok());
  const auto standing = store().standings(100).value().at(0);
  EXPECT_EQ(standing.attempts, 1);
  EXPECT_EQ(standing.not_before, from_millis(900));
  EXPECT_EQ(standing.last_error, "away");
}

INSTANTIATE_TEST_SUITE_P(Both, StandingContract, testing::Values("fake", "postgres"),
                         [](const auto& param) { return std::string(param.param); });

}  // namespace
}  // namespace causeway::contract
