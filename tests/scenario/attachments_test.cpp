// What happens to files: they cross once, under their ids, before their posts; or their posts say why not.

#include <gtest/gtest.h>

#include "stage/stage.h"

namespace causeway::scenario {
namespace {

using model::FileId;

constexpr std::size_t mebibyte = 1U << 20U;

class Attachments : public testing::Test {
 protected:
  Attachments() {
    stage_.connect();
    channel_ = stage_.share("files");
  }
  Site& home() { return stage_.home; }
  Site& spoke() { return stage_.spoke; }

  void expect_same(const FileId& file, Site& there, const std::string& bytes) {
    const auto got = there.server().bytes_of(file);
    ASSERT_TRUE(got) << "the file is not there";
    EXPECT_EQ(got->size(), bytes.size());
    EXPECT_TRUE(*got == bytes);
  }

  // What the home's plugin told people of their files.
  std::vector<fakes::FakeServer::Ephemeral> told() {
    auto all = home().server().ephemerals();
    std::erase_if(all, [](const auto& one) { return one.post.message.rfind("Your attachment", 0) != 0; });
    return all;
  }

  TwoServers stage_;
  model::ChannelId channel_;
};

TEST_F(Attachments, CrossBothWaysUnderTheirIdsWhateverTheirSize) {
  const std::vector<std::pair<std::string, std::string>> files{
      {"empty.txt", ""}, {"one.txt", "1"}, {"big.bin", std::string(6 * mebibyte, 'b')}};
  for (auto [from, to] : {std::pair(&home(), &spoke()), std::pair(&spoke(), &home())}) {
    const model::Post post = from->posts_files(channel_, "look", files);
    ASSERT_TRUE(eventually([&, other = to] { return other->has(post.id); }));
    const model::Post there = *to->find(post.id);
    EXPECT_EQ(there.file_ids, post.file_ids);
    EXPECT_EQ(there.message, "look");
    ASSERT_EQ(post.file_ids.size(), files.size());
    for (std::size_t i = 0; i < files.size(); ++i) expect_same(post.file_ids[i], *to, files[i].second);
    const auto info = to->server().get_file_info(post.file_ids[0]);
    EXPECT_EQ(info->remote_id, stage_.link);
    EXPECT_EQ(info->post_id, post.id);
  }
}

// The other side's database went away after the post was made and before its file was attached.
TEST_F(Attachments, AFileThatABreakdownHasLeftLooseIsAttachedWhenThePostComesAgain) {
  const model::Post post = home().posts_files(channel_, "look", {{"a.txt", "a"}, {"b.txt", "b"}});
  ASSERT_TRUE(eventually([&] { return spoke().has(post.id); }));
  ASSERT_TRUE(eventually([&] { return home().store().tasks(stage_.link).value().empty(); }));
  const model::Post there = *spoke().find(post.id);
  spoke().server().loosens(post.file_ids[0]);
  spoke().store().take_post(post.id);  // with the ledger's line, which was not written
  spoke().store().put_post(there);
  ASSERT_TRUE(home().store().forget_sent(stage_.link, {post.id}).ok());
  ASSERT_TRUE(home()
                  .store()
                  .enqueue({{stage_.link, channel_, model::TaskKind::posts, post.update_at}}, stage_.clock.now())
                  .ok());
  const auto attached = [&](const FileId& file) { return spoke().server().get_file_info(file)->post_id == post.id; };
  EXPECT_TRUE(eventually([&] { return attached(post.file_ids[0]); }));
  EXPECT_TRUE(attached(post.file_ids[1]));
  EXPECT_EQ(spoke().find(post.id)->file_ids.size(), 2U);
}

TEST_F(Attachments, AFileOfNoWordsStillMakesItsPost) {
  const model::Post post = home().posts_files(channel_, "", {{"a.txt", "a"}});
  ASSERT_TRUE(eventually([&] { return spoke().has(post.id); }));
  EXPECT_EQ(spoke().find(post.id)->file_ids, post.file_ids);
}

TEST_F(Attachments, APostWaitsForItsFileAndNoOtherDoes) {
  spoke().server().fail_next("upload_data", base::retry_later("server_unavailable", "disk full"), 2);
  const model::PostId before = home().posts(channel_, "before");
  const model::Post with_file = home().posts_files(channel_, "with a file", {{"a.txt", "words"}});
  const model::PostId after = home().posts(channel_, "after");
  ASSERT_TRUE(eventually([&] { return spoke().has(before); }));
  ASSERT_TRUE(eventually([&] { return spoke().has(after); }));
  ASSERT_TRUE(eventually([&] { return spoke().has(with_file.id); }));
  EXPECT_EQ(spoke().find(with_file.id)->file_ids, with_file.file_ids);
  EXPECT_EQ(spoke().copies(with_file.id, channel_), 1U);
  expect_same(with_file.file_ids[0], spoke(), "words");
  EXPECT_TRUE(told().empty());
}

TEST_F(Attachments, ALostAnswerMakesNoSecondFile) {
  spoke().server().lose_answer_next("upload_data");
  const model::Post post = home().posts_files(channel_, "once", {{"a.txt", "words"}});
  ASSERT_TRUE(eventually([&] { return spoke().has(post.id); }));
  EXPECT_EQ(spoke().find(post.id)->file_ids, post.file_ids);
  EXPECT_EQ(spoke().server().calls("create_upload_session"), 1);
}

// Each side's policy of the connection counts instead of its settings.
TEST_F(Attachments, WhatAConnectionsPolicyKeepsBackIsNamed) {
  const auto rule = [&](Site& site, const std::string& policy) {
    const auto answer =
        site.visits(site.admin().id, "PUT", "/api/v1/connections/" + stage_.link.str() + "/policy", policy);
    ASSERT_EQ(answer.status, 200) << answer.body;
  };
  ASSERT_TRUE(home().set("blockedfiletypes", "txt"));
  rule(home(), R"({"blocked_file_types":["exe"]})");
  rule(spoke(), R"({"max_file_size_mb":1})");
  const model::Post post = home().posts_files(
      channel_, "three", {{"a.exe", "x"}, {"large.bin", std::string(mebibyte + 1, 'l')}, {"good.txt", "good"}});
  ASSERT_TRUE(eventually([&] { return spoke().has(post.id); }));
  EXPECT_EQ(spoke().find(post.id)->file_ids, std::vector<FileId>{post.file_ids[2]});
  EXPECT_EQ(spoke().find(post.id)->message,
            "three\n*(attachment `a.exe` not carried over: files of the type .exe do not cross)*\n"
            "*(attachment `large.bin` not carried over: larger than 1 MB)*");
}

TEST_F(Attachments, WhatTheOtherServerNeverTakesIsNamedAndItsAuthorIsTold) {
  mattermost::ServerFacts facts = spoke().server().facts().value();
  facts.max_file_size = static_cast<std::int64_t>(mebibyte);
  spoke().server().set_facts(facts);
  ASSERT_TRUE(spoke().set("blockedfiletypes", "exe"));
  const model::Post post = home().posts_files(
      channel_, "three", {{"a.exe", "x"}, {"large.bin", std::string(mebibyte + 1, 'l')}, {"good.txt", "good"}});
  ASSERT_TRUE(eventually([&] { return spoke().has(post.id); }));
  const model::Post there = *spoke().find(post.id);
  EXPECT_EQ(there.file_ids, std::vector<FileId>{post.file_ids[2]});
  EXPECT_EQ(there.message,
            "three\n*(attachment `a.exe` not carried over: files of the type .exe do not cross)*\n"
            "*(attachment `large.bin` not carried over: larger than 1 MB)*");
  const auto notes = told();
  ASSERT_EQ(notes.size(), 2U);
  EXPECT_EQ(notes[0].to, home().person().id);
  EXPECT_EQ(notes[0].post.message,
            "Your attachment a.exe did not cross to spoke: files of the type .exe do not cross.");
}

TEST_F(Attachments, OurOwnRulesCountForWhatWeSend) {
  ASSERT_TRUE(home().set("maxfilesizemb", 1));
  const model::Post post = home().posts_files(channel_, "", {{"large.bin", std::string(mebibyte + 1, 'l')}});
  ASSERT_TRUE(eventually([&] { return spoke().has(post.id); }));
  EXPECT_EQ(spoke().find(post.id)->message, "*(attachment `large.bin` not carried over: larger than 1 MB)*");
  EXPECT_EQ(spoke().server().calls("create_upload_session"), 0);
}

TEST_F(Attachments, AFileThatFailsForEverIsGivenUpAndItsPostGoesWithoutIt) {
  spoke().server().fail_next("upload_data", base::refused("app.upload.x.app_error", "a broken image"), 100);
  const model::Post post = home().posts_files(channel_, "look", {{"a.png", "x"}});
  ASSERT_TRUE(eventually([&] { return spoke().has(post.id); }));
  EXPECT_NE(spoke().find(post.id)->message.find("*(attachment `a.png` not carried over: "), std::string::npos)
      << spoke().find(post.id)->message;
  EXPECT_GE(spoke().server().calls("upload_data"), 3);
  EXPECT_EQ(told().size(), 1U);
}

TEST_F(Attachments, FilesComeAndGoWithAnEdit) {
  for (auto [from, to] : {std::pair(&home(), &spoke()), std::pair(&spoke(), &home())}) {
    const model::Post post = from->posts_files(channel_, "look", {{"first.txt", "first"}});
    const FileId first = post.file_ids[0];
    ASSERT_TRUE(eventually([&, other = to] { return other->has(post.id); }));
    const FileId second = from->server().user_uploads(from->person().id, channel_, "second.txt", "second").id;
    from->server().user_edits_files(post.id, {first, second});
    const std::vector<FileId> both{first, second};
    EXPECT_TRUE(eventually([&, other = to] { return other->find(post.id)->file_ids == both; }));
    expect_same(second, *to, "second");
    from->server().user_edits_files(post.id, {second});
    const std::vector<FileId> one{second};
    EXPECT_TRUE(eventually([&, other = to] { return other->find(post.id)->file_ids == one; }));
    EXPECT_EQ(from->find(post.id)->file_ids, one) << "nothing came back";
  }
}

TEST_F(Attachments, AnEditedPostStillSaysWhichFileStayedBehind) {
  mattermost::ServerFacts facts = spoke().server().facts().value();
  facts.max_file_size = 3;
  spoke().server().set_facts(facts);
  ASSERT_TRUE(spoke().set("blockedfiletypes", ""));  // has the plugin look at its server again
  const model::Post post = home().posts_files(channel_, "look", {{"large.txt", "1234"}});
  ASSERT_TRUE(eventually([&] { return spoke().has(post.id); }));
  const std::string line = "\n*(attachment `large.txt` not carried over: larger than 0 MB)*";
  EXPECT_EQ(spoke().find(post.id)->message, "look" + line);
  home().server().user_edits(post.id, "look again");
  EXPECT_TRUE(eventually([&] { return spoke().find(post.id)->message == "look again" + line; }));
  EXPECT_EQ(told().size(), 1U);
}

// Nobody may be told that a file will not cross because a database was away for a moment.
TEST_F(Attachments, APeerThatCannotTakeFilesForAWhileIsNotTakenAtItsWord) {
  spoke().server().fail_next("create_upload_session", base::retry_later("server_unavailable", "database away"), 4);
  const model::Post post = home().posts_files(channel_, "patience", {{"a.txt", "words"}});
  ASSERT_TRUE(eventually([&] { return spoke().has(post.id); }));
  EXPECT_EQ(spoke().find(post.id)->message, "patience");
  EXPECT_EQ(spoke().find(post.id)->file_ids, post.file_ids);
  EXPECT_TRUE(told().empty());
}

TEST_F(Attachments, AHubPassesAFileOnUnderItsId) {
  Site third(stage_.clock, "third", "carol", 3);
  home().reaches(third);
  third.reaches(home());
  const model::RemoteId link = pair(home(), third);
  share(home(), third, link, channel_);
  const model::Post post = spoke().posts_files(channel_, "from the spoke", {{"a.txt", "words"}});
  ASSERT_TRUE(eventually([&] { return third.has(post.id); }));
  EXPECT_EQ(third.find(post.id)->file_ids, post.file_ids);
  expect_same(post.file_ids[0], third, "words");
  third.deactivate();
  home().deactivate();
}

}  // namespace
}  // namespace causeway::scenario
