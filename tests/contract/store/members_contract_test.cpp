// What store/store.h promises of members and statuses, held against the lake in memory and the real one.

#include "contract/store/store_suite.h"

namespace causeway::contract {
namespace {

class MembersContract : public StoreContract {
 protected:
  void SetUp() override {
    StoreContract::SetUp();
    ASSERT_TRUE(store().add_remote(make_remote("r1")).ok());
    ASSERT_TRUE(store().save_channel_remote(make_row("c1", "r1")).ok());
    for (const std::string user : {"u1", "u2", "u3"}) put_user(user, 1000);
  }

  // As Mattermost writes it.
  void join(const std::string& user, const std::string& channel = "c1") {
    if (fake_ != nullptr) return fake_->put_member(ChannelId(channel), UserId(user));
    run_sql("INSERT INTO channelmembers (channelid, userid) VALUES ('" + channel + "', '" + user + "')");
  }
  void leave(const std::string& user) {
    if (fake_ != nullptr) return fake_->take_member(ChannelId("c1"), UserId(user));
    run_sql("DELETE FROM channelmembers WHERE channelid = 'c1' AND userid = '" + user + "'");
  }
  void be(const std::string& user, const std::string& word, std::int64_t dnd_end = 0) {
    model::Status status;
    status.user_id = UserId(user);
    status.status = word;
    status.dnd_end_time = dnd_end;
    if (fake_ != nullptr) return fake_->put_status(status);
    run_sql("INSERT INTO status (userid, status, manual, lastactivityat, dndendtime) VALUES ('" + user + "', '" + word +
            "', true, 1, " + std::to_string(dnd_end) + ") ON CONFLICT (userid) DO UPDATE SET status = '" + word +
            "', dndendtime = " + std::to_string(dnd_end));
  }
  // "+u1 -u2": what the remote has to be told.
  std::string changes(std::size_t most = 10) {
    std::string result;
    const auto changed = store().changed_members(RemoteId("r1"), ChannelId("c1"), most);
    for (const auto& change : changed.value()) {
      EXPECT_EQ(change.channel_id, ChannelId("c1"));
      EXPECT_EQ(change.change_time, base::Time());
      result += (change.is_add ? " +" : " -") + change.user_id.str();
    }
    return result;
  }
  void tell() {
    const auto changed = store().changed_members(RemoteId("r1"), ChannelId("c1"), 10).value();
    ASSERT_TRUE(store().record_members(RemoteId("r1"), ChannelId("c1"), changed).ok());
  }
  // "u1=away@c1".
  std::string shown_otherwise(std::size_t most = 10) {
    std::string result;
    const auto changed = store().changed_statuses(RemoteId("r1"), most);
    for (const auto& one : changed.value())
      result += " " + one.status.user_id.str() + "=" + one.status.status + "@" + one.channel.str();
    return result;
  }
  // The remote has these people.
  void meet(const std::vector<UserId>& users) {
    ASSERT_TRUE(store().enqueue({{RemoteId("r1"), ChannelId("c1"), model::TaskKind::posts, {}}}, clock_.now()).ok());
    const auto task = store().claim(1, clock_.now(), Millis(1000), {}).value().at(0);
    store::Settlement settlement;
    for (const UserId& user : users) settlement.synced_users.emplace(user, clock_.now());
    ASSERT_TRUE(store().settle(task, settlement, clock_.now()).ok());
  }
};

INSTANTIATE_TEST_SUITE_P(Stores, MembersContract, testing::Values("fake", "postgres"),
                         [](const auto& param) { return std::string(param.param); });

TEST_P(MembersContract, WhoCameAndWhoLeftIsToldOnceAndByUser) {
  join("u2");
  join("u1");
  join("u3", "c2");
  EXPECT_EQ(changes(), " +u1 +u2");
  EXPECT_EQ(changes(1), " +u1");
  tell();
  EXPECT_EQ(changes(), "");
  leave("u1");
  EXPECT_EQ(changes(), " -u1");
  tell();
  EXPECT_EQ(changes(), "");
}

TEST_P(MembersContract, OnlyChannelsWhoseMembersAreOthersThanWasToldAreAskedFor) {
  const auto asked = [&] {
    const std::int64_t count = store().enqueue_members(RemoteId("r1"), clock_.now()).value();
    const auto tasks = store().claim(10, clock_.now(), Millis(1000), {}).value();
    EXPECT_EQ(static_cast<std::int64_t>(tasks.size()), count);
    std::string channels;
    for (const model::Task& task : tasks) {
      EXPECT_EQ(task.kind, model::TaskKind::members);
      channels += " " + task.channel_id.str();
      EXPECT_TRUE(store().settle(task, {}, clock_.now()).ok());
    }
    return channels;
  };
  ASSERT_TRUE(store().save_channel_remote(make_row("c2", "r1")).ok());
  model::ChannelRemote waiting = make_row("c3", "r1");
  waiting.invite = model::InviteState::waiting;
  ASSERT_TRUE(store().save_channel_remote(waiting).ok());
  model::SharedChannel direct;
  direct.id = ChannelId("c4");
  direct.type = "D";
  ASSERT_TRUE(store().save_shared_channel(direct).ok());
  ASSERT_TRUE(store().save_channel_remote(make_row("c4", "r1")).ok());
  EXPECT_EQ(asked(), "") << "nobody is anywhere";
  for (const std::string channel : {"c1", "c3", "c4"}) join("u1", channel);
  EXPECT_EQ(asked(), " c1");
  EXPECT_EQ(asked(), " c1") << "nobody was told yet";
  tell();
  EXPECT_EQ(asked(), "");
  join("u2", "c2");
  leave("u1");
  EXPECT_EQ(asked(), " c1 c2");
  EXPECT_EQ(store().enqueue_members(RemoteId("r2"), clock_.now()).value(), 0);
}

TEST_P(MembersContract, PeopleOfPeersAreNotOursToTell) {
  if (fake_ != nullptr) {
    model::User theirs;
    theirs.id = UserId("u1");
    theirs.remote_id = RemoteId("r2");
    fake_->put_user(theirs);
  } else {
    run_sql("UPDATE users SET remoteid = 'r2' WHERE id = 'u1'");
  }
  join("u1");
  join("u2");
  EXPECT_EQ(changes(), " +u2");
}

TEST_P(MembersContract, AChannelThatIsSharedAnewIsToldAnew) {
  join("u1");
  tell();
  ASSERT_TRUE(store().end_share(ChannelId("c1"), RemoteId("r1"), false, clock_.now()).ok());
  ASSERT_TRUE(store().record_members(RemoteId("r1"), ChannelId("c1"), {}).ok()) << "too late, and no error";
  ASSERT_TRUE(store().save_channel_remote(make_row("c1", "r1")).ok());
  EXPECT_EQ(changes(), " +u1");
}

TEST_P(MembersContract, StatusesOfPeopleWhomTheRemoteHasAndMeetsSomewhere) {
  join("u1");
  join("u2");
  be("u1", "away");
  be("u2", "online");
  be("u3", "online");
  EXPECT_EQ(shown_otherwise(), "") << "nobody has crossed";
  meet({UserId("u1"), UserId("u2"), UserId("u3")});
  EXPECT_EQ(shown_otherwise(), " u1=away@c1 u2=online@c1") << "u3 is in no shared channel";
  EXPECT_EQ(shown_otherwise(1), " u1=away@c1");
  model::Status sent;
  sent.user_id = UserId("u1");
  sent.status = "away";
  ASSERT_TRUE(store().record_statuses(RemoteId("r1"), {sent}, clock_.now()).ok());
  EXPECT_EQ(shown_otherwise(), " u2=online@c1");
  be("u1", "dnd", 77);
  EXPECT_EQ(shown_otherwise(), " u1=dnd@c1 u2=online@c1");
  sent.status = "dnd";
  sent.dnd_end_time = 77;
  ASSERT_TRUE(store().record_statuses(RemoteId("r1"), {sent}, clock_.now()).ok());
  EXPECT_EQ(shown_otherwise(), " u2=online@c1");
}

TEST_P(MembersContract, WhatWasWrittenSinceALookIsFoundByTheNext) {
  be("u1", "away");
  const auto first = store().written_statuses("").value();
  EXPECT_EQ(first.looks.size(), 1U);
  be("u2", "dnd", 5);
  const auto second = store().written_statuses(first.horizon).value();
  EXPECT_EQ(second.looks.count(UserId("u2")), 1U);
  be("u2", "dnd", 6);
  const auto third = store().written_statuses(second.horizon).value();
  EXPECT_NE(third.looks.at(UserId("u2")), second.looks.at(UserId("u2")));
  const auto last = store().written_statuses(third.horizon).value();
  EXPECT_EQ(last.looks.count(UserId("u1")), 0U) << "long ago";
}

}  // namespace
}  // namespace causeway::contract
