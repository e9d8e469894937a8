// Posts and files that Mattermost's tables have no more.
#include <algorithm>

#include "contract/store/store_suite.h"

namespace causeway::contract {
namespace {

using model::ChannelId;
using model::FileId;
using model::PostId;
using model::RemoteId;
using model::UserId;

class ErasuresContract : public StoreContract {
 protected:
  void SetUp() override {
    StoreContract::SetUp();
    for (const char* remote : {"r1", "r2", "r3"}) ASSERT_TRUE(store().add_remote(make_remote(remote)).ok());
    auto refused = make_row("c1", "r3");
    refused.invite = model::InviteState::refused;
    for (const auto& row : {row_, make_row("c1", "r2"), make_row("c2", "r1"), refused}) {
      ASSERT_TRUE(store().save_channel_remote(row).ok());
    }
  }
  static model::Post post(const std::string& id, std::int64_t create_at, const std::string& user = "u1") {
    model::Post post;
    post.id = PostId(id);
    post.create_at = post.update_at = from_millis(create_at);
    post.user_id = UserId(user);
    post.channel_id = ChannelId("c1");
    return post;
  }
  std::string erased(const model::ChannelRemote& row, std::size_t most = 10) {
    std::string ids;
    const auto found = store().erased_posts(row, most).value();
    for (const auto& one : found) ids += one.post.id.str() + " ";
    return ids;
  }
  std::int64_t tasks(const std::string& remote) {
    const auto all = store().tasks(RemoteId(remote)).value();
    return std::count_if(all.begin(), all.end(),
                         [](const model::Task& task) { return task.kind == model::TaskKind::erasures; });
  }
  std::string older(std::int64_t before, const std::vector<PostId>& kept = {}, std::size_t most = 10) {
    std::string ids;
    const auto found = store().older_posts_of(row_, from_millis(before), kept, most).value();
    for (const PostId& id : found) ids += id.str() + " ";
    return ids;
  }

  model::ChannelRemote row_ = make_row("c1", "r1");
};

INSTANTIATE_TEST_SUITE_P(Both, ErasuresContract, testing::Values("fake", "postgres"),
                         [](const auto& one) { return std::string(one.param); });

TEST_P(ErasuresContract, PeopleWhoAreGoneAreFoundUntilTheyAreForgotten) {
  for (const char* user : {"u1", "u2", "u3"}) put_user(user, 500);
  const auto known = [&](const char* remote, const std::vector<std::string>& users) {
    ASSERT_TRUE(store().enqueue({{RemoteId(remote), {}, model::TaskKind::users, {}}}, from_millis(1)).ok());
    store::Settlement settlement;
    for (const std::string& user : users) settlement.synced_users[UserId(user)] = from_millis(500);
    const auto claimed = store().claim(10, from_millis(1), Millis(1000), {}).value();
    for (const model::Task& task : claimed) {
      ASSERT_TRUE(
          store()
              .settle(task, task.kind == model::TaskKind::users ? settlement : store::Settlement{}, from_millis(1))
              .ok());
    }
  };
  known("r1", {"u1", "u2", "gone-1", "gone-2"});
  known("r2", {"u3"});
  ASSERT_TRUE(store().begin_people_erasures(from_millis(2)).ok());
  EXPECT_EQ(tasks("r1"), 1);
  EXPECT_EQ(tasks("r2"), 0);
  const auto erased_people = [&](const char* remote, std::size_t most) {
    return store().erased_people(RemoteId(remote), most).value();
  };
  EXPECT_EQ(erased_people("r1", 10), (std::vector<UserId>{UserId("gone-1"), UserId("gone-2")}));
  EXPECT_EQ(erased_people("r1", 1), std::vector<UserId>{UserId("gone-1")});
  EXPECT_TRUE(erased_people("r2", 10).empty());
  ASSERT_TRUE(store().forget_people(RemoteId("r1"), {UserId("gone-1")}).ok());
  EXPECT_EQ(erased_people("r1", 10), std::vector<UserId>{UserId("gone-2")});
}

TEST_P(ErasuresContract, WhatAPersonOfTheRemoteWroteAndWhetherOthersAnswered) {
  put_user("u1", 500);
  put_user("u2", 500);
  ASSERT_TRUE(store().claim_user(UserId("u1"), RemoteId("r1"), from_millis(1)).ok());
  const auto put = [&](const std::string& id, std::int64_t at, const std::string& user, const std::string& root = {},
                       std::int64_t deleted = 0) {
    model::Post one = post(id, at, user);
    one.root_id = PostId(root);
    one.delete_at = from_millis(deleted);
    put_post(one);
  };
  put("p1", 1000, "u1");
  put("p2", 1100, "u1");
  put("p3", 1200, "u2", "p2");
  put("p4", 1300, "u1", "p1");
  put("p5", 1400, "u1", "", 1500);
  const auto by = [&](const char* remote, const char* user, std::size_t most = 10) {
    std::string words;
    const auto found = store().posts_by(RemoteId(remote), UserId(user), "emptied", most).value();
    for (const auto& one : found) words += one.id.str() + (one.answered ? "+ " : " ");
    return words;
  };
  EXPECT_EQ(by("r1", "u1"), "p1 p2+ p4 ");
  EXPECT_EQ(by("r1", "u1", 2), "p1 p2+ ");
  EXPECT_EQ(by("r2", "u1"), "") << "somebody else's";
  EXPECT_EQ(by("r1", "u2"), "") << "of this server";
}

TEST_P(ErasuresContract, WhatIsGoneIsWrittenDownForEveryRemoteOfItsChannelOnce) {
  put_post(post("there", 1500));
  ASSERT_TRUE(store().note_erased({}, from_millis(1)).ok());
  ASSERT_TRUE(store().note_erased({post("there", 1500)}, from_millis(2000)).ok());
  EXPECT_EQ(erased(row_), "");
  EXPECT_EQ(tasks("r1"), 0) << "a post that is deleted softly has its row";
  ASSERT_TRUE(store().note_erased({post("g2", 1600), post("there", 1500)}, from_millis(2000)).ok());
  ASSERT_TRUE(store().note_erased({post("g1", 1700), post("g2", 1600)}, from_millis(2001)).ok());
  EXPECT_EQ(erased(row_), "g2 g1 ");
  EXPECT_EQ(erased(row_, 1), "g2 ");
  EXPECT_EQ(erased(make_row("c1", "r2")), "g2 g1 ");
  EXPECT_EQ(erased(make_row("c1", "r3")), "") << "it has refused the channel";
  EXPECT_EQ(erased(make_row("c2", "r1")), "");
  EXPECT_EQ(tasks("r1"), 1);
  EXPECT_EQ(tasks("r2"), 1);
  EXPECT_EQ(tasks("r3"), 0);
  ASSERT_TRUE(store().forget_erased(row_, {PostId("g2"), PostId("never")}).ok());
  EXPECT_EQ(erased(row_), "g1 ");
  EXPECT_EQ(erased(make_row("c1", "r2")), "g2 g1 ") << "each remote is told by itself";
}

TEST_P(ErasuresContract, ItsStandingIsWhatTheLedgerAndItsAuthorSay) {
  const std::vector<model::ReceivedItem> received{{model::LedgerKind::post, "theirs", "v1", from_millis(1), {}}};
  ASSERT_TRUE(store().ledger_finish(RemoteId("r1"), received, from_millis(1)).ok());
  ASSERT_TRUE(store().claim_user(UserId("u2"), RemoteId("r1"), from_millis(1)).ok());
  ASSERT_TRUE(store().note_erased({post("ours", 1500), post("theirs", 1600, "u2")}, from_millis(2000)).ok());
  const auto found = store().erased_posts(row_, 10).value();
  ASSERT_EQ(found.size(), 2U);
  EXPECT_FALSE(found[0].received || found[0].theirs);
  EXPECT_EQ(found[0].post.user_id, UserId("u1"));
  EXPECT_EQ(found[0].post.channel_id, ChannelId("c1"));
  EXPECT_EQ(found[0].post.create_at, from_millis(1500));
  EXPECT_EQ(found[0].post.delete_at, from_millis(2000));
  EXPECT_TRUE(found[1].received && found[1].theirs);
  EXPECT_EQ(found[1].got_version, "v1");
}

TEST_P(ErasuresContract, NothingIsToldOfAShareThatHasEnded) {
  ASSERT_TRUE(store().note_erased({post("gone", 1500)}, from_millis(2000)).ok());
  ASSERT_TRUE(store().end_share(ChannelId("c1"), RemoteId("r1"), false, from_millis(2001)).ok());
  ASSERT_TRUE(store().save_channel_remote(row_).ok());
  EXPECT_EQ(erased(row_), "");
  EXPECT_EQ(erased(make_row("c1", "r2")), "gone ");
  ASSERT_TRUE(store().remove_remote(RemoteId("r2"), from_millis(2002)).ok());
  EXPECT_EQ(erased(make_row("c1", "r2")), "");
}

TEST_P(ErasuresContract, RetentionSaysWhatIsLeft) {
  model::Post pinned = post("pinned", 1000);
  pinned.is_pinned = true;
  put_post(pinned);
  put_post(post("oldest", 1500));
  put_post(post("newer", 1600));
  EXPECT_EQ(store().retained(row_, 10)->asked_at, base::Time());
  ASSERT_TRUE(store().begin_retention(from_millis(5000)).ok());
  ASSERT_TRUE(store().begin_retention(from_millis(6000)).ok());
  const auto left = store().retained(row_, 10).value();
  EXPECT_EQ(left.asked_at, from_millis(5000));
  EXPECT_EQ(left.before, from_millis(1500));
  EXPECT_EQ(left.kept, std::vector<PostId>{PostId("pinned")});
  EXPECT_EQ(tasks("r1"), 2) << "each of its channels";
  EXPECT_EQ(store().retained(make_row("c2", "r1"), 10)->before, base::Time()) << "a channel without posts";
  EXPECT_EQ(store().retained(make_row("c1", "r3"), 10)->asked_at, base::Time());
  ASSERT_TRUE(store().end_retention(row_, from_millis(4999)).ok());
  EXPECT_EQ(store().retained(row_, 10)->asked_at, from_millis(5000)) << "another one";
  ASSERT_TRUE(store().end_retention(row_, from_millis(5000)).ok());
  EXPECT_EQ(store().retained(row_, 10)->asked_at, base::Time());
}

TEST_P(ErasuresContract, OlderPostsAreThoseOfTheRemotesPeopleThatNothingNewerHangsOn) {
  ASSERT_TRUE(store().claim_user(UserId("theirs"), RemoteId("r1"), from_millis(1)).ok());
  const auto reply = [](const std::string& id, std::int64_t at, const std::string& user, const std::string& root) {
    model::Post one = post(id, at, user);
    one.root_id = PostId(root);
    return one;
  };
  put_post(post("p2", 1100, "theirs"));
  put_post(post("p1", 1000, "theirs"));
  put_post(post("ours", 1000, "u1"));
  put_post(post("new", 2000, "theirs"));
  put_post(post("kept", 1200, "theirs"));
  model::Post deleted = post("deleted", 1200, "theirs");
  deleted.delete_at = from_millis(1300);
  put_post(deleted);
  put_post(post("answered", 1200, "theirs"));
  put_post(reply("answer", 1300, "u1", "answered"));
  put_post(post("goes_on", 1200, "theirs"));
  put_post(reply("goes_on_there", 2100, "theirs", "goes_on"));
  put_post(post("thread", 1250, "theirs"));
  put_post(reply("thread_reply", 1260, "theirs", "thread"));
  EXPECT_EQ(older(2000, {PostId("kept")}), "p1 p2 thread thread_reply ");
  EXPECT_EQ(older(2000, {PostId("kept")}, 2), "p1 p2 ");
  EXPECT_EQ(older(1000), "");
}

TEST_P(ErasuresContract, WhatIsKnownOfFilesGoesWhenTheyAreGone) {
  put_file("there");
  for (const char* file : {"there", "gone", "gone too"}) {
    ASSERT_TRUE(
        store()
            .save_attachment({RemoteId("r1"), FileId(file), model::AttachmentState::crossed, 1, 1, {}, 0, {}, {}},
                             from_millis(1000))
            .ok());
  }
  EXPECT_EQ(store().prune_attachments(from_millis(1000), 10).value(), 0);
  EXPECT_EQ(store().prune_attachments(from_millis(1001), 1).value(), 1);
  EXPECT_EQ(store().prune_attachments(from_millis(1001), 10).value(), 1);
  const auto left = store().attachments(RemoteId("r1"), {FileId("there"), FileId("gone"), FileId("gone too")}).value();
  ASSERT_EQ(left.size(), 1U);
  EXPECT_EQ(left[0].file_id, FileId("there"));
}

}  // namespace
}  // namespace causeway::contract
