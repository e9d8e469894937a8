// What happens to files: they cross once, under their ids, before their posts; or their posts say why not.

#include <gtest/gtest.h>

#include "base/id.h"
#include "json/record.h"
#include "peer/frame.h"
#include "scenario/stage.h"

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
    ASSERT_TRUE(eventually([&, to = to] { return to->has(post.id); }));
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

TEST_F(Attachments, AFileOfNoWordsStillMakesItsPost) {
  const model::Post post = home().posts_files(channel_, "", {{"a.txt", "a"}});
  ASSERT_TRUE(eventually([&] { return spoke().has(post.id); }));
  EXPECT_EQ(spoke().find(post.id)->file_ids, post.file_ids);
}

TEST_F(Attachments, APostWaitsForItsFileAndThePostsBeforeItDoNot) {
  spoke().server().fail_next("upload_data", base::retry_later("server_unavailable", "disk full"), 2);
  const model::PostId before = home().posts(channel_, "before");
  const model::Post with_file = home().posts_files(channel_, "with a file", {{"a.txt", "words"}});
  const model::PostId after = home().posts(channel_, "after");
  ASSERT_TRUE(eventually([&] { return spoke().has(before); }));
  ASSERT_TRUE(eventually([&] { return spoke().has(after); }));
  ASSERT_TRUE(spoke().has(with_file.id));
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

TEST_F(Attachments, WhatTheOtherServerNeverTakesIsNamedAndItsAuthorIsTold) {
  mattermost::ServerFacts facts = spoke().server().facts().value();
  facts.max_file_size = static_cast<std::int64_t>(mebibyte);
  spoke().server().set_facts(facts);
  ASSERT_TRUE(spoke()
                  .server()
                  .save_settings(json::Object{{"pingfrequencyseconds", 1},
                                              {"loglevel", "error"},
                                              {"secret", *spoke().server().settings().find("secret")},
                                              {"blockedfiletypes", "exe"}})
                  .ok());
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
  ASSERT_TRUE(home()
                  .server()
                  .save_settings(json::Object{{"pingfrequencyseconds", 1},
                                              {"loglevel", "error"},
                                              {"secret", *home().server().settings().find("secret")},
                                              {"maxfilesizemb", 1}})
                  .ok());
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

// Whatever is lost, cut, repeated or in doubt: each file once, with its bytes, on its post, and no line that says
// otherwise.
TEST_F(Attachments, BadWeatherLosesAndDoublesNoFile) {
  fakes::Weather weather;
  weather.lost_answers = 20;
  weather.repeats = 30;
  weather.cut_requests = 15;
  weather.lost_requests = 15;
  weather.delays = 30;
  const std::vector<std::pair<std::string, std::string>> files{
      {"empty.txt", ""}, {"small.txt", "small"}, {"parts.bin", std::string(12 * mebibyte, 'p')}};
  std::vector<std::pair<Site*, model::Post>> written;
  for (Site* site : {&home(), &spoke()}) site->peer().set_weather(weather);
  for (int i = 0; i < 2; ++i) {
    for (Site* site : {&home(), &spoke()}) {
      site->store().doubt_next_writes(2);
      site->server().lose_answer_next("upload_data");
      written.emplace_back(site, site->posts_files(channel_, "post " + std::to_string(i), files));
    }
  }
  for (const auto& [from, post] : written) {
    Site& to = from == &home() ? spoke() : home();
    const model::PostId id = post.id;
    ASSERT_TRUE(eventually([&] { return to.has(id); }));
    EXPECT_EQ(to.copies(id, channel_), 1U);
    EXPECT_EQ(to.find(id)->message, post.message);
    EXPECT_EQ(to.find(id)->file_ids, post.file_ids);
    for (std::size_t i = 0; i < files.size(); ++i) expect_same(post.file_ids[i], to, files[i].second);
  }
  EXPECT_TRUE(told().empty());
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

// What a native peer, or one without manners, says at the doors of home.
class FileDoors : public Attachments {
 protected:
  FileDoors() {
    token_ = spoke().store().remote(stage_.link).value()->outgoing_token;
    session_.id = base::new_id();
    session_.type = "attachment";
    session_.user_id = spoke().person().id;
    session_.channel_id = channel_;
    session_.file_name = "a.bin";
    session_.file_size = 5;
    session_.req_file_id = FileId(base::new_id());
  }

  model::RemoteClusterResponse announce() {
    const auto frame = peer::make_frame(stage_.link, model::topic::upload, json::to_json(session_), stage_.clock.now());
    const auto answer = home().asked("msg", stage_.link, token_, json::encode(frame));
    EXPECT_EQ(answer.status, 200) << answer.body;
    return json::decode<model::RemoteClusterResponse>(answer.body, {}).value();
  }
  model::UploadSession announced() {
    const auto answer = announce();
    EXPECT_EQ(answer.status, "OK") << answer.err;
    return json::from_json<model::UploadSession>(answer.payload).value();
  }
  mattermost::HttpAnswer upload(const std::string& id, const std::string& bytes) {
    return home().asked("upload/" + id, stage_.link, token_, bytes);
  }
  void expect_refused(const std::string& why) {
    const auto answer = announce();
    EXPECT_EQ(answer.status, "FAIL");
    EXPECT_NE(answer.err.find(why), std::string::npos) << answer.err;
  }

  std::string token_;
  model::UploadSession session_;
};

TEST_F(FileDoors, AnswerAsNativeDoes) {
  const model::UploadSession stored = announced();
  EXPECT_EQ(stored.remote_id, stage_.link);
  EXPECT_EQ(stored.file_offset, 0);
  EXPECT_EQ(stored.file_size, 5);
  const auto answer = upload(stored.id, "hello");
  EXPECT_EQ(answer.status, 200) << answer.body;
  const auto info = json::decode<model::FileInfo>(answer.body, {});
  ASSERT_TRUE(info.ok());
  EXPECT_EQ(info->id, session_.req_file_id);
  EXPECT_EQ(info->remote_id, stage_.link);
  expect_same(session_.req_file_id, home(), "hello");
}

TEST_F(FileDoors, ACutUploadGoesOnWhereItStopped) {
  const std::string bytes = std::string(6 * mebibyte, 'x') + std::string(mebibyte, 'y');
  session_.file_size = static_cast<std::int64_t>(bytes.size());
  const model::UploadSession first = announced();
  EXPECT_EQ(upload(first.id, bytes.substr(0, 6 * mebibyte)).status, 204);
  const model::UploadSession again = announced();
  EXPECT_EQ(again.id, first.id);
  EXPECT_EQ(again.file_offset, static_cast<std::int64_t>(6 * mebibyte));
  EXPECT_EQ(upload(again.id, bytes.substr(6 * mebibyte)).status, 200);
  expect_same(session_.req_file_id, home(), bytes);
}

TEST_F(FileDoors, AFirstPartThatIsTooShortBeginsAgain) {
  session_.file_size = static_cast<std::int64_t>(6 * mebibyte);
  const model::UploadSession first = announced();
  EXPECT_EQ(upload(first.id, "only this").status, 503);
  EXPECT_EQ(announced().file_offset, 0);
  EXPECT_EQ(upload(first.id, std::string(6 * mebibyte, 'x')).status, 200);
}

TEST_F(FileDoors, AFileThatIsHereIsNotTakenTwice) {
  const model::UploadSession first = announced();
  ASSERT_EQ(upload(first.id, "hello").status, 200);
  const model::UploadSession again = announced();
  EXPECT_EQ(again.file_offset, 5);
  const auto answer = upload(again.id, "HELLO");  // a sender that does not look at the offset
  EXPECT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(json::decode<model::FileInfo>(answer.body, {})->id, session_.req_file_id);
  expect_same(session_.req_file_id, home(), "hello");
  EXPECT_EQ(home().server().calls("upload_data"), 1);
}

TEST_F(FileDoors, NoFileGoesWhereItsSenderHasNoBusiness) {
  const model::ChannelId other = home().open_channel("private").id;
  session_.channel_id = other;
  expect_refused("channel is no longer shared");
  session_.channel_id = stage_.share("read-only", "--readonly Y");
  expect_refused("file refused: the channel is read-only");
  EXPECT_EQ(home().server().calls("create_upload_session"), 0);
}

TEST_F(FileDoors, OnlyAttachmentsWithIdsAndSizesAreTaken) {
  session_.type = "import";
  expect_refused("file refused: only attachments");
  session_.type = "attachment";
  session_.file_size = -1;
  expect_refused("file refused: no valid id or size");
  session_.file_size = 5;
  session_.req_file_id = FileId("../../x");
  expect_refused("file refused: no valid id or size");
  EXPECT_EQ(home().server().calls("create_upload_session"), 0);
}

TEST_F(FileDoors, AFilesNameIsANameAndNoPath) {
  session_.file_name = "../../../etc/cron.d/../evil.sh";
  const model::UploadSession stored = announced();
  EXPECT_EQ(stored.file_name, "evil.sh");
  ASSERT_EQ(upload(stored.id, "hello").status, 200);
  EXPECT_EQ(home().server().get_file_info(session_.req_file_id)->name, "evil.sh");
}

TEST_F(FileDoors, ALocalPersonsFileIsNotReplacedNorClaimed) {
  const auto local = home().server().user_uploads(home().person().id, channel_, "mine.txt", "12345");
  session_.req_file_id = local.id;
  expect_refused("file refused: another file has this id");
  expect_same(local.id, home(), "12345");
}

TEST_F(FileDoors, OnesUploadIsNobodyElses) {
  EXPECT_EQ(upload(base::new_id(), "hello").status, 404);
  EXPECT_EQ(upload("..", "hello").status, 404);
  model::UploadSession of_a_person = session_;  // made by REST on home
  of_a_person.id = base::new_id();
  ASSERT_TRUE(home().server().create_upload_session(of_a_person).ok());
  EXPECT_EQ(upload(of_a_person.id, "hello").status, 404);

  const model::UploadSession stored = announced();
  Site third(stage_.clock, "third", "carol", 3);
  home().reaches(third);
  third.reaches(home());
  const model::RemoteId link = pair(home(), third);
  const std::string token = third.store().remote(link).value()->outgoing_token;
  EXPECT_EQ(home().asked("upload/" + stored.id, link, token, "hello").status, 404);
  EXPECT_EQ(home().asked("upload/" + stored.id, stage_.link, "wrong", "hello").status, 401);
  EXPECT_EQ(upload(stored.id, "hello").status, 200) << "only the caller made the difference";
  third.deactivate();
  home().deactivate();
}

TEST_F(FileDoors, MoreBytesThanAnnouncedAreNotTaken) {
  const model::UploadSession stored = announced();
  EXPECT_EQ(upload(stored.id, "hello and much more").status, 200);
  expect_same(session_.req_file_id, home(), "hello");
  EXPECT_EQ(upload(stored.id, std::string(mebibyte, 'x')).status, 400);
}

TEST_F(FileDoors, ATiffByTheNameOfAnImageDoesNotReachTheServersDecoder) {
  const std::string tiff("II*\0\xff\xff\xff\x7f", 8);
  session_.file_size = static_cast<std::int64_t>(tiff.size());
  for (const char* name : {"a.tiff", "a.png", "a.JPG"}) {
    session_.file_name = name;
    session_.req_file_id = FileId(base::new_id());
    EXPECT_EQ(upload(announced().id, tiff).status, 400) << name;
    EXPECT_FALSE(home().server().bytes_of(session_.req_file_id)) << name;
  }
  session_.file_name = "a.bin";
  session_.req_file_id = FileId(base::new_id());
  EXPECT_EQ(upload(announced().id, tiff).status, 200) << "nobody decodes this one";
}

}  // namespace
}  // namespace causeway::scenario
