// What store/store.h promises of connections, tasks and leases, held against the lake in memory and the real one.

#include <atomic>
#include <thread>

#include "contract/store/store_suite.h"

namespace causeway::contract {
namespace {

INSTANTIATE_TEST_SUITE_P(Both, StoreContract, testing::Values("fake", "postgres"),
                         [](const auto& param) { return std::string(param.param); });

TEST_P(StoreContract, PersonIsSentOnceAndAgainAfterAChangeButNeverBackToItsOwner) {
  ASSERT_TRUE(store().add_remote(make_remote("r1")).ok());
  ASSERT_TRUE(store().save_channel_remote(make_row("c1", "r1")).ok());
  for (const char* id : {"u1", "u2"}) put_user(id, 5000);
  ASSERT_TRUE(store().claim_user(UserId("u2"), RemoteId("r1"), from_millis(1)).ok());
  const std::vector<UserId> asked{UserId("u1"), UserId("u2"), UserId("unknown")};
  EXPECT_EQ(store().users_to_send(RemoteId("r1"), asked).value(), std::vector<UserId>{UserId("u1")});
  EXPECT_TRUE(store().users_to_send(RemoteId("r1"), {}).value().empty());
  ASSERT_TRUE(store().enqueue_posts(ChannelId("c1"), {}, {}, from_millis(6000)).ok());
  const auto task = store().claim(1, from_millis(6000), Millis(100), {}).value().at(0);
  store::Settlement done;
  done.synced_users = {{UserId("u1"), from_millis(6000)}};
  ASSERT_TRUE(store().settle(task, done, from_millis(6001)).ok());
  EXPECT_TRUE(store().users_to_send(RemoteId("r1"), asked).value().empty());
  put_user("u1", 7000);
  EXPECT_EQ(store().users_to_send(RemoteId("r1"), asked).value(), std::vector<UserId>{UserId("u1")});
}

TEST_P(StoreContract, FilesAreRememberedPerConnection) {
  using model::AttachmentState;
  using model::FileId;
  const RemoteId one("r1"), other("r2");
  EXPECT_TRUE(store().attachments(one, {FileId("f1")})->empty());
  model::Attachment row{one,  FileId("f1"), AttachmentState::pending, 6'000'000'000, 5, "upload1", 2, from_millis(7),
                        "why"};
  ASSERT_TRUE(store().save_attachment(row, from_millis(1)).ok());
  EXPECT_EQ(store().attachments(one, {FileId("f1"), FileId("f2"), FileId("f1")}).value(), std::vector{row});
  EXPECT_TRUE(store().attachments(other, {FileId("f1")})->empty());
  EXPECT_EQ(store().attachment_of_upload(one, "upload1").value(), row);
  EXPECT_FALSE(store().attachment_of_upload(other, "upload1")->has_value());
  row.upload_id.clear();
  row.state = AttachmentState::crossed;
  ASSERT_TRUE(store().save_attachment(row, from_millis(2)).ok());
  EXPECT_EQ(store().attachments(one, {FileId("f1")}).value(), std::vector{row});
  EXPECT_FALSE(store().attachment_of_upload(one, "")->has_value());
  row.state = AttachmentState::refused;
  ASSERT_TRUE(store().save_attachment(row, from_millis(3)).ok());
  EXPECT_EQ(store().attachments(one, {FileId("f1")})->front().state, AttachmentState::refused);
}

TEST_P(StoreContract, APostThatWaitsForItsFileIsTakenOnce) {
  using model::FileId;
  using model::PostId;
  const RemoteId one("r1"), other("r2");
  ASSERT_TRUE(store().await_file(one, FileId("f1"), PostId("p1"), from_millis(1)).ok());
  ASSERT_TRUE(store().await_file(one, FileId("f1"), PostId("p2"), from_millis(2)).ok());
  EXPECT_FALSE(store().take_awaited(other, FileId("f1"))->has_value());
  EXPECT_EQ(store().take_awaited(one, FileId("f1")).value(), PostId("p2"));
  EXPECT_FALSE(store().take_awaited(one, FileId("f1"))->has_value());
}

TEST_P(StoreContract, InvitationIsConfirmedByExactlyOneOfMany) {
  ASSERT_TRUE(store().add_remote(make_remote("r1", model::RemoteState::pending)).ok());
  std::atomic<int> winners = 0;
  {
    std::vector<std::jthread> callers;
    for (int i = 0; i < 4; ++i) {
      callers.emplace_back([&] {
        const auto won = store().confirm_remote(RemoteId("r1"), "https://a", "new", "token", from_millis(2000));
        winners += won.ok() && *won ? 1 : 0;
      });
    }
  }
  EXPECT_EQ(winners, 1);
  const auto remote = store().remote(RemoteId("r1")).value().value();
  EXPECT_EQ(remote.state, model::RemoteState::connected);
  EXPECT_EQ(remote.incoming_digest, "new");
  EXPECT_EQ(remote.outgoing_token, "token");
  EXPECT_FALSE(store().renew_invite(RemoteId("r1"), "late", from_millis(3000)).value());
}

TEST_P(StoreContract, OnlyARemovedConnectionIsReplacedAndItKeepsItsPeople) {
  ASSERT_TRUE(store().add_remote(make_remote("r1")).ok());
  ASSERT_TRUE(store().claim_user(UserId("u1"), RemoteId("r1"), from_millis(1)).ok());
  auto next = make_remote("r1");
  next.name = "renamed";
  next.outgoing_token = "next";
  EXPECT_EQ(store().replace_remote(next).error().next, base::Next::refused);
  ASSERT_TRUE(store().remove_remote(RemoteId("r1"), from_millis(2000)).ok());
  const auto removed = store().remote(RemoteId("r1")).value().value();
  EXPECT_EQ(removed.state, model::RemoteState::removed);
  EXPECT_EQ(removed.outgoing_token, "");
  ASSERT_TRUE(store().replace_remote(next).ok());
  EXPECT_EQ(store().remote(RemoteId("r1")).value(), next);
  EXPECT_EQ(store().owner_of(UserId("u1")).value(), RemoteId("r1"));
}

TEST_P(StoreContract, RemovingAConnectionReturnsChannelsThatNobodyElseHas) {
  for (const char* id : {"r1", "r2"}) ASSERT_TRUE(store().add_remote(make_remote(id)).ok());
  for (const char* id : {"alone", "both"}) {
    model::SharedChannel channel;
    channel.id = ChannelId(id);
    channel.type = "O";
    ASSERT_TRUE(store().save_shared_channel(channel).ok());
    ASSERT_TRUE(store().save_channel_remote(make_row(id, "r1")).ok());
  }
  ASSERT_TRUE(store().save_channel_remote(make_row("both", "r2")).ok());
  ASSERT_EQ(store().enqueue_posts(ChannelId("both"), {}, {}, from_millis(1000)).value(), 2);
  EXPECT_EQ(store().remove_remote(RemoteId("r1"), from_millis(2000)).value(),
            std::vector<ChannelId>{ChannelId("alone")});
  EXPECT_FALSE(store().shared_channel(ChannelId("alone")).value().has_value());
  EXPECT_TRUE(store().shared_channel(ChannelId("both")).value().has_value());
  EXPECT_TRUE(store().tasks(RemoteId("r1")).value().empty());
  EXPECT_EQ(store().tasks(RemoteId("r2")).value().size(), 1U);
}

TEST_P(StoreContract, WaitingForWorkEndsWhenSomethingIsAskedFor) {
  ASSERT_TRUE(store().add_remote(make_remote("r1")).ok());
  ASSERT_TRUE(store().save_channel_remote(make_row("c1", "r1")).ok());
  std::atomic<bool> woken = false;
  std::jthread waiter([&](std::stop_token stop) {
    store().wait_for_work(stop, std::chrono::hours(1), {});
    woken = true;
    woken.notify_all();
  });
  ASSERT_TRUE(store().enqueue_posts(ChannelId("c1"), {}, {}, clock_.now()).ok());
  woken.wait(false);  // an hour when it is not woken: the suite's time-out says so
  EXPECT_EQ(store().claim(1, clock_.now(), Millis(100), {}).value().size(), 1U);
}

TEST_P(StoreContract, ABusyRemotesTasksAreLeftAndNotWaitedFor) {
  for (const char* id : {"r1", "r2"}) {
    ASSERT_TRUE(store().add_remote(make_remote(id)).ok());
    ASSERT_TRUE(store().save_channel_remote(make_row("c1", id)).ok());
  }
  ASSERT_TRUE(store().enqueue({{RemoteId("r1"), {}, model::TaskKind::pictures, {}}}, clock_.now()).ok());
  ASSERT_EQ(store().enqueue_posts(ChannelId("c1"), RemoteId("r2"), {}, clock_.now()).value(), 1);
  const std::vector<RemoteId> busy{RemoteId("r1")};
  EXPECT_TRUE(store().claim(10, clock_.now(), Millis(60'000), busy)->empty());
  const auto before = std::chrono::steady_clock::now();
  store().wait_for_work({}, Millis(100), busy);
  EXPECT_GE(std::chrono::steady_clock::now() - before, Millis(100)) << "else whoever waits asks and asks";
  ASSERT_EQ(store().enqueue_posts(ChannelId("c1"), RemoteId("r1"), {}, clock_.now()).value(), 1);
  const auto others = store().claim(10, clock_.now(), Millis(60'000), busy).value();
  ASSERT_EQ(others.size(), 1U);
  EXPECT_EQ(others[0].remote_id, RemoteId("r2"));
  EXPECT_EQ(store().claim(10, clock_.now(), Millis(60'000), {})->size(), 2U);
}

TEST_P(StoreContract, AWishIsOfATimeOnlyWhereTheCursorDoesNotComeByAnyway) {
  ASSERT_TRUE(store().add_remote(make_remote("r1")).ok());
  auto row = make_row("c1", "r1");
  row.last_post_update = {from_millis(100'000), "p"};
  ASSERT_TRUE(store().save_channel_remote(row).ok());
  const auto scan_from = [&](std::int64_t wished) {
    EXPECT_TRUE(store().enqueue_posts(ChannelId("c1"), {}, from_millis(wished), from_millis(1)).ok());
    const auto task = store().claim(1, from_millis(1), Millis(1), {}).value().at(0);
    EXPECT_TRUE(store().settle(task, {}, from_millis(1)).ok());
    return base::to_millis(task.scan_from);
  };
  EXPECT_EQ(scan_from(200'000), 0) << "ahead of it";
  EXPECT_EQ(scan_from(96'000), 0) << "in its overlap";
  EXPECT_EQ(scan_from(90'000), 90'000);
}

TEST_P(StoreContract, LeaseThatRanOutGoesToAnotherAndTheFirstCannotEndIt) {
  ASSERT_TRUE(store().add_remote(make_remote("r1")).ok());
  auto row = make_row("c1", "r1");
  row.last_post_update = {from_millis(100'000), "p"};
  ASSERT_TRUE(store().save_channel_remote(row).ok());
  ASSERT_EQ(store().enqueue_posts(ChannelId("c1"), {}, from_millis(500), from_millis(1000)).value(), 1);
  const auto first = store().claim(10, from_millis(1000), Millis(100), {}).value();
  ASSERT_EQ(first.size(), 1U);
  EXPECT_EQ(first[0].scan_from, from_millis(500));
  EXPECT_TRUE(store().claim(10, from_millis(1099), Millis(100), {}).value().empty());
  const auto second = store().claim(10, from_millis(1100), Millis(100), {}).value();
  ASSERT_EQ(second.size(), 1U);
  ASSERT_TRUE(store().settle(first[0], {}, from_millis(1110)).ok());
  EXPECT_EQ(store().tasks(RemoteId("r1")).value().size(), 1U);
  EXPECT_TRUE(store().claim(10, from_millis(1120), Millis(100), {}).value().empty());
  ASSERT_TRUE(store().settle(second[0], {}, from_millis(1130)).ok());
  EXPECT_TRUE(store().tasks(RemoteId("r1")).value().empty());
}

TEST_P(StoreContract, LeaseLastsAsLongAsItsHolderRenewsItAndNobodyElseCan) {
  ASSERT_TRUE(store().add_remote(make_remote("r1")).ok());
  for (const char* id : {"c1", "c2"}) ASSERT_TRUE(store().save_channel_remote(make_row(id, "r1")).ok());
  const auto claimable = [&](std::int64_t at) { return store().claim(10, from_millis(at), Millis(100), {}).value(); };
  ASSERT_EQ(store().enqueue_all({}, from_millis(1000)).value(), 2);
  const auto first = claimable(1000);
  ASSERT_EQ(first.size(), 2U);
  ASSERT_TRUE(store().renew({first[0].id, 999'999}, from_millis(2000)).ok());
  const auto second = claimable(1100);  // the one that was not renewed
  ASSERT_EQ(second.size(), 1U);
  EXPECT_EQ(second[0].channel_id, first[1].channel_id);
  EXPECT_TRUE(claimable(1199).empty());
  ASSERT_TRUE(store().renew({first[1].id}, from_millis(5000)).ok());  // too late: it is another's
  EXPECT_EQ(claimable(1200).size(), 1U);
  EXPECT_TRUE(store().renew({}, from_millis(5000)).ok());

  ASSERT_TRUE(store().settle(first[0], {}, from_millis(1300)).ok());
  ASSERT_TRUE(store().renew({first[0].id}, from_millis(5000)).ok());  // it is over
  ASSERT_EQ(store().enqueue_posts(first[0].channel_id, {}, {}, from_millis(1301)).value(), 1);
  const auto next = claimable(1301);  // the other channel's lease of 1200 runs out, too
  ASSERT_EQ(next.size(), 2U);
}

model::Post changed_at(const char* id, std::int64_t update_at) {
  model::Post post;
  post.id = model::PostId(id);
  post.channel_id = ChannelId("c1");
  post.create_at = from_millis(1);
  post.update_at = from_millis(update_at);
  return post;
}

TEST_P(StoreContract, CatchUpReachesBehindAClockThatWasSetBackAndForth) {
  ASSERT_TRUE(store().add_remote(make_remote("r1")).ok());
  ASSERT_TRUE(store().save_channel_remote(make_row("c1", "r1")).ok());
  put_post(changed_at("p1", 9500));
  const auto scan_from = [&](std::int64_t now) {
    EXPECT_EQ(store().enqueue_catch_up(Millis(100), {""}, from_millis(now)).value(), 1);
    const auto task = store().claim(1, from_millis(now), Millis(10), {}).value().at(0);
    EXPECT_TRUE(store().settle(task, {}, from_millis(now)).ok());
    return base::to_millis(task.scan_from);
  };
  EXPECT_EQ(scan_from(5000), 4900);
  EXPECT_EQ(scan_from(6000), 4900);
  EXPECT_EQ(scan_from(2000), 1900) << "set back";
  EXPECT_EQ(scan_from(9000), 1900) << "set right again: what was written meanwhile is far behind";
  EXPECT_EQ(scan_from(9100), 8900);
}

TEST_P(StoreContract, CatchUpLeavesChannelsAloneInWhichNothingHasChanged) {
  ASSERT_TRUE(store().add_remote(make_remote("r1")).ok());
  model::ChannelRemote row = make_row("c1", "r1");
  ASSERT_TRUE(store().save_channel_remote(row).ok());
  const auto asked = [&](std::int64_t now) {
    return store().enqueue_catch_up(Millis(100), {""}, from_millis(now)).value();
  };
  EXPECT_EQ(asked(5000), 0) << "it has no posts";
  put_post(changed_at("p1", 5000));
  EXPECT_EQ(asked(9000), 1) << "the cursor was never there";
  store::Settlement seen;
  seen.last_post_update = model::Cursor{from_millis(5000), "p1"};
  const auto settle = [&](std::int64_t now) {
    const auto task = store().claim(1, from_millis(now), Millis(10), {}).value().at(0);
    ASSERT_TRUE(store().settle(task, seen, from_millis(now)).ok());
  };
  settle(9000);
  EXPECT_EQ(asked(9200), 0);
  put_post(changed_at("p2", 9170));  // committed late
  EXPECT_EQ(asked(9210), 1);
  const auto row_version = [&] {
    return store().posts_by_id(RemoteId("r1"), {model::PostId("p2")}).value().at(0).row_version;
  };
  seen.ledger = {{model::LedgerKind::post, "p2", "", row_version(), 0}};
  settle(9210);
  EXPECT_EQ(asked(9220), 0) << "it was looked at";
  model::Post note = changed_at("p3", 9225);
  note.type = "system_join_channel";
  put_post(note);
  EXPECT_EQ(asked(9230), 0) << "it does not cross";
}

TEST_P(StoreContract, TasksOfAConnectionAsAWholeAreOnePairOfTheirOwn) {
  ASSERT_TRUE(store().add_remote(make_remote("r1")).ok());
  ASSERT_TRUE(store().add_remote(make_remote("r2", model::RemoteState::stopped)).ok());
  ASSERT_TRUE(store().save_channel_remote(make_row("c1", "r1")).ok());
  const auto claimable = [&](std::int64_t at) { return store().claim(10, from_millis(at), Millis(100), {}).value(); };
  const auto wish = [](const char* remote, const char* channel, model::TaskKind kind) {
    return model::TaskWish{RemoteId(remote), ChannelId(channel), kind, {}};
  };
  ASSERT_TRUE(store()
                  .enqueue({wish("r1", "", model::TaskKind::users), wish("r1", "", model::TaskKind::posts),
                            wish("r2", "", model::TaskKind::users), wish("r1", "c1", model::TaskKind::posts),
                            wish("r1", "c1", model::TaskKind::channel)},
                           from_millis(1000))
                  .ok());
  const auto first = claimable(1000);  // one of each pair, nothing of a connection that is stopped
  ASSERT_EQ(first.size(), 2U);
  EXPECT_NE(first[0].channel_id, first[1].channel_id);
  const model::Task& whole = first[0].channel_id.empty() ? first[0] : first[1];
  EXPECT_TRUE(claimable(1099).empty());
  ASSERT_TRUE(store().renew({first[0].id, first[1].id}, from_millis(2000)).ok());
  EXPECT_TRUE(claimable(1999).empty());
  ASSERT_TRUE(store().settle(whole, {}, from_millis(1999)).ok());
  const auto second = claimable(1999);
  ASSERT_EQ(second.size(), 1U);
  EXPECT_TRUE(second[0].channel_id.empty());
  EXPECT_NE(second[0].kind, whole.kind);
  EXPECT_EQ(claimable(2099).size(), 2U);  // both leases have run out
}

TEST_P(StoreContract, PolicyOfAConnectionIsKept) {
  ASSERT_TRUE(store().add_remote(make_remote("r1")).ok());
  EXPECT_EQ(store().remote(RemoteId("r1")).value()->policy, model::RemotePolicy{});
  const model::RemotePolicy policy{std::vector<std::string>{"nickname"}, false, {}, true, {}, {}};
  ASSERT_TRUE(store().set_policy(RemoteId("r1"), policy, {}).ok());
  EXPECT_EQ(store().remote(RemoteId("r1")).value()->policy, policy);
  EXPECT_EQ(store().remotes(false).value().at(0).policy, policy);
}

TEST_P(StoreContract, RetryKeepsItsMessageAndAskingAgainMeanwhileKeepsTheTask) {
  ASSERT_TRUE(store().add_remote(make_remote("r1")).ok());
  ASSERT_TRUE(store().save_channel_remote(make_row("c1", "r1")).ok());
  ASSERT_TRUE(store().enqueue_posts(ChannelId("c1"), {}, {}, from_millis(1000)).ok());
  auto task = store().claim(1, from_millis(1000), Millis(100), {}).value().at(0);
  store::Settlement retry;
  retry.kind = store::Settlement::Kind::retry;
  retry.not_before = from_millis(3000);
  retry.error = "peer_unreachable";
  retry.message_id = "m1";
  ASSERT_TRUE(store().settle(task, retry, from_millis(1001)).ok());
  EXPECT_TRUE(store().claim(1, from_millis(2999), Millis(100), {}).value().empty());
  ASSERT_EQ(store().wake_remote(RemoteId("r1"), from_millis(2000)).value(), 1);
  task = store().claim(1, from_millis(2000), Millis(100), {}).value().at(0);
  EXPECT_EQ(task.message_id, "m1");
  EXPECT_EQ(task.attempts, 1);
  ASSERT_TRUE(store().enqueue_posts(ChannelId("c1"), {}, {}, from_millis(2001)).ok());
  store::Settlement done;
  done.last_post_create = model::Cursor{from_millis(900), "p9"};
  ASSERT_TRUE(store().settle(task, done, from_millis(2002)).ok());
  task = store().claim(1, from_millis(2002), Millis(100), {}).value().at(0);
  EXPECT_EQ(task.attempts, 0);
  done.last_post_create = model::Cursor{from_millis(800), "p8"};
  ASSERT_TRUE(store().settle(task, done, from_millis(2003)).ok());
  EXPECT_TRUE(store().tasks(RemoteId("r1")).value().empty());
  EXPECT_EQ(store().channel_remote(ChannelId("c1"), RemoteId("r1")).value()->last_post_create.id, "p9");
}

}  // namespace
}  // namespace causeway::contract
